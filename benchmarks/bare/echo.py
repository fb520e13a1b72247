"""A socket.io server that sends back what it gets: what any event costs at least."""

from __future__ import annotations

from typing import Any

import socketio
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

_server = socketio.AsyncServer(async_mode="asgi", cors_allowed_origins="*")


@_server.on("event", namespace="/_event")
async def event(sid: str, data: Any) -> None:
    await _server.emit("event", data, to=sid, namespace="/_event")


@_server.on("connect", namespace="/_event")
async def connect(_sid: str, _environ: dict[str, Any]) -> None:
    """Everybody may come in."""


async def ping(_request: Request) -> PlainTextResponse:
    return PlainTextResponse("pong")


app = socketio.ASGIApp(_server, Starlette(routes=[Route("/ping", ping)]), socketio_path="/_event")
