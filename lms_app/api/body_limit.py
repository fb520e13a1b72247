"""How much a request to the API may send. What is larger goes to the object store, signed.

The frameworks above read a whole form or JSON document before any rule of ours is asked, into
memory or into a temporary file; a proxy in front cannot be presumed.
"""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Any

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lms_app import i18n
from lms_app.api.problems import language, problem
from lms_app.core import urls
from lms_app.services.media import MAX_CAPTION_BYTES
from lms_app.services.user.pictures import MAX_BYTES

API = "/api/"
MAX_BODY_BYTES = 1024 * 1024
# The routes that take a file, as the body itself, and the lines of one.
LARGER = {urls.API_AVATAR: MAX_BYTES}
CAPTION_FILE = re.compile(rf"{urls.API_CAPTIONS}/[^/]+/[^/]+/file")
CAPTION_LINES = re.compile(rf"{urls.API_CAPTIONS}/[^/]+/[^/]+")
MAX_LINES_BYTES = 2 * MAX_CAPTION_BYTES


class BodyLimit:
    """ASGI middleware: 413 for a body that is announced or becomes too large, 415 for files."""

    def __init__(self, app: ASGIApp, *, limit: int = MAX_BODY_BYTES) -> None:
        self._app, self._limit = app, limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(API):
            await self._app(scope, receive, send)
            return
        headers = {name.lower(): value for name, value in scope["headers"]}
        announced = headers.get(b"content-length", b"0")
        limit = _larger(scope["path"]) or self._limit
        key = _key(scope["path"])
        if headers.get(b"content-type", b"").lower().startswith(b"multipart/"):
            await _refuse(scope, receive, send, 415, "error.form")
        elif not announced.isdigit() or int(announced[:18]) > limit:
            await _refuse(scope, receive, send, 413, key)
        else:
            await _Counted(self._app, limit, key, scope, receive, send).run()


def _larger(path: str) -> int:
    if CAPTION_FILE.fullmatch(path):
        return MAX_CAPTION_BYTES
    if CAPTION_LINES.fullmatch(path):
        return MAX_LINES_BYTES
    return LARGER.get(path, 0)


def _key(path: str) -> str:
    """Return the words for a body that is too large: of a chosen file they say which would do."""
    return "error.captions_size" if CAPTION_FILE.fullmatch(path) else "error.body_too_large"


class _Counted:
    """One request whose body is counted while it comes."""

    def __init__(self, app: ASGIApp, limit: int, key: str, *call: Any) -> None:
        self._app, self._left, self._key = app, limit, key
        self._scope, self._receive, self._send = call
        self._has_begun = False

    async def run(self) -> None:
        with suppress(_TooLarge):
            await self._app(self._scope, self._take, self._answer)
        if self._left < 0 and not self._has_begun:
            await _refuse(self._scope, self._receive, self._send, 413, self._key)

    async def _take(self) -> Message:
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            raise _TooLarge
        return message

    async def _answer(self, message: Message) -> None:
        if self._left < 0 and not self._has_begun:
            return  # whatever was made of the torn body
        self._has_begun = True
        await self._send(message)


class _TooLarge(Exception):
    """Ends the reading of a body."""


async def _refuse(scope: Scope, receive: Receive, send: Send, status: int, key: str) -> None:
    words = i18n.lookup(key, language(Request(scope)), maximum=MAX_CAPTION_BYTES // 1024**2)
    answer = problem(status, key, words)
    answer.headers["Connection"] = "close"  # the rest of the body is not read
    await answer(scope, receive, send)
