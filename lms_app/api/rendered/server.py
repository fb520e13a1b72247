"""Answers every request for a page with complete HTML. A plain ASGI middleware around the rest.

Without a built site (while developing) it lets everything pass.
"""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlencode
from uuid import uuid4

import structlog

from lms_app.api.asgi import App, Receive, Scope, Send
from lms_app.api.rendered.document import Document, Frame
from lms_app.api.rendered.glance import SessionGlance
from lms_app.api.rendered.shelf import Made, Served, Shelf
from lms_app.core.config import Settings
from lms_app.core.errors import PortUnavailable
from lms_app.core.page import ESCAPED_SLASH, PageContent, PageSource, Visit
from lms_app.core.session_cookie import read_cookie, session_cookie
from lms_app.ports.page_cache import PageCache
from lms_app.ports.page_renderer import PageRenderer

log = structlog.get_logger()

_NOT_PAGES = ("/api/", "/assets/", "/fonts/", "/store/", "/covers/", "/dev/", "/_")
_NOT_PAGE_ADDRESSES = frozenset({"/ping", "/healthz", "/readyz"})
SHELL = "__spa-fallback.html"


class RenderedPages:
    """ASGI middleware; `language` and `accepts_gzip` of a request come from the site's frame."""

    def __init__(
        self,
        app: App,
        config: Settings,
        pages: Path,
        source: PageSource,
        *,
        renderer: Callable[[], PageRenderer],
        cache: Callable[[], PageCache],
        store_origin: str = "",
    ) -> None:
        """`pages` is the folder of the built site; the two ports are asked for on first use."""
        self._app, self._config, self._source = app, config, source
        self._renderer, self._shelf = renderer, Shelf(cache)
        # Whoever's session has ended gets the guest's page at once, and nothing moves.
        self._glance = SessionGlance(source.is_session_open)
        self._frame = Frame(config.site_url, config.language, store_origin)
        shell = pages / SHELL
        self._shell = shell.read_text() if shell.exists() else ""
        # The names of built files change with every build, so pages of another are another's.
        parts = (self._shell, config.site_url, config.language, store_origin)
        self._build = hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not self._is_page(scope):
            await self._app(scope, receive, send)
            return
        try:
            visit = await self._visit(scope)
            served = await self._shelf.get(self._name(visit), partial(self._make, visit))
        except PortUnavailable as error:
            log.warning("page_without_content", port=error.port)
            await self._app(scope, receive, send)
            return
        except Exception as error:
            # The page's scripts ask the same once more and tell the visitor in words.
            log.exception("page_unrendered", reference=uuid4().hex[:8], exc_info=error)
            await self._app(scope, receive, send)
            return
        await _answer(served, scope, send)

    def _is_page(self, scope: Scope) -> bool:
        path = scope["path"]
        return bool(
            self._shell
            and scope["method"] in {"GET", "HEAD"}
            and not path.startswith(_NOT_PAGES)
            and path not in _NOT_PAGE_ADDRESSES
            and "." not in path.rsplit("/", 1)[-1]
        )

    async def _visit(self, scope: Scope) -> Visit:
        cookies = b"; ".join(v for k, v in scope["headers"] if k == b"cookie").decode("latin-1")
        session = read_cookie(cookies, session_cookie(self._config.site_url).name)
        query = scope.get("query_string", b"").decode("latin-1")
        if "lang=" in query:
            query = urlencode([p for p in parse_qsl(query[:4000]) if p[0] != "lang"])
        return Visit(
            path=_path_of(scope).rstrip("/") or "/",
            query=query,
            language=scope.get("margin.language", self._config.language),
            presents_session=bool(session) and await self._glance.is_open(session),
        )

    def _name(self, visit: Visit) -> str:
        name = f"{self._build} {visit.language} {self._source.name(visit)}"
        return hashlib.sha256(name.encode()).hexdigest()

    async def _make(self, visit: Visit) -> Callable[[], Made]:
        return partial(self._render, visit, await self._source.content(visit))

    def _render(self, visit: Visit, content: PageContent) -> Made:
        if content.location:
            return Made(self._frame.moved(content, visit.query), is_kept=False)
        try:
            html = self._renderer().render(content.address, content.state)
        except PortUnavailable as error:
            log.info("page_as_shell", detail=str(error), path=visit.path[:200])
            return Made(self._as_shell(content, visit), is_kept=False)
        document = self._frame.rendered(html, content, visit.language)
        return Made(document, is_kept=content.is_kept)

    def _as_shell(self, content: PageContent, visit: Visit) -> Document:
        return self._frame.shell(self._shell, content, visit.language)


def _path_of(scope: Scope) -> str:
    """The path decoded, but for a slash that was written as %2F: to browsers it parts nothing."""
    raw = scope.get("raw_path") or b""
    if b"%2f" not in raw.lower():
        return str(scope["path"])
    parts = raw.decode("latin-1").split("/")
    return "/".join(unquote(part).replace("/", ESCAPED_SLASH) for part in parts)


async def _answer(served: Served, scope: Scope, send: Send) -> None:
    headers = [
        (b"content-type", b"text/html; charset=utf-8"),
        (b"content-security-policy", served.policy.encode()),
        (b"vary", b"Cookie, Accept-Encoding"),
        (b"cache-control", b"no-cache, private"),
    ]
    if served.location:
        headers.append((b"location", served.location.encode("ascii", "replace")))
    body = served.gzipped
    if scope.get("margin.accepts_gzip"):
        headers.append((b"content-encoding", b"gzip"))
    else:
        body = gzip.decompress(body)
    headers.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": served.status, "headers": headers})
    content = b"" if scope["method"] == "HEAD" else body
    await send({"type": "http.response.body", "body": content})
