"""A body on its way to disk: counted, hashed and bounded while it arrives."""

from __future__ import annotations

import base64
import binascii
import contextlib
import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path

from lms_app.adapters.disk_store.files import Disk, port_errors
from lms_app.ports.served_object_store import BodyRefused

MAX_BODY_BYTES = 5 * 1024**3
_UNSIGNED = "UNSIGNED-PAYLOAD"


def announced_length(headers: Mapping[str, str]) -> int:
    """The Content-Length of a request. Raises `BodyRefused` when there is none to trust."""
    if "transfer-encoding" in headers or "content-length" not in headers:
        raise BodyRefused("MissingContentLength")
    if headers.get("x-amz-content-sha256", "").startswith("STREAMING-"):
        raise BodyRefused("NotImplemented")  # aws-chunked bodies are framed a second time
    raw = headers["content-length"]
    if not (raw.isascii() and raw.isdigit() and len(raw) < 20):
        raise BodyRefused("MissingContentLength")
    if int(raw) > MAX_BODY_BYTES:
        raise BodyRefused("EntityTooLarge")
    return int(raw)


class DiskBody:
    """Implements `BodyWriter`. `publish(path, size, md5)` gives the file its place."""

    def __init__(
        self,
        disk: Disk,
        headers: Mapping[str, str],
        publish: Callable[[Path, int, str], None],
    ) -> None:
        self._length = announced_length(headers)
        disk.ensure_room(self._length)
        self._expected_sha256 = headers.get("x-amz-content-sha256", _UNSIGNED)
        self._expected_md5 = _decoded_md5(headers.get("content-md5"))
        self._disk = disk
        self._publish = publish
        self._size = 0
        self._md5 = hashlib.md5(usedforsecurity=False)
        self._sha256 = hashlib.sha256()
        self._path = disk.incoming()
        self._file = self._path.open("wb")

    @port_errors
    def write(self, chunk: bytes) -> None:
        """Take the next bytes; raises `BodyRefused` before one too many reaches the disk."""
        if self._size + len(chunk) > self._length:
            self.discard()
            raise BodyRefused("EntityTooLarge")
        try:
            self._disk.ensure_room(len(chunk))  # others have been writing since it was announced
        except OSError:
            self.discard()
            raise
        self._size += len(chunk)
        self._md5.update(chunk)
        if self._expected_sha256 != _UNSIGNED:
            self._sha256.update(chunk)
        self._file.write(chunk)

    @port_errors
    def commit(self) -> str:
        """Check what arrived against what was announced, then publish it."""
        try:
            self._check()
            self._disk.sync(self._file)
            self._file.close()
            self._publish(self._path, self._size, self._md5.hexdigest())
        except BaseException:
            self.discard()
            raise
        return self._md5.hexdigest()

    def discard(self) -> None:
        """Forget everything; harmless when called twice or after a failure."""
        self._file.close()
        with contextlib.suppress(OSError):
            self._path.unlink(missing_ok=True)

    def _check(self) -> None:
        if self._size != self._length:
            raise BodyRefused("IncompleteBody")
        if self._expected_md5 is not None and self._md5.digest() != self._expected_md5:
            raise BodyRefused("BadDigest")
        if self._expected_sha256 not in (_UNSIGNED, self._sha256.hexdigest()):
            raise BodyRefused("XAmzContentSHA256Mismatch")


def _decoded_md5(header: str | None) -> bytes | None:
    if header is None:
        return None
    try:
        digest = base64.b64decode(header, validate=True)
    except (binascii.Error, ValueError) as error:
        raise BodyRefused("InvalidDigest") from error
    if len(digest) != 16:
        raise BodyRefused("InvalidDigest")
    return digest
