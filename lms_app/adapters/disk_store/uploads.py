"""Multipart uploads on disk: a folder each, a file each part, its ETag in the file's name."""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
import secrets
import shutil
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from lms_app.adapters.disk_store.files import Disk, append_file
from lms_app.adapters.disk_store.objects import DiskObjects
from lms_app.ports.object_store import (
    MAX_PARTS,
    MIN_PART_BYTES,
    JoinRunning,
    ObjectHead,
    OpenUpload,
    Part,
    PartMissing,
    PartTooSmall,
    UploadGone,
    checked_key,
)

_UPLOAD_ID = re.compile(r"[0-9a-f]{32}")
_PART_FILE = re.compile(r"(\d{5})-([0-9a-f]{32})")


class DiskUploads:
    """Parts stay until the joined object is published, so a completion can be repeated."""

    def __init__(self, disk: Disk, objects: DiskObjects) -> None:
        self._disk = disk
        self._objects = objects
        self._uploads = disk.root / "uploads"

    def create(self, key: str, content_type: str, cache_control: str) -> str:
        """Begin an upload and return its id."""
        upload_id = secrets.token_hex(16)
        about = {
            "key": checked_key(key),
            "content_type": content_type,
            "cache_control": cache_control,
        }
        self._disk.write_small(
            self._uploads / upload_id / "upload.json", json.dumps(about).encode()
        )
        return upload_id

    def require(self, key: str, upload_id: str, part_number: int = 1) -> None:
        """Raises `UploadGone` for no upload of `key`, `PartMissing` for an impossible number."""
        self._about(key, upload_id)
        if not 1 <= part_number <= MAX_PARTS:
            raise PartMissing(part_number)

    def publish_part(
        self, key: str, upload_id: str, number: int, incoming: Path, etag: str
    ) -> None:
        """Put a received part in its place; the last one received of a number counts."""
        with self._locked(key, upload_id):
            folder = self._uploads / upload_id
            target = folder / f"{number:05d}-{etag}"
            self._disk.publish(incoming, target)
            for other in folder.glob(f"{number:05d}-*"):
                if other != target:
                    other.unlink(missing_ok=True)

    def parts(self, key: str, upload_id: str) -> list[Part]:
        """Every part received, by number."""
        self._about(key, upload_id)
        found: dict[int, Part] = {}
        try:
            paths = sorted((self._uploads / upload_id).iterdir())
        except FileNotFoundError as error:
            raise UploadGone(upload_id) from error
        for path in paths:
            if match := _PART_FILE.fullmatch(path.name):
                try:
                    size = path.stat().st_size
                except FileNotFoundError:  # replaced while we were looking
                    continue
                found[int(match[1])] = Part(int(match[1]), match[2], size)
        self._about(key, upload_id)  # what goes away loses this first: the list was whole
        return [found[number] for number in sorted(found)]

    def complete(self, key: str, upload_id: str, parts: Sequence[Part]) -> ObjectHead:
        """Join the parts. The same answer again when the upload was completed before."""
        try:
            return self._complete(key, upload_id, parts)
        except UploadGone:
            if self._objects.upload_of(key) == upload_id:
                return self._objects.head(key)
            raise

    def _complete(self, key: str, upload_id: str, parts: Sequence[Part]) -> ObjectHead:
        with self._locked(key, upload_id, waits=False) as about:
            chosen = _chosen(parts, {part.number: part for part in self.parts(key, upload_id)})
            head = ObjectHead(
                size=sum(part.size for part in chosen),
                etag=multipart_etag([part.etag for part in chosen]),
                content_type=about["content_type"],
                cache_control=about["cache_control"],
            )
            self._disk.ensure_room(head.size)  # the parts stay until the object is published
            with self._disk.receiving() as incoming:
                self._join(upload_id, chosen, incoming)
                self._objects.publish(key, incoming, head, upload_id)
            self._forget(upload_id)
        return head

    def open_uploads(self, prefix: str) -> list[OpenUpload]:
        """Every upload to a key that begins with `prefix`."""
        found = []
        for folder in self._uploads.iterdir():
            try:
                raw = (folder / "upload.json").read_bytes()
                started = (folder / "upload.json").stat().st_mtime
            except (FileNotFoundError, NotADirectoryError):
                continue  # completed or aborted while we were looking
            key = str(json.loads(raw)["key"])
            if key.startswith(prefix):
                found.append(OpenUpload(key, folder.name, datetime.fromtimestamp(started, UTC)))
        return sorted(found, key=lambda upload: upload.key)

    def forgotten(self) -> list[Path]:
        """Folders of uploads that a crash kept from going away."""
        return [f for f in self._uploads.iterdir() if not (f / "upload.json").exists()]

    def abort(self, key: str, upload_id: str) -> None:
        """Forget the upload; no error when it is gone already."""
        with contextlib.suppress(UploadGone), self._locked(key, upload_id):
            self._forget(upload_id)

    @contextlib.contextmanager
    def _locked(self, key: str, upload_id: str, *, waits: bool = True) -> Iterator[dict[str, str]]:
        """Hold the upload against everybody else; raises `UploadGone`.

        A join may take minutes: with `waits` false it raises `JoinRunning` instead.
        """
        self._about(key, upload_id)
        lock = self._disk.lock_file(self._uploads / upload_id / "lock", waits=waits)
        with contextlib.ExitStack() as held:
            try:
                held.enter_context(lock)
            except FileNotFoundError as error:
                raise UploadGone(upload_id) from error
            except BlockingIOError as error:
                raise JoinRunning(upload_id) from error
            yield self._about(key, upload_id)  # it may have gone meanwhile

    def _about(self, key: str, upload_id: str) -> dict[str, str]:
        if not _UPLOAD_ID.fullmatch(upload_id):
            raise UploadGone(upload_id[:40])
        try:
            raw = (self._uploads / upload_id / "upload.json").read_bytes()
        except (FileNotFoundError, NotADirectoryError) as error:
            raise UploadGone(upload_id) from error
        about: dict[str, str] = json.loads(raw)
        if about["key"] != key:
            raise UploadGone(upload_id)
        return about

    def _join(self, upload_id: str, chosen: Sequence[Part], incoming: Path) -> None:
        with incoming.open("wb") as file:
            for part in chosen:
                self._disk.ensure_room(part.size)
                name = f"{part.number:05d}-{part.etag}"
                append_file(self._uploads / upload_id / name, file)
            self._disk.sync(file)

    def _forget(self, upload_id: str) -> None:
        folder = self._uploads / upload_id
        (folder / "upload.json").unlink(missing_ok=True)  # gone from here on, even if killed
        shutil.rmtree(folder, ignore_errors=True)


def multipart_etag(etags: Sequence[str]) -> str:
    """S3's ETag of a joined object: MD5 of the parts' MD5s, then their count."""
    joined = b"".join(bytes.fromhex(etag) for etag in etags)
    return f"{hashlib.md5(joined, usedforsecurity=False).hexdigest()}-{len(etags)}"


def _chosen(wanted: Sequence[Part], held: dict[int, Part]) -> list[Part]:
    """The held parts that were named, checked for presence, ETag, order and size."""
    if not wanted:
        raise PartMissing
    chosen: list[Part] = []
    for part in wanted:
        found = held.get(part.number)
        if found is None or found.etag != part.etag.strip('"'):
            raise PartMissing(part.number)
        if chosen and chosen[-1].number >= found.number:
            raise PartMissing(part.number)
        chosen.append(found)
    for part in chosen[:-1]:
        if part.size < MIN_PART_BYTES:
            raise PartTooSmall(part.number)
    return chosen
