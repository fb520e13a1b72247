"""What nobody else answered becomes one calm page with a reference; never a bare 500."""

from __future__ import annotations

from html import escape

import structlog

from lms_app import i18n
from lms_app.api.asgi import App, Message, Receive, Scope, Send
from lms_app.core import correlation, urls
from lms_app.core.session_cookie import LANGUAGE_COOKIE, read_cookie

log = structlog.get_logger()


class LastResort:
    """ASGI middleware around everything else."""

    def __init__(self, app: App, default_language: str) -> None:
        self._app, self._default_language = app, default_language

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        with correlation.scope():
            await self._answer(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = _Answer(send)
        try:
            await self._app(scope, receive, answer.send)
        except Exception:
            if answer.has_ended:  # answered and logged where it happened, then raised for servers
                return
            reference = correlation.reference()
            log.exception("unexpected_error", reference=reference)
            if answer.has_begun:
                raise  # the server breaks the connection: half an answer must not look whole
            await _say_sorry(self._language(scope), reference, send)

    def _language(self, scope: Scope) -> str:
        cookies = b"; ".join(v for k, v in scope["headers"] if k == b"cookie").decode("latin-1")
        chosen = read_cookie(cookies, LANGUAGE_COOKIE)
        return chosen if chosen in i18n.LANGUAGES else self._default_language


class _Answer:
    """Remembers how far an answer has come."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.has_begun = self.has_ended = False

    async def send(self, message: Message) -> None:
        self.has_begun = True
        await self._send(message)
        self.has_ended = message["type"] == "http.response.body" and not message.get("more_body")


async def _say_sorry(language: str, reference: str, send: Send) -> None:
    def words(key: str, **params: str) -> str:
        return escape(i18n.lookup(key, language, **params))

    title = words("page_error.error_title")
    body = (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{title}</title></head><body><main><h1>{title}</h1>"
        f"<p>{words('page_error.reference', reference=reference)}</p>"
        f'<p><a href="{urls.HOME}">{words("page_error.home")}</a></p></main></body></html>'
    ).encode()
    headers = [
        (b"content-type", b"text/html; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
        (b"x-content-type-options", b"nosniff"),
        (b"retry-after", b"5"),
    ]
    await send({"type": "http.response.start", "status": 500, "headers": headers})
    await send({"type": "http.response.body", "body": body})
