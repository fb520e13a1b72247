"""Captions of a video from its editor's page: files in and out, and the lines one by one."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from lms_app.api.caller import call, from_own_pages
from lms_app.api.limits import Limited
from lms_app.api.lines import Line
from lms_app.core import urls
from lms_app.core.errors import NotFound
from lms_app.services import media
from lms_app.services.media import CaptionLines, CaptionRow, CaptionsTaken

# Autosave sends the lines every few seconds at most, from a school's one address.
REQUESTS_PER_MINUTE = 1200
FILES_PER_MINUTE = 60
# Reading the largest file takes a second of one core.
AT_ONCE = 2
WAITING_AT_MOST = 16
LONGEST_CODE = 5
NO_STORE = {"Cache-Control": "no-store"}
router = APIRouter(
    prefix=urls.API_CAPTIONS,
    dependencies=[Depends(from_own_pages), Depends(Limited("captions", REQUESTS_PER_MINUTE))],
    include_in_schema=False,
)

Seconds = Annotated[float, Field(ge=0, le=1e6, allow_inf_nan=False)]


class Cue(BaseModel):
    """One line: when it is shown, seconds from the start of the video, and its words."""

    model_config = ConfigDict(extra="forbid")

    start: Seconds
    end: Seconds
    text: Annotated[str, Field(max_length=2000)]


class Lines(BaseModel):
    """All lines of a track; `before` is the mark of those the writer saw."""

    model_config = ConfigDict(extra="forbid")

    cues: Annotated[list[Cue], Field(max_length=20_000)]
    before: Annotated[str, Field(max_length=16)]


@cache
def _reading_threads() -> ThreadPoolExecutor:
    """Threads that read files: a queue apart, so that the door stays open for everybody else."""
    return ThreadPoolExecutor(AT_ONCE, thread_name_prefix="captions")


_line = Line(_reading_threads, WAITING_AT_MOST)


def language_in(code: str) -> str:
    """Return a language as addresses name it; longer ones are no captions'."""
    if len(code) > LONGEST_CODE:
        raise NotFound
    return code


@router.get("/{asset_id}")
async def tracks(request: Request, asset_id: UUID, response: Response) -> list[CaptionRow]:
    """The tracks of a video."""
    response.headers.update(NO_STORE)
    return await call(request, media.list_own_captions, asset_id)


@router.get("/{asset_id}/{language}")
async def lines(
    request: Request, asset_id: UUID, language: str, response: Response
) -> CaptionLines:
    """The lines of one track."""
    response.headers.update(NO_STORE)
    return await call(request, media.get_own_captions, asset_id, language=language_in(language))


@router.put("/{asset_id}/{language}")
async def save(request: Request, asset_id: UUID, language: str, body: Lines) -> dict[str, Any]:
    """Keep edited lines; answers with their mark, 409 when somebody else changed them."""
    mark = await call(
        request,
        media.save_captions,
        asset_id,
        language=language_in(language),
        cues=[cue.model_dump() for cue in body.cues],
        before=body.before,
    )
    return {"mark": mark}


@router.delete("/{asset_id}/{language}", status_code=204)
async def delete(request: Request, asset_id: UUID, language: str) -> Response:
    """Take the captions of one language away."""
    await call(request, media.delete_captions, asset_id, language=language_in(language))
    return Response(status_code=204)


@router.put(
    "/{asset_id}/{language}/file",
    dependencies=[Depends(Limited("caption-files", FILES_PER_MINUTE))],
)
async def upload(request: Request, asset_id: UUID, language: str) -> CaptionsTaken:
    """Put the body, a WebVTT or SubRip file, in the place of one language's captions."""
    # Who may not is told so before the file is read.
    await call(request, media.list_own_captions, asset_id)
    async with _line.turn() as threads:
        data = await request.body()
        return await call(
            request,
            media.upload_captions,
            asset_id,
            language=language_in(language),
            data=data,
            threads=threads,
        )


@router.get("/{asset_id}/{language}/file")
async def download(request: Request, asset_id: UUID, language: str) -> Response:
    """One track as a WebVTT file."""
    code = language_in(language)
    text = await call(request, media.get_captions_file, asset_id, language=code)
    headers = {**NO_STORE, "Content-Disposition": f'attachment; filename="captions-{code}.vtt"'}
    return Response(text, media_type="text/vtt", headers=headers)
