"""The object store on any S3-protocol server, through boto3."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from boto3.s3.transfer import TransferConfig
from botocore.exceptions import ClientError

from lms_app.adapters.free_room import ensure_source_fits, in_words
from lms_app.adapters.s3_connection import PATIENT, Patience, open_client, port_errors
from lms_app.core.config import S3Settings
from lms_app.core.errors import DiskFull, PortUnavailable, unavailable
from lms_app.ports.object_store import (
    MIN_PART_BYTES,
    ObjectHead,
    ObjectNotFound,
    OpenUpload,
    Part,
    PartMissing,
    PartTooSmall,
    SignedRequest,
    StoredObject,
    UploadGone,
    checked_key,
)


class S3ObjectStore:
    """Implements `ObjectStore`.

    `endpoint_url` is what this process reaches, `public_endpoint_url` what browsers reach;
    both None for Amazon itself. A custom endpoint is spoken to with the bucket in the path.
    The bucket must allow PUT, GET and the ETag header to the site's origin (CORS).
    """

    def __init__(self, config: S3Settings, patience: Patience = PATIENT) -> None:
        self.bucket = config.bucket
        self._client = open_client(config, config.endpoint_url, patience)
        self._public = (
            open_client(config, config.public_endpoint_url, patience)
            if config.public_endpoint_url not in (None, config.endpoint_url)
            else self._client
        )
        self._transfer = TransferConfig(max_concurrency=4)

    # -- multipart uploads

    @port_errors
    def create_multipart(self, key: str, content_type: str, cache_control: str = "") -> str:
        answer = self._client.create_multipart_upload(
            Bucket=self.bucket, Key=checked_key(key), **_metadata(content_type, cache_control)
        )
        return str(answer["UploadId"])

    @port_errors
    def sign_part(
        self,
        key: str,
        upload_id: str,
        part_number: int,
        content_length: int,
        expires_seconds: int,
    ) -> SignedRequest:
        url = self._public.generate_presigned_url(
            "upload_part",
            Params={
                "Bucket": self.bucket,
                "Key": checked_key(key),
                "UploadId": upload_id,
                "PartNumber": part_number,
                "ContentLength": content_length,
            },
            ExpiresIn=expires_seconds,
        )
        return SignedRequest(url)

    @port_errors
    def list_parts(self, key: str, upload_id: str) -> list[Part]:
        pages = self._client.get_paginator("list_parts").paginate(
            Bucket=self.bucket, Key=key, UploadId=upload_id
        )
        return [
            Part(int(part["PartNumber"]), _bare(part["ETag"]), int(part["Size"]))
            for page in pages
            for part in page.get("Parts", [])
        ]

    @port_errors
    def complete_multipart(self, key: str, upload_id: str, parts: Sequence[Part]) -> ObjectHead:
        _check_parts(parts)
        named = [{"PartNumber": part.number, "ETag": f'"{_bare(part.etag)}"'} for part in parts]
        try:
            self._client.complete_multipart_upload(
                Bucket=self.bucket, Key=key, UploadId=upload_id, MultipartUpload={"Parts": named}
            )
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") != "NoSuchUpload":
                raise
            return self._completed_before(key, parts)
        return self.head(key)

    def _completed_before(self, key: str, parts: Sequence[Part]) -> ObjectHead:
        """The object, when an earlier completion made it and only its answer was lost."""
        try:
            head = self.head(key)
        except ObjectNotFound as error:
            raise UploadGone(key) from error
        same_count = head.etag.endswith(f"-{len(parts)}")
        if not same_count or head.size != sum(part.size for part in parts):
            raise UploadGone(key)
        return head

    @port_errors
    def abort_multipart(self, key: str, upload_id: str) -> None:
        try:
            self._client.abort_multipart_upload(Bucket=self.bucket, Key=key, UploadId=upload_id)
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") != "NoSuchUpload":
                raise

    def room(self) -> None:
        """See the port: a bucket has no end that could be asked for."""

    # -- objects

    @port_errors
    def head(self, key: str) -> ObjectHead:
        answer = self._client.head_object(Bucket=self.bucket, Key=checked_key(key))
        return ObjectHead(
            size=int(answer["ContentLength"]),
            etag=_bare(answer["ETag"]),
            content_type=answer.get("ContentType", "application/octet-stream"),
            cache_control=answer.get("CacheControl", ""),
        )

    @port_errors
    def put_file(
        self, key: str, path: Path, content_type: str, cache_control: str = ""
    ) -> ObjectHead:
        self._client.upload_file(
            str(path),
            self.bucket,
            checked_key(key),
            ExtraArgs=_metadata(content_type, cache_control),
            Config=self._transfer,
        )
        return self.head(key)

    @port_errors
    def put_bytes(
        self, key: str, data: bytes, content_type: str, cache_control: str = ""
    ) -> ObjectHead:
        answer = self._client.put_object(
            Bucket=self.bucket,
            Key=checked_key(key),
            Body=data,
            **_metadata(content_type, cache_control),
        )
        return ObjectHead(len(data), _bare(answer["ETag"]), content_type, cache_control)

    @port_errors
    def get_bytes(self, key: str) -> bytes:
        answer = self._client.get_object(Bucket=self.bucket, Key=checked_key(key))
        return bytes(answer["Body"].read())

    @port_errors
    def download(self, key: str, path: Path) -> None:
        size = self.head(key).size
        ensure_source_fits(path.parent, size)  # before a byte is here
        try:
            self._client.download_file(self.bucket, key, str(path), Config=self._transfer)
        except OSError as error:
            if isinstance(unavailable("disk", error), DiskFull):  # others have been writing, too
                raise DiskFull("disk", in_words(path.parent, size)) from error
            raise

    @port_errors
    def sign_get(
        self,
        key: str,
        expires_seconds: int,
        *,
        content_type: str | None = None,
        content_disposition: str | None = None,
    ) -> str:
        params = {"Bucket": self.bucket, "Key": checked_key(key)}
        if content_type is not None:
            params["ResponseContentType"] = content_type
        if content_disposition is not None:
            params["ResponseContentDisposition"] = content_disposition
        return str(
            self._public.generate_presigned_url(
                "get_object", Params=params, ExpiresIn=expires_seconds
            )
        )

    @port_errors
    def delete(self, key: str) -> None:
        self._client.delete_object(Bucket=self.bucket, Key=checked_key(key))

    @port_errors
    def delete_prefix(self, prefix: str) -> int:
        checked_key(prefix.removesuffix("/"))
        removed = 0
        for keys in self._pages(prefix.removesuffix("/") + "/"):
            answer = self._client.delete_objects(
                Bucket=self.bucket,
                Delete={"Objects": [{"Key": key} for key in keys], "Quiet": True},
            )
            if answer.get("Errors"):
                raise PortUnavailable("object_store", answer["Errors"][0].get("Code", ""))
            removed += len(keys)
        return removed

    @port_errors
    def list_keys(self, prefix: str) -> list[str]:
        return sorted(key for keys in self._pages(prefix) for key in keys)

    @port_errors
    def list_objects(self, prefix: str) -> list[StoredObject]:
        return [
            StoredObject(entry["Key"], int(entry["Size"]), entry["LastModified"])
            for page in self._listed("list_objects_v2", prefix)
            for entry in page.get("Contents", [])
        ]

    @port_errors
    def list_uploads(self, prefix: str) -> list[OpenUpload]:
        found = [
            OpenUpload(entry["Key"], entry["UploadId"], entry["Initiated"])
            for page in self._listed("list_multipart_uploads", prefix)
            for entry in page.get("Uploads", [])
        ]
        return sorted(found, key=lambda upload: upload.key)

    def sweep(self, before: datetime, *, delete: bool) -> list[StoredObject]:
        del before, delete  # the server keeps its own house
        return []

    @port_errors
    def allow_origin(self, site_origin: str) -> None:
        """Let pages of `site_origin` send parts to the bucket and read from it (CORS)."""
        rule = {
            "AllowedOrigins": [site_origin],
            "AllowedMethods": ["GET", "HEAD", "PUT"],
            "AllowedHeaders": ["*"],
            "ExposeHeaders": ["ETag"],
            "MaxAgeSeconds": 3600,
        }
        self._client.put_bucket_cors(Bucket=self.bucket, CORSConfiguration={"CORSRules": [rule]})

    def _pages(self, prefix: str) -> Iterator[list[str]]:
        for page in self._listed("list_objects_v2", prefix):
            if keys := [entry["Key"] for entry in page.get("Contents", [])]:
                yield keys

    def _listed(self, operation: str, prefix: str) -> Iterator[dict[str, Any]]:
        paginator = self._client.get_paginator(operation)
        yield from paginator.paginate(Bucket=self.bucket, Prefix=prefix)


def _check_parts(parts: Sequence[Part]) -> None:
    """Amazon refuses these; other servers sort what is out of order and join what is too small."""
    if not parts:
        raise PartMissing
    for part, following in pairwise(parts):
        if part.number >= following.number:
            raise PartMissing(following.number)
        if part.size < MIN_PART_BYTES:
            raise PartTooSmall(part.number)


def _metadata(content_type: str, cache_control: str) -> dict[str, str]:
    metadata = {"ContentType": content_type}
    if cache_control:
        metadata["CacheControl"] = cache_control
    return metadata


def _bare(etag: str) -> str:
    return etag.strip('"')
