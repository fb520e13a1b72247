"""The object store on any S3-protocol server, through boto3."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import boto3
from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from lms_app.core.config import S3Settings
from lms_app.core.errors import PortUnavailable
from lms_app.ports.object_store import (
    InvalidKey,
    ObjectHead,
    ObjectNotFound,
    ObjectStoreError,
    Part,
    PartMissing,
    PartTooSmall,
    SignedRequest,
    UploadGone,
    checked_key,
)

P = ParamSpec("P")
R = TypeVar("R")

_REFUSALS: dict[str, Callable[[], ObjectStoreError]] = {
    "NoSuchKey": ObjectNotFound,
    "404": ObjectNotFound,  # a HEAD has no body to name its error
    "NoSuchUpload": UploadGone,
    "InvalidPart": PartMissing,
    "InvalidPartOrder": PartMissing,
    "MalformedXML": PartMissing,  # what a completion without parts is to S3
    "EntityTooSmall": PartTooSmall,
    "KeyTooLongError": InvalidKey,
}


def _port_errors(function: Callable[P, R]) -> Callable[P, R]:
    """Turn what boto3 raises into the port's errors; no address or body gets out."""

    @functools.wraps(function)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except ClientError as error:
            code = str(error.response.get("Error", {}).get("Code", ""))
            if code in _REFUSALS:
                raise _REFUSALS[code]() from error  # noqa: RSE102
            raise PortUnavailable("object_store", code) from error
        except (BotoCoreError, Boto3Error, OSError) as error:
            raise PortUnavailable("object_store", type(error).__name__) from error

    return guarded


class S3ObjectStore:
    """Implements `ObjectStore`.

    `endpoint_url` is what this process reaches, `public_endpoint_url` what browsers reach;
    both None for Amazon itself. A custom endpoint is spoken to with the bucket in the path.
    The bucket must allow PUT, GET and the ETag header to the site's origin (CORS).
    """

    def __init__(self, config: S3Settings) -> None:
        self.bucket = config.bucket
        session = boto3.session.Session(
            aws_access_key_id=config.access_key_id,
            aws_secret_access_key=config.secret_access_key,
            region_name=config.region,
        )

        def client(endpoint: str | None) -> Any:
            return session.client("s3", endpoint_url=endpoint, config=_config(endpoint))

        self._client = client(config.endpoint_url)
        self._public = (
            client(config.public_endpoint_url)
            if config.public_endpoint_url not in (None, config.endpoint_url)
            else self._client
        )
        self._transfer = TransferConfig(max_concurrency=4)

    # -- multipart uploads

    @_port_errors
    def create_multipart(self, key: str, content_type: str, cache_control: str = "") -> str:
        answer = self._client.create_multipart_upload(
            Bucket=self.bucket, Key=checked_key(key), **_metadata(content_type, cache_control)
        )
        return str(answer["UploadId"])

    @_port_errors
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

    @_port_errors
    def list_parts(self, key: str, upload_id: str) -> list[Part]:
        pages = self._client.get_paginator("list_parts").paginate(
            Bucket=self.bucket, Key=key, UploadId=upload_id
        )
        return [
            Part(int(part["PartNumber"]), _bare(part["ETag"]), int(part["Size"]))
            for page in pages
            for part in page.get("Parts", [])
        ]

    @_port_errors
    def complete_multipart(self, key: str, upload_id: str, parts: Sequence[Part]) -> ObjectHead:
        named = [{"PartNumber": part.number, "ETag": f'"{_bare(part.etag)}"'} for part in parts]
        if not named:
            raise PartMissing
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

    @_port_errors
    def abort_multipart(self, key: str, upload_id: str) -> None:
        try:
            self._client.abort_multipart_upload(Bucket=self.bucket, Key=key, UploadId=upload_id)
        except ClientError as error:
            if error.response.get("Error", {}).get("Code") != "NoSuchUpload":
                raise

    # -- objects

    @_port_errors
    def head(self, key: str) -> ObjectHead:
        answer = self._client.head_object(Bucket=self.bucket, Key=checked_key(key))
        return ObjectHead(
            size=int(answer["ContentLength"]),
            etag=_bare(answer["ETag"]),
            content_type=answer.get("ContentType", "application/octet-stream"),
            cache_control=answer.get("CacheControl", ""),
        )

    @_port_errors
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

    @_port_errors
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

    @_port_errors
    def get_bytes(self, key: str) -> bytes:
        answer = self._client.get_object(Bucket=self.bucket, Key=checked_key(key))
        return bytes(answer["Body"].read())

    @_port_errors
    def download(self, key: str, path: Path) -> None:
        self._client.download_file(self.bucket, checked_key(key), str(path), Config=self._transfer)

    @_port_errors
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

    @_port_errors
    def delete(self, key: str) -> None:
        self._client.delete_object(Bucket=self.bucket, Key=checked_key(key))

    @_port_errors
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

    @_port_errors
    def list_keys(self, prefix: str) -> list[str]:
        return sorted(key for keys in self._pages(prefix) for key in keys)

    def _pages(self, prefix: str) -> Iterator[list[str]]:
        paginator = self._client.get_paginator("list_objects_v2")
        for page in paginator.paginate(Bucket=self.bucket, Prefix=prefix):
            if keys := [entry["Key"] for entry in page.get("Contents", [])]:
                yield keys


def _config(endpoint_url: str | None) -> Config:
    return Config(
        signature_version="s3v4",
        connect_timeout=5,
        read_timeout=60,
        retries={"mode": "standard", "total_max_attempts": 4},
        max_pool_connections=16,
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        s3={"addressing_style": "path" if endpoint_url else "auto"},
    )


def _metadata(content_type: str, cache_control: str) -> dict[str, str]:
    metadata = {"ContentType": content_type}
    if cache_control:
        metadata["CacheControl"] = cache_control
    return metadata


def _bare(etag: str) -> str:
    return etag.strip('"')
