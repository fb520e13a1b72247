"""Playlists, keys and captions for whoever may watch; progress of whoever learns."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from lms_app.api.caller import call, credential, from_own_pages
from lms_app.api.gathered import Gathered
from lms_app.api.limits import Limited
from lms_app.core import urls
from lms_app.core.errors import NotFound
from lms_app.services import enrollment
from lms_app.services.enrollment import BeatResult, PlaybackReport
from lms_app.services.media import Playlist

router = APIRouter(include_in_schema=False)
PLAYLIST = "application/vnd.apple.mpegurl"
NO_STORE = {"Cache-Control": "no-store"}
# A class behind one address has many players; a list may have hundreds of kilobytes.
KEYS_PER_MINUTE = 3000
LISTS_PER_MINUTE = 6000
_reports = Gathered(enrollment.report_playback)

Seconds = Annotated[float, Field(ge=0, le=1e6, allow_inf_nan=False)]


class Beat(BaseModel):
    """What a player reports: all spans played since the page opened, and where it stands."""

    model_config = ConfigDict(extra="forbid")

    lesson_id: UUID
    played: Annotated[list[tuple[Seconds, Seconds]], Field(max_length=500)]
    position_seconds: Seconds


def playlist_answer(playlist: Playlist, media_type: str) -> Response:
    """A list of addresses: kept by nobody while it grows, afterwards by the asker for a while."""
    kept = f"private, max-age={playlist.keep_seconds}, immutable"
    headers = {"Cache-Control": kept} if playlist.keep_seconds else NO_STORE
    return Response(playlist.text, media_type=media_type, headers=headers)


LIMITED = [Depends(Limited("list", LISTS_PER_MINUTE))]
LIMITED_KEYS = [Depends(Limited("key", KEYS_PER_MINUTE))]


@router.get(urls.API_PLAYBACK + "/{lesson_id}/master.m3u8", dependencies=LIMITED)
async def master(request: Request, lesson_id: UUID) -> Response:
    """The master playlist."""
    text = await call(request, enrollment.get_master_playlist, lesson_id)
    return Response(text, media_type=PLAYLIST, headers=NO_STORE)


@router.get(urls.API_PLAYBACK + "/{lesson_id}/key", dependencies=LIMITED_KEYS)
async def key(request: Request, lesson_id: UUID) -> Response:
    """The 16 bytes that open the segments, asked for and checked each time."""
    found = await call(request, enrollment.get_content_key, lesson_id)
    return Response(found, media_type="application/octet-stream", headers=NO_STORE)


@router.get(urls.API_PLAYBACK + "/{lesson_id}/captions/{language}.vtt", dependencies=LIMITED)
async def captions(request: Request, lesson_id: UUID, language: str) -> Response:
    """One caption track as WebVTT."""
    text = await call(request, enrollment.get_captions, lesson_id, language=language)
    return Response(text, media_type="text/vtt", headers=NO_STORE)


@router.get(urls.API_PLAYBACK + "/{lesson_id}/sprites.vtt", dependencies=LIMITED)
async def sprites(request: Request, lesson_id: UUID) -> Response:
    """The small pictures that show where a seek leads."""
    return playlist_answer(await call(request, enrollment.get_sprites, lesson_id), "text/vtt")


@router.get(urls.API_PLAYBACK + "/{lesson_id}/{name}.m3u8", dependencies=LIMITED)
async def rendition(request: Request, lesson_id: UUID, name: str) -> Response:
    """One rendition's playlist."""
    if len(name) > 16:
        raise NotFound
    found = await call(request, enrollment.get_media_playlist, lesson_id, name=name)
    return playlist_answer(found, PLAYLIST)


@router.post(urls.API_PROGRESS, dependencies=[Depends(from_own_pages)])
async def progress(request: Request, body: Beat) -> BeatResult:
    """Credit what was played. Also the target of the beacon sent when a page closes."""
    report = PlaybackReport(body.lesson_id, body.played, body.position_seconds)
    return await _reports.call(credential(request), report)
