"""A page of fixed bytes: what any page costs at least."""

from __future__ import annotations

import os
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route

_BODY = Path(os.environ["BARE_PAGE"]).read_bytes()


async def page(_request: Request) -> HTMLResponse:
    return HTMLResponse(_BODY)


async def ping(_request: Request) -> PlainTextResponse:
    return PlainTextResponse("pong")


app = Starlette(routes=[Route("/ping", ping), Route("/", page)])
