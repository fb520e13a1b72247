"""Objects on disk: bytes in `blobs/` under names never used twice, heads in `index/`.

The rename of the head is the moment an object appears, changes or is replaced, so readers
see one whole version with its own type, and a reader of the old version keeps its file.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from lms_app.adapters.disk_store.files import Disk
from lms_app.adapters.free_room import ensure_source_fits
from lms_app.ports.object_store import ObjectHead, ObjectNotFound, StoredObject, checked_key
from lms_app.ports.served_object_store import KeyPage, StoredFile

_SUFFIX = "@head.json"  # "@" cannot occur in a key, so a head never meets a folder


class DiskObjects:
    """All paths stay below the store: keys are checked before they become names."""

    def __init__(self, disk: Disk) -> None:
        self._disk = disk
        self._index = disk.root / "index"
        self._blobs = disk.root / "blobs"

    def publish(self, key: str, incoming: Path, head: ObjectHead, upload_id: str = "") -> None:
        """Make a finished and synced file the object `key`, dropping what was there."""
        name = secrets.token_hex(16)
        blob = self._blobs / name[:2] / name
        entry = {
            "blob": name,
            "size": head.size,
            "etag": head.etag,
            "content_type": head.content_type,
            "cache_control": head.cache_control,
            "upload_id": upload_id,
        }
        target = self._head_path(key)
        self._disk.publish(incoming, blob)
        try:
            with self._disk.lock("key", key):
                before = self._entry(key)
                self._disk.write_small(target, json.dumps(entry).encode())
        except BaseException:
            blob.unlink(missing_ok=True)
            raise
        self._unlink_blob(before)

    def head(self, key: str) -> ObjectHead:
        """Raises `ObjectNotFound`."""
        return _head_of(self._existing(key))

    def upload_of(self, key: str) -> str:
        """The id of the multipart upload that made the object; empty for any other."""
        entry = self._entry(key)
        return str(entry["upload_id"]) if entry else ""

    def open_file(self, key: str) -> StoredFile:
        """Raises `ObjectNotFound`."""
        entry = self._existing(key)
        path = self._blob_path(entry)
        try:
            modified = path.stat().st_mtime
        except FileNotFoundError:  # replaced since the head was read
            entry = self._existing(key)
            path = self._blob_path(entry)
            modified = path.stat().st_mtime
        return StoredFile(path, _head_of(entry), datetime.fromtimestamp(modified, UTC))

    def bring(self, key: str, path: Path) -> None:
        """Let `path` hold the object: another name for the same bytes, or a copy."""
        source = self.open_file(key).path
        path.unlink(missing_ok=True)
        try:
            os.link(source, path)
        except OSError:  # another file system, or one without links
            ensure_source_fits(path.parent, source.stat().st_size)
            shutil.copyfile(source, path)

    def delete(self, key: str) -> bool:
        """Remove the object; False when there was none."""
        target = self._head_path(key)
        with self._disk.lock("key", key):
            before = self._entry(key)
            target.unlink(missing_ok=True)
        self._disk.prune(target.parent, self._index)
        self._unlink_blob(before)
        return before is not None

    def keys(self, prefix: str) -> Iterator[str]:
        """Every key that begins with `prefix`, in no order."""
        folder_part, _, rest = prefix.rpartition("/")
        if folder_part:
            checked_key(folder_part)
        if rest:
            checked_key(rest)
        start = self._index / folder_part
        for folder, _, names in os.walk(start):
            relative = Path(folder).relative_to(self._index).as_posix()
            for name in names:
                key = name.removesuffix(_SUFFIX)
                if relative != ".":
                    key = f"{relative}/{key}"
                if key.startswith(prefix):
                    yield key

    def stored(self, prefix: str) -> Iterator[StoredObject]:
        """Every object below a prefix; one that goes away meanwhile is left out."""
        for key in self.keys(prefix):
            with contextlib.suppress(ObjectNotFound, FileNotFoundError):
                file = self.open_file(key)
                yield StoredObject(key, file.head.size, file.modified_at)

    def unreferenced(self) -> Iterator[Path]:
        """Blobs that no head names: what a crash leaves between the two renames."""
        named = {str(entry["blob"]) for key in self.keys("") if (entry := self._entry(key))}
        for folder, _, names in os.walk(self._blobs):
            yield from (Path(folder, name) for name in names if name not in named)

    def page(self, prefix: str, after: str, limit: int) -> KeyPage:
        """At most `limit` keys behind `after`, in order."""
        names = sorted(key for key in self.keys(prefix) if key > after)
        entries = []
        for key in names[:limit]:
            with contextlib.suppress(ObjectNotFound):
                file = self.open_file(key)
                entries.append((key, file.head, file.modified_at))
        return KeyPage(entries, more=len(names) > limit)

    def _head_path(self, key: str) -> Path:
        return self._index / (checked_key(key) + _SUFFIX)

    def _entry(self, key: str) -> dict[str, object] | None:
        try:
            entry: dict[str, object] = json.loads(self._head_path(key).read_bytes())
        except (FileNotFoundError, NotADirectoryError):
            return None
        return entry

    def _existing(self, key: str) -> dict[str, object]:
        entry = self._entry(key)
        if entry is None:
            raise ObjectNotFound(key)
        return entry

    def _blob_path(self, entry: dict[str, object]) -> Path:
        name = str(entry["blob"])
        return self._blobs / name[:2] / name

    def _unlink_blob(self, entry: dict[str, object] | None) -> None:
        if entry is not None:
            self._blob_path(entry).unlink(missing_ok=True)


def _head_of(entry: dict[str, object]) -> ObjectHead:
    return ObjectHead(
        size=int(str(entry["size"])),
        etag=str(entry["etag"]),
        content_type=str(entry["content_type"]),
        cache_control=str(entry["cache_control"]),
    )
