"""A store that the site serves itself: requests as they arrive, bodies, what its router needs.

Implemented by the disk store, called by `api/object_store.py`. Sizes are bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from lms_app.ports.object_store import ObjectHead, ObjectStore, ObjectStoreError


class AccessRefused(ObjectStoreError):
    """The signature of a request does not hold; `code` is the S3 error code."""

    def __init__(self, code: str = "AccessDenied") -> None:
        super().__init__(code)
        self.code = code


class BodyRefused(ObjectStoreError):
    """The body is not the one that was announced; `code` is the S3 error code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class StoreRequest:
    """A request as it arrived: `path` without the query, `query` raw, header names lower case."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class StoredFile:
    """Where an object's bytes are and what to say about them. `path` is for reading only."""

    path: Path
    head: ObjectHead
    modified_at: datetime


@dataclass(frozen=True, slots=True)
class KeyPage:
    """Some keys in order, with heads and when written; `more` says that others follow."""

    entries: list[tuple[str, ObjectHead, datetime]]
    more: bool


class BodyWriter(Protocol):
    """A body on its way to disk. Nothing is visible before `commit`; `discard` undoes all.

    `write` raises `BodyRefused` as soon as more arrives than was announced.
    """

    def write(self, chunk: bytes) -> None: ...

    def commit(self) -> str:
        """Publish the body and return its ETag; raises `BodyRefused` when it is not whole."""
        ...

    def discard(self) -> None: ...


class ServedObjectStore(ObjectStore, Protocol):
    """A store that is served by ourselves: what `api/object_store.py` needs besides."""

    bucket: str

    def authorize(self, request: StoreRequest) -> None:
        """Check signature and expiry. Raises `AccessRefused`."""
        ...

    def write_part(
        self, key: str, upload_id: str, part_number: int, request: StoreRequest
    ) -> BodyWriter:
        """Receive one part of the length that the request announces. Raises `UploadGone`."""
        ...

    def write_object(self, key: str, request: StoreRequest) -> BodyWriter:
        """Receive a whole object with the type and caching that the request names."""
        ...

    def open_file(self, key: str) -> StoredFile:
        """Raises `ObjectNotFound`."""
        ...

    def page_keys(self, prefix: str, after: str, limit: int) -> KeyPage:
        """At most `limit` keys that begin with `prefix` and sort behind `after`."""
        ...

    def delete_many(self, keys: Iterable[str]) -> None:
        """Remove several objects; no error for those that are gone already."""
        ...
