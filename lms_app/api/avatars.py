"""Pictures of people: taken in by a route of ours, served from a fixed address."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import cache

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse

from lms_app.api.caller import call, from_own_pages
from lms_app.api.limits import Limited
from lms_app.api.lines import Line
from lms_app.core import urls
from lms_app.services import user
from lms_app.services.user.avatars import CACHE_CONTROL
from lms_app.services.user.pictures import CONTENT_TYPE

# Of one address, which may be a whole school's.
PICTURES_PER_MINUTE = 60
SHOWN_PER_MINUTE = 12_000
# The largest picture takes 100 MB while it is decoded, and two seconds.
AT_ONCE = 2
WAITING_AT_MOST = 16

router = APIRouter(include_in_schema=False)


@cache
def _drawing_threads() -> ThreadPoolExecutor:
    """Threads that draw pictures: a queue apart, so that the door stays open for everybody else."""
    return ThreadPoolExecutor(AT_ONCE, thread_name_prefix="drawing")


_line = Line(_drawing_threads, WAITING_AT_MOST)


@router.put(
    urls.API_AVATAR,
    dependencies=[Depends(from_own_pages), Depends(Limited("avatar", PICTURES_PER_MINUTE))],
)
async def replace_avatar(request: Request) -> JSONResponse:
    """Make the body (a JPEG, PNG or WebP) the caller's picture; answers with its address."""
    async with _line.turn() as threads:
        data = await request.body()
        url = await call(request, user.replace_avatar, data, threads=threads)
    return JSONResponse({"url": url}, headers={"Cache-Control": "no-store"})


@router.delete(
    urls.API_AVATAR,
    status_code=204,
    dependencies=[Depends(from_own_pages), Depends(Limited("avatar", PICTURES_PER_MINUTE))],
)
async def remove_avatar(request: Request) -> Response:
    """Take the caller's picture away."""
    await call(request, user.remove_avatar)
    return Response(status_code=204)


@router.get("/avatars/{name}.webp", dependencies=[Depends(Limited("picture", SHOWN_PER_MINUTE))])
async def show_avatar(request: Request, name: str) -> Response:
    """A picture; its name is given once, so a copy may be kept for a day."""
    picture = await call(request, user.get_avatar, name)
    return Response(picture, media_type=CONTENT_TYPE, headers={"Cache-Control": CACHE_CONTROL})
