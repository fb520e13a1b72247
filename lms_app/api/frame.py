"""What surrounds every answer: one canonical host, the language of the address, headers, caching.

A plain ASGI middleware: it must see Reflex's static pages too, and change nothing of sockets.
"""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from lms_app.api.asgi import App, Message, Receive, Scope, Send
from lms_app.api.policy import content_policy
from lms_app.core import urls
from lms_app.core.config import Settings
from lms_app.core.session_cookie import (
    LANGUAGE_COOKIE,
    LOOPBACK_HOSTS,
    read_cookie,
    session_cookie,
)

_HTML_LANG = re.compile(rb'<html lang="\w+"')
_IMMUTABLE = b"public, max-age=31536000, immutable"
_LANGUAGES = ("ko", "en")
_YEAR = 365 * 86_400


class SiteFrame:
    """ASGI middleware around the whole site."""

    def __init__(self, app: App, config: Settings, pages: Path, *, store_origin: str = "") -> None:
        """`store_origin` is where the browser reaches an external object store."""
        self._app, self._store_origin = app, store_origin
        # Asked of the disk once: what visitors ask for becomes no name of a file.
        self._folders = frozenset(
            "/" + found.parent.relative_to(pages).as_posix() for found in pages.rglob("index.html")
        )
        self._built = frozenset(
            "/" + found.relative_to(pages).as_posix() for found in pages.glob("assets/*")
        )
        site = urlsplit(config.site_url)
        self._site_host, self._site_url = site.netloc, config.site_url
        self._is_loopback = (site.hostname or "") in LOOPBACK_HOSTS
        self._secure_cookie = session_cookie(config.site_url).secure
        self._language = config.language
        self._headers = [
            (b"x-content-type-options", b"nosniff"),
            (b"referrer-policy", b"same-origin"),
            (b"cross-origin-opener-policy", b"same-origin"),
            (b"permissions-policy", b"camera=(), microphone=(), geolocation=(), payment=()"),
        ]
        if site.scheme == "https":
            value = f"max-age={2 * _YEAR}; includeSubDomains".encode()
            self._headers.append((b"strict-transport-security", value))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket" and b"origin" not in dict(scope["headers"]):
            # Every browser says where a socket is opened; the framework checks what is said only.
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = {k: v.decode("latin-1") for k, v in scope["headers"]}
        path = scope["path"]
        if path == "/ping" or path.startswith((urls.STORE + "/", "/_event")):
            await self._app(scope, receive, send)
            return
        if self._leads_elsewhere(scope, headers.get(b"host", "")):
            await self._redirect(scope, send)
            return
        chosen = self._chosen_language(scope)
        known = read_cookie(headers.get(b"cookie", ""), LANGUAGE_COOKIE)
        language = chosen or (known if known in _LANGUAGES else self._language)
        is_fixed = scope["path"].startswith(("/assets/", "/fonts/"))
        page = _PageAnswer(self, send, language, chosen, is_fixed=is_fixed)
        await self._app(self._towards_page(scope, language), receive, page.send)

    def _leads_elsewhere(self, scope: Scope, host: str) -> bool:
        """On a laptop 127.0.0.1 and localhost are one site, but cookies and sockets need one name."""
        if (
            not self._is_loopback
            or scope["method"] not in {"GET", "HEAD"}
            or host == self._site_host
            or scope["path"].startswith("/api/")
        ):
            return False
        try:
            return urlsplit(f"//{host}").hostname in LOOPBACK_HOSTS
        except ValueError:  # a bracket that is never closed
            return False

    async def _redirect(self, scope: Scope, send: Send) -> None:
        query = scope.get("query_string", b"")
        target = self._site_url.encode() + scope["raw_path"] + (b"?" + query if query else b"")
        await send(
            {"type": "http.response.start", "status": 307, "headers": [(b"location", target)]}
        )
        await send({"type": "http.response.body", "body": b""})

    def _chosen_language(self, scope: Scope) -> str:
        if b"lang=" not in scope.get("query_string", b""):
            return ""
        values = parse_qs(scope["query_string"].decode("latin-1")).get("lang", [""])
        return values[-1] if values[-1] in _LANGUAGES else ""

    def _towards_page(self, scope: Scope, language: str) -> Scope:
        """Serve `/about` from its folder without a redirect, and whole bodies to this middleware."""
        path = scope["path"]
        encodings = b",".join(v for k, v in scope["headers"] if k == b"accept-encoding")
        changed = {
            **scope,
            "margin.language": language,
            "margin.accepts_gzip": b"gzip" in encodings,
        }
        extensions = dict(scope.get("extensions") or {})
        # The server's own file sending would skip the body that the policy is made from.
        extensions.pop("http.response.pathsend", None)
        changed["extensions"] = extensions
        if path in self._folders:
            changed["path"] = path + "/"
            changed["raw_path"] = (path + "/").encode()
        if path not in self._built and not path.startswith("/api/"):
            changed["headers"] = [h for h in scope["headers"] if h[0] != b"accept-encoding"]
        return changed

    def security_headers(self) -> list[tuple[bytes, bytes]]:
        return list(self._headers)

    def policy(self, html: str) -> bytes:
        return content_policy(html, self._store_origin).encode()

    def language_cookie(self, language: str) -> bytes:
        secure = "; Secure" if self._secure_cookie else ""
        return (
            f"{LANGUAGE_COOKIE}={language}; Path=/; Max-Age={_YEAR}; SameSite=Lax{secure}"
        ).encode()


class _PageAnswer:
    """One answer on its way out: pages are collected for their policy, the rest passes."""

    def __init__(
        self, frame: SiteFrame, send: Send, language: str, chosen: str, *, is_fixed: bool
    ) -> None:
        self._frame, self._send, self._is_fixed = frame, send, is_fixed
        self._language, self._chosen = language, chosen
        self._start: Message | None = None
        self._body: list[bytes] = []

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            await self._begin(message)
        elif self._start is None:
            await self._send(message)
        else:
            self._body.append(message.get("body", b""))
            if not message.get("more_body"):
                await self._finish(self._start)

    async def _begin(self, message: Message) -> None:
        headers = [(k.lower(), v) for k, v in message["headers"]]
        kind = dict(headers).get(b"content-type", b"")
        message["headers"] = [*headers, *self._frame.security_headers()]
        if self._chosen:
            cookie = self._frame.language_cookie(self._chosen)
            message["headers"].append((b"set-cookie", cookie))
        has_policy = b"content-security-policy" in dict(headers)
        if kind.startswith(b"text/html") and not has_policy:
            self._start = message
            return
        if b"cache-control" not in dict(headers):
            value = _IMMUTABLE if self._is_fixed else b"no-cache"
            message["headers"].append((b"cache-control", value))
        await self._send(message)

    async def _finish(self, start: Message) -> None:
        body = b"".join(self._body)
        if body:
            body = _HTML_LANG.sub(b'<html lang="' + self._language.encode() + b'"', body, count=1)
        headers = [
            (k, v)
            for k, v in start["headers"]
            if k not in {b"content-length", b"cache-control", b"etag", b"last-modified"}
        ]
        headers += [
            (b"content-length", str(len(body)).encode()),
            (b"cache-control", b"no-cache, private"),
            (b"vary", b"Cookie"),
            (b"content-security-policy", self._frame.policy(body.decode("utf-8", "replace"))),
        ]
        await self._send({**start, "headers": headers})
        await self._send({"type": "http.response.body", "body": body})
