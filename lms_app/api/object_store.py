"""The disk store over HTTP, in the part of the S3 protocol that browsers and boto3 use.

Every request must carry an AWS V4 signature, in its query (what the site hands to
browsers) or its headers (a boto3 client). Bodies stream to disk within their announced
length; files stream out by range. Mounted at `/store` when no S3 server is configured.
"""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable, Callable
from email.utils import format_datetime

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect
from starlette.responses import FileResponse

from lms_app.api import object_store_xml as xml
from lms_app.api.object_store_call import StoreCall
from lms_app.core.errors import PortUnavailable
from lms_app.ports.object_store import (
    InvalidKey,
    ObjectNotFound,
    ObjectStoreError,
    PartMissing,
    PartTooSmall,
    UploadGone,
)
from lms_app.ports.served_object_store import (
    AccessRefused,
    BodyRefused,
    BodyWriter,
    ServedObjectStore,
    StoredFile,
)

_STATUS = {
    "NoSuchBucket": 404,
    "NoSuchKey": 404,
    "NoSuchUpload": 404,
    "MissingContentLength": 411,
    "NotImplemented": 501,
    "ServiceUnavailable": 503,
}
# What the store holds was uploaded by people: it must never act as a page of this site.
_SAFE_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Access-Control-Expose-Headers": "ETag",
}
_METHODS = ["GET", "HEAD", "PUT", "POST", "DELETE"]

Handler = Callable[[StoreCall], Awaitable[Response]]


class _File(FileResponse):
    chunk_size = 256 * 1024


def build_object_store_router(store: ServedObjectStore) -> APIRouter:
    """The routes of `store`: `/<bucket>` and `/<bucket>/<key>` below the mount point."""
    router = APIRouter(include_in_schema=False)

    async def on_bucket(request: Request, bucket: str) -> Response:
        return await _answer(StoreCall(store, request, ""), bucket, _BUCKET_OPERATIONS)

    async def on_object(request: Request, bucket: str, key: str) -> Response:
        return await _answer(StoreCall(store, request, key), bucket, _OBJECT_OPERATIONS)

    router.add_api_route("/{bucket}", on_bucket, methods=_METHODS)
    router.add_api_route("/{bucket}/{key:path}", on_object, methods=_METHODS)
    return router


async def _answer(
    call: StoreCall, bucket: str, operations: dict[tuple[str, frozenset[str]], Handler]
) -> Response:
    try:
        call.store.authorize(call.stored)
        if bucket != call.store.bucket:
            return _error("NoSuchBucket")
        handler = operations.get(call.operation)
        if handler is None or "x-amz-copy-source" in call.stored.headers:
            return _error("NotImplemented")  # never mistaken for a plain PUT
        response = await handler(call)
    except AccessRefused as error:
        return _error(error.code, 403)
    except ClientDisconnect:
        return _error("IncompleteBody")
    except (ObjectStoreError, PortUnavailable) as error:
        return _error(_code(error))
    response.headers.update(_SAFE_HEADERS)
    return response


def _code(error: Exception) -> str:
    match error:
        case BodyRefused():
            return error.code
        case ObjectNotFound():
            return "NoSuchKey"
        case UploadGone():
            return "NoSuchUpload"
        case PartTooSmall():
            return "EntityTooSmall"
        case PartMissing():
            return "InvalidPart"
        case InvalidKey():
            return "InvalidArgument"
        case _:
            return "ServiceUnavailable"


def _error(code: str, status: int | None = None) -> Response:
    status = status or _STATUS.get(code, 400)
    headers = {**_SAFE_HEADERS, "Cache-Control": "no-store"}
    return Response(xml.error_xml(code), status, headers, "application/xml")


def _xml(body: bytes) -> Response:
    return Response(body, 200, {"Cache-Control": "no-store"}, "application/xml")


# -- bodies on their way in


async def _receive(call: StoreCall, writer: BodyWriter) -> Response:
    """Stream the body into `writer` in blocks, off the event loop."""
    try:
        async for block in call.blocks():
            await run_in_threadpool(writer.write, block)
        etag = await run_in_threadpool(writer.commit)
    except BaseException:
        writer.discard()
        raise
    return Response(status_code=200, headers={"ETag": f'"{etag}"'})


async def _put_part(call: StoreCall) -> Response:
    raw = call.query["partNumber"]
    number = int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 6 else 0
    writer = await run_in_threadpool(
        call.store.write_part, call.key, call.upload_id, number, call.stored
    )
    return await _receive(call, writer)


async def _put_object(call: StoreCall) -> Response:
    writer = await run_in_threadpool(call.store.write_object, call.key, call.stored)
    return await _receive(call, writer)


