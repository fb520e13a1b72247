"""Small public things: covers, robots, health."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from html import escape

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse
from starlette.concurrency import run_in_threadpool

from lms_app.api.caller import call
from lms_app.api.limits import Limited
from lms_app.api.rendered.head import address_in
from lms_app.core import unwell, urls
from lms_app.core.config import settings
from lms_app.core.errors import PortUnavailable
from lms_app.i18n import LANGUAGES
from lms_app.services import course, reporting
from lms_app.services.course.catalog import CourseAddress
from lms_app.services.course.cover_art import cover_svg

router = APIRouter(include_in_schema=False)
# Of one address, which may be a whole school's.
COVERS_PER_MINUTE = 12_000
READY_PER_MINUTE = 600
MAPS_PER_MINUTE = 60
MAP_SECONDS = 60
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


@router.get("/covers/{slug}.svg", dependencies=[Depends(Limited("cover", COVERS_PER_MINUTE))])
async def cover(request: Request, slug: str) -> Response:
    """A course's cover; the address carries the version, so it may be kept for good."""
    found = await call(request, course.get_cover, slug)
    svg = cover_svg(found.slug, found.word, found.category_slug)
    return Response(
        svg,
        media_type="image/svg+xml",
        headers={"Cache-Control": "public, max-age=31536000, immutable"},
    )


@router.get("/robots.txt")
async def robots() -> PlainTextResponse:
    """Public pages may be indexed; workplaces may not."""
    # Not by a bare prefix: /instructors/… are public.
    closed = (
        "/admin",
        "/instructor$",
        "/instructor/",
        "/learn",
        "/my-courses",
        "/settings",
        "/api/",
        "/store/",
    )
    rules = "".join(f"Disallow: {path}\n" for path in closed)
    site_map = f"\nSitemap: {settings().site_url}/sitemap.xml\n"
    return PlainTextResponse(f"User-agent: *\n{rules}{site_map}")


@router.get("/sitemap.xml", dependencies=[Depends(Limited("map", MAPS_PER_MINUTE))])
async def site_map(request: Request) -> Response:
    """Every public page with its address in each language (sitemaps.org, xhtml alternates)."""
    state = request.app.state
    if not hasattr(state, "site_map"):
        state.site_map = _KeptMap()
    headers = {"Cache-Control": f"public, max-age={MAP_SECONDS}"}
    return Response(
        await state.site_map.get(request), media_type="application/xml", headers=headers
    )


class _KeptMap:
    """The map of one application: tens of thousands of addresses are made once a minute."""

    def __init__(self) -> None:
        self._made, self._until = b"", 0.0
        self._making = asyncio.Lock()

    async def get(self, request: Request) -> bytes:
        """Return the map, made anew when it is old; who comes meanwhile waits for it."""
        async with self._making:
            if time.monotonic() >= self._until:
                courses = await call(request, course.list_course_addresses)
                teachers = await call(request, course.list_instructor_addresses)
                self._made = await run_in_threadpool(_map_of, courses, teachers)
                self._until = time.monotonic() + MAP_SECONDS
        return self._made


def _map_of(courses: Sequence[CourseAddress], teachers: Sequence[tuple[str, str]]) -> bytes:
    pages = [(path, "") for path in (urls.HOME, urls.COURSES, urls.TERMS, urls.PRIVACY)]
    pages += [(urls.course(found.slug), found.updated_on) for found in courses]
    pages += [(urls.instructor(handle), updated_on) for handle, updated_on in teachers]
    entries = "".join(_entry(path, updated_on) for path, updated_on in pages)
    spaces = f'xmlns="{_SITEMAP}" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset {spaces}>{entries}</urlset>'.encode()


def _entry(path: str, updated_on: str) -> str:
    config = settings()

    def address(language: str) -> str:
        return escape(address_in(config.site_url, path, language, config.language))

    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{language}" href="{address(language)}"/>'
        for language in LANGUAGES
    )
    changed = f"<lastmod>{updated_on}</lastmod>" if updated_on else ""
    return f"<url><loc>{escape(config.site_url + path)}</loc>{changed}{links}</url>"


@router.get("/healthz")
async def live() -> PlainTextResponse:
    """The process answers."""
    return PlainTextResponse("ok")


@router.get("/readyz", dependencies=[Depends(Limited("ready", READY_PER_MINUTE))])
async def ready(request: Request) -> JSONResponse:
    """Database and outbox are well; parts behind the site that keep ending are named."""
    try:
        health = await call(request, reporting.get_health)
    except PortUnavailable as error:
        return JSONResponse({"ok": False, "port": error.port}, status_code=503)
    return JSONResponse(
        {
            "ok": health.is_well,
            "outbox_seconds": health.outbox_seconds,
            "jobs_given_up": health.jobs_given_up,
            "unwell": sorted(unwell.read(settings().data_dir)),
            "site": settings().site_url,
        },
        status_code=200 if health.is_well else 503,
    )
