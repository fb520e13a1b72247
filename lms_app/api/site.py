"""Small public things: covers, robots, health."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse

from lms_app.api.caller import call
from lms_app.core import unwell
from lms_app.core.config import settings
from lms_app.core.errors import PortUnavailable
from lms_app.services import course, reporting
from lms_app.services.course.cover_art import cover_svg

router = APIRouter(include_in_schema=False)


@router.get("/covers/{slug}.svg")
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
    closed = ("/admin", "/instructor", "/learn", "/my-courses", "/api/", "/store/")
    return PlainTextResponse("User-agent: *\n" + "".join(f"Disallow: {path}\n" for path in closed))


@router.get("/healthz")
async def live() -> PlainTextResponse:
    """The process answers."""
    return PlainTextResponse("ok")


@router.get("/readyz")
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
            "unwell": sorted(unwell.read(settings().data_dir)),
            "site": settings().site_url,
        },
        status_code=200 if health.is_well else 503,
    )
