"""How much a request to the API may send. What is larger goes to the object store, signed.

The frameworks above read a whole form or JSON document before any rule of ours is asked, into
memory or into a temporary file; a proxy in front cannot be presumed.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lms_app import i18n
from lms_app.api.problems import language, problem
from lms_app.core import urls
from lms_app.services.user.pictures import MAX_BYTES

API = "/api/"
MAX_BODY_BYTES = 1024 * 1024
# The one route that takes a file, as the body itself.
LARGER = {urls.API_AVATAR: MAX_BYTES}


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
        limit = LARGER.get(scope["path"], self._limit)
        if headers.get(b"content-type", b"").lower().startswith(b"multipart/"):
            await _refuse(scope, receive, send, 415, "error.form")
        elif not announced.isdigit() or int(announced[:18]) > limit:
            await _refuse(scope, receive, send, 413, "error.body_too_large")
        else:
            await _Counted(self._app, limit, scope, receive, send).run()


class _Counted:
    """One request whose body is counted while it comes."""

    def __init__(self, app: ASGIApp, limit: int, *call: Any) -> None:
        self._app, self._left = app, limit
        self._scope, self._receive, self._send = call
        self._has_begun = False

    async def run(self) -> None:
        with suppress(_TooLarge):
            await self._app(self._scope, self._take, self._answer)
        if self._left < 0 and not self._has_begun:
            await _refuse(self._scope, self._receive, self._send, 413, "error.body_too_large")

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
    answer = problem(status, key, i18n.lookup(key, language(Request(scope))))
    answer.headers["Connection"] = "close"  # the rest of the body is not read
    await answer(scope, receive, send)
