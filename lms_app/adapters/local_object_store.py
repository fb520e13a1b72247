"""The object store on a local disk, for laptops and single machines.

Speaks the part of S3 that the browser and boto3 use (`api/object_store.py` serves it), so
code above the port cannot tell the two apart. Every process of the site may open the same
folder at once.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from lms_app.adapters.disk_store.body import DiskBody
from lms_app.adapters.disk_store.files import (
    Disk,
    append_file,
    file_md5,
    leftovers,
    port_errors,
)
from lms_app.adapters.disk_store.objects import DiskObjects
from lms_app.adapters.disk_store.uploads import DiskUploads
from lms_app.adapters.s3_signing import SiteSigner, derive_credentials
from lms_app.core.config import Settings
from lms_app.ports.object_store import (
    ObjectHead,
    OpenUpload,
    Part,
    SignedRequest,
    StoredObject,
    checked_key,
)
from lms_app.ports.served_object_store import BodyWriter, KeyPage, StoredFile, StoreRequest

BUCKET = "margin"
MOUNT_PATH = "/store"


class LocalObjectStore:
    """Implements `ServedObjectStore` in the folder `objects` of the site's data.

    `durable=False` spares the disk syncs (tests). `reserve_bytes` of the disk stay free. The router
    must answer at `MOUNT_PATH`.
    """

    def __init__(
        self, config: Settings, *, durable: bool = True, reserve_bytes: int | None = None
    ) -> None:
        self.bucket = BUCKET
        self.credentials = derive_credentials(config.secret_key)
        self._base_path = f"{MOUNT_PATH}/{BUCKET}"
        self._signer = SiteSigner(config.site_url, self.credentials)
        self.root, self._durable = config.data_dir / "objects", durable
        self._reserve_bytes = reserve_bytes
        self._open()

    @port_errors
    def _open(self) -> None:
        self._disk = Disk(self.root, durable=self._durable, reserve_bytes=self._reserve_bytes)
        self._objects = DiskObjects(self._disk)
        self._uploads = DiskUploads(self._disk, self._objects)

    # -- multipart uploads

    @port_errors
    def create_multipart(self, key: str, content_type: str, cache_control: str = "") -> str:
        return self._uploads.create(key, content_type, cache_control)

    def sign_part(
        self,
        key: str,
        upload_id: str,
        part_number: int,
        content_length: int,
        expires_seconds: int,
    ) -> SignedRequest:
        url = self._signer.sign_url(
            "PUT",
            self._path(key),
            {"partNumber": str(part_number), "uploadId": upload_id},
            {"content-length": str(content_length)},
            expires_seconds,
        )
        return SignedRequest(url)

    @port_errors
    def list_parts(self, key: str, upload_id: str) -> list[Part]:
        return self._uploads.parts(key, upload_id)

    @port_errors
    def complete_multipart(self, key: str, upload_id: str, parts: Sequence[Part]) -> ObjectHead:
        return self._uploads.complete(checked_key(key), upload_id, parts)

    @port_errors
    def abort_multipart(self, key: str, upload_id: str) -> None:
        self._uploads.abort(key, upload_id)

    # -- objects

    @port_errors
    def room(self) -> int:
        return self._disk.room()

    @port_errors
    def head(self, key: str) -> ObjectHead:
        return self._objects.head(key)

    @port_errors
    def put_file(
        self, key: str, path: Path, content_type: str, cache_control: str = ""
    ) -> ObjectHead:
        checked_key(key)
        self._disk.ensure_room(path.stat().st_size)
        with self._disk.receiving() as incoming:
            with incoming.open("wb") as file:
                append_file(path, file)
                self._disk.sync(file)
            size = incoming.stat().st_size
            head = ObjectHead(size, file_md5(incoming), content_type, cache_control)
            self._objects.publish(key, incoming, head)
        return head

    @port_errors
    def put_bytes(
        self, key: str, data: bytes, content_type: str, cache_control: str = ""
    ) -> ObjectHead:
        checked_key(key)
        self._disk.ensure_room(len(data))
        etag = hashlib.md5(data, usedforsecurity=False).hexdigest()
        head = ObjectHead(len(data), etag, content_type, cache_control)
        with self._disk.receiving() as incoming:
            with incoming.open("wb") as file:
                file.write(data)
                self._disk.sync(file)
            self._objects.publish(key, incoming, head)
        return head

    @port_errors
    def get_bytes(self, key: str) -> bytes:
        return self._objects.open_file(key).path.read_bytes()

    @port_errors
    def download(self, key: str, path: Path) -> None:
        self._objects.bring(key, path)

    def sign_get(
        self,
        key: str,
        expires_seconds: int,
        *,
        content_type: str | None = None,
        content_disposition: str | None = None,
    ) -> str:
        query = {}
        if content_type is not None:
            query["response-content-type"] = content_type
        if content_disposition is not None:
            query["response-content-disposition"] = content_disposition
        return self._signer.sign_url("GET", self._path(key), query, {}, expires_seconds)

    @port_errors
    def delete(self, key: str) -> None:
        self._objects.delete(key)

    @port_errors
    def delete_prefix(self, prefix: str) -> int:
        checked_key(prefix.removesuffix("/"))
        if not prefix.endswith("/"):
            prefix += "/"
        return sum(self._objects.delete(key) for key in list(self._objects.keys(prefix)))

    @port_errors
    def list_keys(self, prefix: str) -> list[str]:
        return sorted(self._objects.keys(prefix))

    @port_errors
    def list_objects(self, prefix: str) -> list[StoredObject]:
        return list(self._objects.stored(prefix))

    @port_errors
    def list_uploads(self, prefix: str) -> list[OpenUpload]:
        return self._uploads.open_uploads(prefix)

    @port_errors
    def sweep(self, before: datetime, *, delete: bool) -> list[StoredObject]:
        places = [*self._disk.unpublished(), *self._uploads.forgotten()]
        return leftovers([*places, *self._objects.unreferenced()], self.root, before, delete=delete)

    # -- what only the router needs

    def authorize(self, request: StoreRequest) -> None:
        self._signer.check(request)

    @port_errors
    def write_part(
        self, key: str, upload_id: str, part_number: int, request: StoreRequest
    ) -> BodyWriter:
        self._uploads.require(key, upload_id, part_number)

        def publish(path: Path, _size: int, etag: str) -> None:
            self._uploads.publish_part(key, upload_id, part_number, path, etag)

        return DiskBody(self._disk, request.headers, publish)

    @port_errors
    def write_object(self, key: str, request: StoreRequest) -> BodyWriter:
        checked_key(key)
        content_type = request.headers.get("content-type", "application/octet-stream")
        cache_control = request.headers.get("cache-control", "")

        def publish(path: Path, size: int, etag: str) -> None:
            head = ObjectHead(size, etag, content_type, cache_control)
            self._objects.publish(key, path, head)

        return DiskBody(self._disk, request.headers, publish)

    @port_errors
    def open_file(self, key: str) -> StoredFile:
        return self._objects.open_file(key)

    @port_errors
    def page_keys(self, prefix: str, after: str, limit: int) -> KeyPage:
        return self._objects.page(prefix, after, limit)

    @port_errors
    def delete_many(self, keys: Iterable[str]) -> None:
        for key in keys:
            self._objects.delete(key)

    def _path(self, key: str) -> str:
        return f"{self._base_path}/{checked_key(key)}"
