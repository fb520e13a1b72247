"""One request to the disk store: what it asks for, and its body in blocks."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator

from fastapi import Request

from lms_app.ports.served_object_store import BodyRefused, ServedObjectStore, StoreRequest

MAX_XML_BYTES = 2 * 1024 * 1024
_BLOCK_BYTES = 1024 * 1024
_IGNORED_QUERY = {"x-id", "max-parts", "max-keys", "max-uploads", "encoding-type"}


class StoreCall:
    """One authorized request for one bucket and, mostly, key."""

    def __init__(self, store: ServedObjectStore, request: Request, key: str) -> None:
        self.store, self.request, self.key = store, request, key
        self.query = request.query_params
        self.stored = StoreRequest(
            method=request.method,
            path=request.scope["path"],
            query=request.scope["query_string"].decode("latin-1"),
            headers=dict(request.headers),
        )

    @property
    def operation(self) -> tuple[str, frozenset[str]]:
        """Method and the query's names: together they name an S3 operation."""
        names = {
            name
            for name in self.query
            if not name.startswith(("X-Amz-", "response-")) and name not in _IGNORED_QUERY
        }
        return self.request.method, frozenset(names)

    @property
    def upload_id(self) -> str:
        return self.query["uploadId"]

    async def text_body(self) -> bytes:
        """The whole body of a small request, checked against its signed hash."""
        body = b""
        async for chunk in self.request.stream():
            body += chunk
            if len(body) > MAX_XML_BYTES:
                raise BodyRefused("EntityTooLarge")
        expected = self.stored.headers.get("x-amz-content-sha256", "UNSIGNED-PAYLOAD")
        if expected not in ("UNSIGNED-PAYLOAD", hashlib.sha256(body).hexdigest()):
            raise BodyRefused("XAmzContentSHA256Mismatch")
        return body

    async def blocks(self) -> AsyncIterator[bytes]:
        """The body in pieces large enough to be worth a trip to a thread."""
        pending, size = [], 0
        async for chunk in self.request.stream():
            pending.append(chunk)
            size += len(chunk)
            if size >= _BLOCK_BYTES:
                yield b"".join(pending)
                pending, size = [], 0
        if size:
            yield b"".join(pending)