# -- files on their way out


async def _get_object(call: StoreCall) -> Response:
    stored = await run_in_threadpool(call.store.open_file, call.key)
    headers = _file_headers(call, stored)
    if _is_unchanged(call.stored.headers.get("if-none-match", ""), stored.head.etag):
        return Response(status_code=304, headers=headers)
    stat = await run_in_threadpool(stored.path.stat)
    return _File(stored.path, headers=headers, media_type=headers["content-type"], stat_result=stat)


def _file_headers(call: StoreCall, stored: StoredFile) -> dict[str, str]:
    head = stored.head
    headers = {
        "content-type": call.query.get("response-content-type") or head.content_type,
        "etag": f'"{head.etag}"',
        "last-modified": format_datetime(stored.modified_at, usegmt=True),
        "accept-ranges": "bytes",
    }
    if head.cache_control:
        headers["cache-control"] = head.cache_control
    with contextlib.suppress(KeyError):
        headers["content-disposition"] = call.query["response-content-disposition"]
    return headers


def _is_unchanged(if_none_match: str, etag: str) -> bool:
    known = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
    return f'"{etag}"' in known or "*" in known


# -- the rest


async def _create_upload(call: StoreCall) -> Response:
    upload_id = await run_in_threadpool(
        call.store.create_multipart,
        call.key,
        call.stored.headers.get("content-type", "application/octet-stream"),
        call.stored.headers.get("cache-control", ""),
    )
    return _xml(xml.upload_created_xml(call.store.bucket, call.key, upload_id))


async def _complete_upload(call: StoreCall) -> Response:
    parts = xml.read_parts(await call.text_body())
    head = await run_in_threadpool(call.store.complete_multipart, call.key, call.upload_id, parts)
    return _xml(xml.upload_completed_xml(call.store.bucket, call.key, head.etag))


async def _list_parts(call: StoreCall) -> Response:
    parts = await run_in_threadpool(call.store.list_parts, call.key, call.upload_id)
    return _xml(xml.parts_xml(call.store.bucket, call.key, call.upload_id, parts))


async def _abort_upload(call: StoreCall) -> Response:
    await run_in_threadpool(call.store.abort_multipart, call.key, call.upload_id)
    return Response(status_code=204)


async def _delete_object(call: StoreCall) -> Response:
    await run_in_threadpool(call.store.delete, call.key)
    return Response(status_code=204)


async def _head_bucket(_call: StoreCall) -> Response:
    return Response(status_code=200)


async def _list_keys(call: StoreCall) -> Response:
    prefix = call.query.get("prefix", "")
    after = call.query.get("continuation-token") or call.query.get("start-after", "")
    raw = call.query.get("max-keys", "1000")
    limit = min(int(raw), 1000) if raw.isascii() and raw.isdigit() and len(raw) < 6 else 1000
    page = await run_in_threadpool(call.store.page_keys, prefix, after, limit)
    return _xml(xml.keys_xml(call.store.bucket, prefix, page))


async def _list_uploads(call: StoreCall) -> Response:
    prefix = call.query.get("prefix", "")
    uploads = await run_in_threadpool(call.store.list_uploads, prefix)
    return _xml(xml.uploads_xml(call.store.bucket, uploads))


async def _delete_keys(call: StoreCall) -> Response:
    keys = xml.read_keys_to_delete(await call.text_body())
    await run_in_threadpool(call.store.delete_many, keys)
    return _xml(xml.deleted_xml())


def _operation(method: str, *names: str) -> tuple[str, frozenset[str]]:
    return method, frozenset(names)


_OBJECT_OPERATIONS: dict[tuple[str, frozenset[str]], Handler] = {
    _operation("GET"): _get_object,
    _operation("HEAD"): _get_object,
    _operation("PUT"): _put_object,
    _operation("DELETE"): _delete_object,
    _operation("PUT", "partNumber", "uploadId"): _put_part,
    _operation("POST", "uploads"): _create_upload,
    _operation("POST", "uploadId"): _complete_upload,
    _operation("GET", "uploadId"): _list_parts,
    _operation("DELETE", "uploadId"): _abort_upload,
}
_BUCKET_OPERATIONS: dict[tuple[str, frozenset[str]], Handler] = {
    _operation("HEAD"): _head_bucket,
    _operation("POST", "delete"): _delete_keys,
    _operation("GET", "uploads"): _list_uploads,
    _operation("GET", "uploads", "prefix"): _list_uploads,
    **{
        _operation("GET", "list-type", *names): _list_keys
        for names in (
            ("prefix",),
            (),
            ("prefix", "continuation-token"),
            ("continuation-token",),
            ("prefix", "start-after"),
        )
    },
}
