"""The Reflex application: pages, the event gate, and the HTTP routes around them."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path
from uuid import uuid4

import reflex as rx
import structlog
from starlette.routing import Mount
from starlette.types import ASGIApp

from lms_app import composition, pages
from lms_app.api.app import build_api
from lms_app.api.frame import SiteFrame
from lms_app.api.last_resort import LastResort
from lms_app.api.rendered import RenderedPages
from lms_app.api.v1.mounting import take_whole
from lms_app.components import text
from lms_app.core.config import settings
from lms_app.core.logging import configure
from lms_app.layouts.shell import STYLESHEETS, Page, head_components, overlay
from lms_app.states.gate import EventGate
from lms_app.states.portal.first_html import FirstHtml
from lms_app.states.session import SessionState

configure()
log = structlog.get_logger()
text.use_language(SessionState.lang)
text.use_time_zone(SessionState.time_zone)
PAGES_FOLDER = Path(".web/build/client")


def on_unexpected(exception: Exception) -> None:
    """Log what no handler answered; the visitor's page goes on."""
    log.error("unanswered_error", reference=uuid4().hex[:8], exc_info=exception)


def around(inner: object) -> LastResort:
    """Put the site's frame around every answer, and calm words around what goes wrong."""
    origin = composition.store_origin()
    frame = SiteFrame(inner, settings(), PAGES_FOLDER, store_origin=origin)  # type: ignore[arg-type]
    return LastResort(frame, settings().language)


def rendered(inner: object) -> RenderedPages:
    """Answer requests for pages with complete HTML."""
    return RenderedPages(
        inner,  # type: ignore[arg-type]
        settings(),
        PAGES_FOLDER,
        FirstHtml(page.route for page in every_page()),
        renderer=composition.page_renderer,
        cache=composition.page_cache,
        store_origin=composition.store_origin(),
    )


def every_page() -> list[Page]:
    """Return the `PAGE` of every module below `pages`: adding a file adds the page."""
    found = []
    for module in pkgutil.walk_packages(pages.__path__, f"{pages.__name__}."):
        page = getattr(importlib.import_module(module.name), "PAGE", None)
        if page is not None:
            found.append(page)
    return sorted(found, key=lambda page: page.route)


class Site(rx.App):
    """The application, at every address: the framework's own mount leaves one with a line break to
    nobody, and its bare answer would have none of the site's headers."""

    def __call__(self) -> ASGIApp:
        """Return what the web server runs."""
        answers = super().__call__()
        for route in getattr(answers, "routes", ()):
            if isinstance(route, Mount):
                take_whole(route)
        return answers


app = Site(
    html_lang=settings().language,
    stylesheets=STYLESHEETS,
    head_components=head_components(),
    toaster=None,  # ours speaks the visitor's language
    api_transformer=[build_api(), rendered, around],
    backend_exception_handler=on_unexpected,
)
# Reflex's own overlay says in English that the connection is gone; ours takes its place.
app.app_wraps[(5, "Overlay")] = lambda stateful: overlay() if stateful else None
app.add_middleware(EventGate(), index=0)
for _page in every_page():
    _page.add_to(app)
