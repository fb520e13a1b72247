"""The object store: multipart uploads from the browser, signed addresses, plain objects.

What lives here: the Protocols and the plain data they speak. What does not: S3 or disk
(`adapters/`). Called by media, course and user services; served over HTTP by
`api/object_store.py` when the disk store is in use. Sizes are bytes, times seconds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

MIN_PART_BYTES = 5 * 1024 * 1024
"""Every part but the last must be at least this long, as S3 demands."""

MAX_PARTS = 10_000
"""Part numbers run from 1 to this, as S3 demands."""

MAX_KEY_LENGTH = 512


class ObjectStoreError(Exception):
    """Base of what a store refuses; an unreachable store is `PortUnavailable` instead."""


class ObjectNotFound(ObjectStoreError):
    """No object has this key."""


class InvalidKey(ObjectStoreError):
    """The key is no key of ours: empty, too long, or with characters a path must not have."""


class UploadGone(ObjectStoreError):
    """The multipart upload was completed, aborted or never existed."""


class JoinRunning(ObjectStoreError):
    """The parts of this upload are being joined right now, for somebody else who asked."""


class PartMissing(ObjectStoreError):
    """A part named at completion is not there, has another ETag, or is out of order."""

    def __init__(self, number: int | None = None) -> None:
        super().__init__(f"part {number}" if number is not None else "no parts")
        self.number = number


class PartTooSmall(PartMissing):
    """A part before the last is shorter than `MIN_PART_BYTES`."""


_KEY_SEGMENT = r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}"
_KEY = re.compile(rf"(?:{_KEY_SEGMENT}/)*{_KEY_SEGMENT}")


def checked_key(key: str) -> str:
    """Return `key` when it can be nothing but a name below the store. Raises `InvalidKey`.

    A segment never begins with a dot, so `.` and `..` cannot occur.
    """
    if len(key) > MAX_KEY_LENGTH or not _KEY.fullmatch(key):
        raise InvalidKey(repr(key[:80]))
    return key


@dataclass(frozen=True, slots=True)
class SignedRequest:
    """One request a browser may make: `method url` with exactly these `headers`.

    The length of the body is signed too; a browser states it by itself and cannot forge it.
    """

    url: str
    method: str = "PUT"
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part:
    """A part that the store holds. `etag` has no quotation marks."""

    number: int
    etag: str
    size: int


@dataclass(frozen=True, slots=True)
class ObjectHead:
    """What is known of an object without reading it. `etag` has no quotation marks."""

    size: int
    etag: str
    content_type: str = "application/octet-stream"
    cache_control: str = ""


@dataclass(frozen=True, slots=True)
class StoredObject:
    """One object (or leftover file) of a listing: its bytes and when it was written."""

    key: str
    size: int
    modified_at: datetime


@dataclass(frozen=True, slots=True)
class OpenUpload:
    """A multipart upload that was begun and neither completed nor aborted."""

    key: str
    upload_id: str
    started_at: datetime


class ObjectStore(Protocol):
    """Raises `ObjectStoreError` children and `PortUnavailable`; nothing else escapes.

    Keys are made by us: letters, digits, `._-` and `/` between segments.
    """

    def create_multipart(self, key: str, content_type: str, cache_control: str = "") -> str:
        """Begin an upload and return its id."""
        ...

    def sign_part(
        self,
        key: str,
        upload_id: str,
        part_number: int,
        content_length: int,
        expires_seconds: int,
    ) -> SignedRequest:
        """Let a browser PUT one part of exactly `content_length` bytes."""
        ...

    def list_parts(self, key: str, upload_id: str) -> list[Part]:
        """Every part received so far, by number. Raises `UploadGone`."""
        ...

    def complete_multipart(self, key: str, upload_id: str, parts: Sequence[Part]) -> ObjectHead:
        """Join `parts` (ascending, ETags as received) into the object.

        A repeated call after a lost answer gives the same result.
        Raises `JoinRunning`, `PartMissing`, `PartTooSmall`, `UploadGone`.
        """
        ...

    def abort_multipart(self, key: str, upload_id: str) -> None:
        """Forget the upload and its parts; no error when it is gone already."""
        ...

    def room(self) -> int | None:
        """Bytes that may still be stored; None for a store that does not say (S3)."""
        ...

    def head(self, key: str) -> ObjectHead:
        """Raises `ObjectNotFound`."""
        ...

    def put_file(
        self, key: str, path: Path, content_type: str, cache_control: str = ""
    ) -> ObjectHead:
        """Store a file, replacing what was there at once and whole."""
        ...

    def put_bytes(
        self, key: str, data: bytes, content_type: str, cache_control: str = ""
    ) -> ObjectHead:
        """Store bytes, replacing what was there at once and whole."""
        ...

    def get_bytes(self, key: str) -> bytes:
        """Read a small object whole. Raises `ObjectNotFound`."""
        ...

    def download(self, key: str, path: Path) -> None:
        """Bring an object to `path`, which the caller only reads. Raises `ObjectNotFound`."""
        ...

    def sign_get(
        self,
        key: str,
        expires_seconds: int,
        *,
        content_type: str | None = None,
        content_disposition: str | None = None,
    ) -> str:
        """An address that shows the object to whoever holds it, for a while."""
        ...

    def delete(self, key: str) -> None:
        """Remove an object; no error when it is gone already."""
        ...

    def delete_prefix(self, prefix: str) -> int:
        """Remove every object below `prefix` (which ends with "/"); returns how many."""
        ...

    def list_keys(self, prefix: str) -> list[str]:
        """Every key that begins with `prefix`, sorted."""
        ...

    def list_objects(self, prefix: str) -> list[StoredObject]:
        """Every object whose key begins with `prefix`, in no order."""
        ...

    def list_uploads(self, prefix: str) -> list[OpenUpload]:
        """Every open multipart upload to a key that begins with `prefix`."""
        ...

    def sweep(self, before: datetime, *, delete: bool) -> list[StoredObject]:
        """Files of the store itself that belong to no object and were written before `before`.

        What a crash leaves between two steps; empty for a store that keeps its own house.
        """
        ...
