"""An owner's own video while it is made. Playlists are held back until there is something to play."""

from __future__ import annotations

import asyncio
import time
from typing import Any, TypeVar
from uuid import UUID

from fastapi import APIRouter, Request, Response

from lms_app import i18n
from lms_app.api.caller import call
from lms_app.api.playback import LIMITED, LIMITED_KEYS, NO_STORE, PLAYLIST, playlist_answer
from lms_app.api.problems import language, problem
from lms_app.core import urls
from lms_app.core.errors import NotFound
from lms_app.core.use_case import UseCase
from lms_app.services import media
from lms_app.services.media import NotPlayableYet

router = APIRouter(prefix=urls.API_PREVIEW, include_in_schema=False)
# A player gives up on what is not there, but waits for what is slow.
HELD_SECONDS = 10.0
_LOOK_SECONDS = 0.25
R = TypeVar("R")


async def held(request: Request, use_case: UseCase[R], *args: Any, **kwargs: Any) -> R | None:
    """Ask until it can be answered; None when it could not within `HELD_SECONDS`."""
    end = time.monotonic() + HELD_SECONDS
    while True:
        try:
            return await call(request, use_case, *args, **kwargs)
        except NotPlayableYet:
            if time.monotonic() >= end or await request.is_disconnected():
                return None
        await asyncio.sleep(_LOOK_SECONDS)


def _later(request: Request) -> Response:
    words = i18n.lookup("error.media_not_ready", language(request))
    answer = problem(503, "error.media_not_ready", words)
    answer.headers["Retry-After"] = "1"
    return answer


@router.get("/{asset_id}/master.m3u8", dependencies=LIMITED)
async def master(request: Request, asset_id: UUID) -> Response:
    """The renditions that can be played now."""
    text = await held(request, media.get_preview_master, asset_id)
    if text is None:
        return _later(request)
    return Response(text, media_type=PLAYLIST, headers=NO_STORE)


@router.get("/{asset_id}/key", dependencies=LIMITED_KEYS)
async def key(request: Request, asset_id: UUID) -> Response:
    """The 16 bytes that open the segments, for the owner only."""
    found = await call(request, media.get_preview_key, asset_id)
    return Response(found, media_type="application/octet-stream", headers=NO_STORE)


@router.get("/{asset_id}/sprites.vtt", dependencies=LIMITED)
async def sprites(request: Request, asset_id: UUID) -> Response:
    """The small pictures of a finished video."""
    return playlist_answer(await call(request, media.get_preview_sprites, asset_id), "text/vtt")


@router.get("/{asset_id}/{name}.m3u8", dependencies=LIMITED)
async def rendition(request: Request, asset_id: UUID, name: str) -> Response:
    """One rendition's playlist as far as it is made."""
    if len(name) > 16:
        raise NotFound
    found = await held(request, media.get_preview_playlist, asset_id, name=name)
    return _later(request) if found is None else playlist_answer(found, PLAYLIST)
