"""What everything on disk shares: striped locks, durable renames, error mapping."""

from __future__ import annotations

import errno
import fcntl
import functools
import hashlib
import os
import secrets
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, ParamSpec, TypeVar

from lms_app.adapters.free_room import measure, reserve_of
from lms_app.core.errors import unavailable
from lms_app.ports.object_store import ObjectStoreError, StoredObject

P = ParamSpec("P")
R = TypeVar("R")

_STRIPES = 64
_COPY_BYTES = 8 * 1024 * 1024


def port_errors(function: Callable[P, R]) -> Callable[P, R]:
    """Let the port's own refusals through and turn trouble of the disk into PortUnavailable."""

    @functools.wraps(function)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except ObjectStoreError:
            raise
        except OSError as error:
            raise unavailable("object_store", error) from error

    return guarded


class Disk:
    """The folder of the store. `durable` makes every publication survive a power cut.

    `reserve_bytes` of the disk are left free; `free_room.RESERVE_BYTES` unless told.
    """

    def __init__(self, root: Path, *, durable: bool, reserve_bytes: int | None = None) -> None:
        self.root = root
        self.durable = durable
        self._reserve_bytes = reserve_bytes
        for name in ("blobs", "index", "uploads", "incoming", "locks"):
            (root / name).mkdir(parents=True, exist_ok=True, mode=0o700)

    def room(self) -> int:
        """Bytes that may still be written; none once the reserve is touched."""
        free, total = measure(self.root)
        reserve = self._reserve_bytes
        return max(0, free - (reserve_of(total) if reserve is None else reserve))

    def ensure_room(self, size: int) -> None:
        """Raise what a full disk raises unless `size` more bytes leave the reserve alone."""
        if size > self.room():
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def incoming(self) -> Path:
        """A new name for a file that nobody else can see yet."""
        return self.root / "incoming" / secrets.token_hex(16)

    def unpublished(self) -> list[Path]:
        """Files on their way in: those being received, and those whose process was killed."""
        return list((self.root / "incoming").iterdir())

    @contextmanager
    def receiving(self) -> Iterator[Path]:
        """An incoming name whose file is gone afterwards, unless it was published."""
        path = self.incoming()
        try:
            yield path
        finally:
            path.unlink(missing_ok=True)

    @contextmanager
    def lock(self, kind: str, name: str) -> Iterator[None]:
        """Hold the lock of `name` against every thread and process of this machine.

        Names of one kind share 64 locks, so never take a second of the same kind inside.
        The order is always upload (a lock file each, in its folder), then key.
        """
        stripe = hashlib.sha256(name.encode()).digest()[0] % _STRIPES
        with self.lock_file(self.root / "locks" / f"{kind}-{stripe:02d}"):
            yield

    @contextmanager
    def lock_file(self, path: Path, *, waits: bool = True) -> Iterator[None]:
        """Hold a lock of its own, in a folder that exists.

        Raises `BlockingIOError` when it is held and `waits` is false.
        """
        with path.open("wb") as file:
            fcntl.flock(file, fcntl.LOCK_EX if waits else fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield

    def sync(self, file: BinaryIO) -> None:
        """Bring what was written to the platter, when durability is asked for."""
        file.flush()
        if self.durable:
            os.fsync(file.fileno())

    def publish(self, source: Path, target: Path) -> None:
        """Give a synced file its final name at once, making folders as needed."""
        while True:
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            try:
                source.replace(target)
                break
            except FileNotFoundError:
                if not source.exists():
                    raise  # else: an emptied folder was pruned between the two calls
        if self.durable:
            self._sync_folder(target.parent)

    def write_small(self, target: Path, data: bytes) -> None:
        """Replace a small file at once and whole."""
        with self.receiving() as temporary:
            with temporary.open("wb") as file:
                file.write(data)
                self.sync(file)
            self.publish(temporary, target)

    def prune(self, folder: Path, stop: Path) -> None:
        """Remove `folder` and its parents below `stop` as far as they are empty."""
        while folder != stop and stop in folder.parents:
            try:
                folder.rmdir()
            except OSError:
                return
            folder = folder.parent

    @staticmethod
    def _sync_folder(folder: Path) -> None:
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def append_file(source: Path, target: BinaryIO) -> None:
    """Append `source` to an open file, inside the kernel where the system can."""
    with source.open("rb") as file:
        remaining = os.fstat(file.fileno()).st_size
        target.flush()
        if hasattr(os, "copy_file_range"):
            try:
                while remaining:
                    copied = os.copy_file_range(file.fileno(), target.fileno(), remaining)
                    if copied == 0:
                        break
                    remaining -= copied
            except OSError:
                pass  # not between these file systems: go on where the kernel stopped
        target.seek(0, os.SEEK_END)
        shutil.copyfileobj(file, target, _COPY_BYTES)


def leftovers(
    places: Sequence[Path], root: Path, before: datetime, *, delete: bool
) -> list[StoredObject]:
    """Those of `places` (files or folders) that nobody has written to since `before`."""
    found = []
    for place in places:
        files = [p for p in place.rglob("*") if p.is_file()] if place.is_dir() else [place]
        try:
            written = max(p.stat().st_mtime for p in [place, *files])
            size = sum(p.stat().st_size for p in files)
        except FileNotFoundError:
            continue  # published or removed while we were looking
        at = datetime.fromtimestamp(written, UTC)
        if at >= before:
            continue
        found.append(StoredObject(place.relative_to(root).as_posix(), size, at))
        if delete:
            if place.is_dir():
                shutil.rmtree(place, ignore_errors=True)
            else:
                place.unlink(missing_ok=True)
    return found


def file_md5(path: Path) -> str:
    """MD5 of a file, S3's ETag of an object put whole."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()
