"""A folder of files: a page with hls.js, its playlists, key and segments."""

from __future__ import annotations

import os

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles


async def ping(_request: Request) -> PlainTextResponse:
    return PlainTextResponse("pong")


_FOLDER = os.environ["BARE_FOLDER"]
app = Starlette(routes=[Route("/ping", ping), Mount("/", StaticFiles(directory=_FOLDER))])
