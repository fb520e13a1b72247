"""Captions of a person's own videos, line by line. Needs the scope `media:upload`."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from lms_app.api.v1.bodies import Body
from lms_app.api.v1.caller import call
from lms_app.api.v1.curriculum import Marked
from lms_app.api.v1.cursors import Listed
from lms_app.api.v1.documented import signed_in
from lms_app.services import media

router = APIRouter(prefix="/media", tags=["media"])
Second = Annotated[float, Field(strict=True, ge=0, le=1e6, allow_inf_nan=False)]
Code = Annotated[str, Field(max_length=5)]


class Cue(Body):
    """One line: when it is shown, seconds from the start of the video, and its words."""

    start: Second
    end: Second
    text: Annotated[str, Field(max_length=500)]


class CaptionChange(Body):
    """All lines of a track; `before` is the mark of those that were seen."""

    cues: Annotated[list[Cue], Field(max_length=10_000)]
    before: Annotated[str, Field(max_length=16)] | None = None


class CaptionTrack(BaseModel):
    """The captions of one language; `mark` changes with their lines."""

    language: str
    name: str
    cue_count: int
    mark: str


class CaptionCue(BaseModel):
    """One line as it is kept."""

    start: float
    end: float
    text: str


class CaptionLines(BaseModel):
    """The lines of one language, none where there are no captions of it."""

    language: str
    name: str
    mark: str
    cues: list[CaptionCue]


@router.get("/{asset_id}/captions", response_model=Listed[CaptionTrack], **signed_in(404))
async def list_tracks(request: Request, asset_id: UUID) -> Any:
    """Return the caption tracks of a video."""
    return {"items": await call(request, media.list_own_captions, asset_id)}


@router.get("/{asset_id}/captions/{language}", response_model=CaptionLines, **signed_in(404))
async def get_lines(request: Request, asset_id: UUID, language: Code) -> Any:
    """Return the captions of one language."""
    return await call(request, media.get_own_captions, asset_id, language=language)


@router.put("/{asset_id}/captions/{language}", response_model=Marked, **signed_in(404, 409))
async def save_lines(request: Request, asset_id: UUID, language: Code, body: CaptionChange) -> Any:
    """Replace the captions of one language. `409` when others than `before` are there by now."""
    mark = await call(
        request,
        media.save_captions,
        asset_id,
        language=language,
        cues=[cue.model_dump() for cue in body.cues],
        before=body.before,
    )
    return {"mark": mark}


@router.delete("/{asset_id}/captions/{language}", status_code=204, **signed_in(404))
async def delete_track(request: Request, asset_id: UUID, language: Code) -> Response:
    """Take the captions of one language away."""
    await call(request, media.delete_captions, asset_id, language=language)
    return Response(status_code=204)
