"""The captions of a video: taken from a file, edited line by line, given back as a file."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import select

from lms_app.core import clock
from lms_app.core.actor import Actor
from lms_app.core.caption_languages import CAPTION_LANGUAGES, in_order
from lms_app.core.errors import InvalidInput, NotFound
from lms_app.core.permissions import Permission
from lms_app.core.text import clean_text, ensure_unchanged
from lms_app.core.use_case import command, query, workflow
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import CaptionTrack, MediaAsset
from lms_app.services.context import Context
from lms_app.services.media.caption_files import (
    LATEST_SECONDS,
    MAX_CUE_TEXT,
    MAX_CUES,
    CaptionFile,
    read_caption_file,
)
from lms_app.services.media.library import get_own_asset
from lms_app.services.media.playback import to_vtt

SAME_FILM_SECONDS = 1.0


@dataclass(frozen=True)
class CaptionRow:
    """One track as its owner's list has it; `mark` changes with its lines."""

    language: str
    name: str
    cue_count: int
    mark: str


@dataclass(frozen=True)
class CaptionLines:
    """The lines of one track: {start, end, text}, seconds from the start of the video."""

    language: str
    name: str
    mark: str
    cues: list[dict[str, Any]]


@dataclass(frozen=True)
class CaptionsTaken:
    """What became of a file: how many lines, and how often what had to be repaired."""

    cue_count: int
    repairs: dict[str, int]
    mark: str


def list_captions(uow: UnitOfWork, asset_id: UUID) -> list[CaptionTrack]:
    """Return the caption tracks of an asset in the order of the languages."""
    tracks = uow.session.exec(select(CaptionTrack).where(CaptionTrack.asset_id == asset_id))
    return sorted(tracks, key=lambda track: in_order(track.language))


def carry_captions(uow: UnitOfWork, before_id: UUID, asset_id: UUID) -> None:
    """Give a video the captions of the one it takes the place of, where it is as long: the same
    film, mended. Languages it has already stay as they are."""
    before = uow.session.get_one(MediaAsset, before_id)
    asset = uow.session.get_one(MediaAsset, asset_id)
    if abs((before.duration_seconds or 0) - (asset.duration_seconds or 0)) > SAME_FILM_SECONDS:
        return
    for track in list_captions(uow, before_id):
        carried = CaptionTrack(asset_id=asset_id, language=track.language, cues=track.cues)
        uow.session.execute(
            insert(CaptionTrack)
            .values(**carried.model_dump())
            .on_conflict_do_nothing(index_elements=["asset_id", "language"])
        )


@query(Permission.media_upload)
def list_own_captions(uow: UnitOfWork, actor: Actor, asset_id: UUID) -> list[CaptionRow]:
    """Return the tracks of an asset of the caller's."""
    get_own_asset(uow, actor, asset_id)
    return [
        CaptionRow(
            track.language,
            CAPTION_LANGUAGES[track.language],
            len(track.cues),
            mark_of_cues(track.cues),
        )
        for track in list_captions(uow, asset_id)
    ]


@query(Permission.media_upload)
def get_own_captions(
    uow: UnitOfWork, actor: Actor, asset_id: UUID, *, language: str
) -> CaptionLines:
    """Return the lines of one language of an asset of the caller's, none where it has no track."""
    get_own_asset(uow, actor, asset_id)
    _ensure_offered(language)
    found = (track.cues for track in list_captions(uow, asset_id) if track.language == language)
    cues = next(found, [])
    return CaptionLines(language, CAPTION_LANGUAGES[language], mark_of_cues(cues), cues)


@query(Permission.media_upload)
def get_captions_file(uow: UnitOfWork, actor: Actor, asset_id: UUID, *, language: str) -> str:
    """Return one track of an asset of the caller's as WebVTT."""
    get_own_asset(uow, actor, asset_id)
    for track in list_captions(uow, asset_id):
        if track.language == language:
            return to_vtt(track)
    raise NotFound


@workflow(Permission.media_upload)
def upload_captions(
    ctx: Context, actor: Actor, asset_id: UUID, *, language: str, data: bytes
) -> CaptionsTaken:
    """Put a WebVTT or SubRip file in the place of one language's captions.

    It is read outside of a transaction. Raises `InvalidInput`, with the line of what cannot be read.
    """
    ctx.call(list_own_captions, asset_id)
    _ensure_offered(language)
    found: CaptionFile = read_caption_file(data, language)
    mark = ctx.call(save_captions, asset_id, language=language, cues=found.cues)
    return CaptionsTaken(len(found.cues), found.repairs, mark)


@command(Permission.media_upload)
def save_captions(
    uow: UnitOfWork,
    actor: Actor,
    asset_id: UUID,
    *,
    language: str,
    cues: Sequence[dict[str, Any]],
    before: str | None = None,
) -> str:
    """Replace the captions of one language by cues of {start, end, text}; return their mark.

    `before` is the mark of the lines the writer saw: `Conflict` when they are others by now.
    Lines may come in any order and one may reach into the next; each needs its time.
    """
    get_own_asset(uow, actor, asset_id)
    _ensure_offered(language)
    if len(cues) > MAX_CUES:
        raise InvalidInput("error.captions_many_lines", maximum=MAX_CUES)
    rows = sorted(
        (_cue(number, cue) for number, cue in enumerate(cues, start=1)),
        key=lambda row: (row["start"], row["end"]),
    )
    wanted = mark_of_cues(rows)
    if before is not None:
        ensure_unchanged(_mark_now(uow, asset_id, language), before, wanted)
    track = CaptionTrack(asset_id=asset_id, language=language, cues=rows)
    uow.session.execute(
        insert(CaptionTrack)
        .values(**track.model_dump())
        .on_conflict_do_update(
            index_elements=["asset_id", "language"],
            set_={"cues": rows, "updated_at": clock.now()},
        )
    )
    return wanted


@command(Permission.media_upload)
def delete_captions(uow: UnitOfWork, actor: Actor, asset_id: UUID, *, language: str) -> None:
    """Take the captions of one language away. Repeating it is harmless."""
    get_own_asset(uow, actor, asset_id)
    uow.session.execute(
        sa.delete(CaptionTrack).where(
            CaptionTrack.asset_id == asset_id,  # type: ignore[arg-type]
            CaptionTrack.language == language,  # type: ignore[arg-type]
        )
    )


def mark_of_cues(cues: Sequence[dict[str, Any]]) -> str:
    """Return the mark of lines, 16 hexadecimal digits: the same for the same times and words."""
    plain = json.dumps([[float(c["start"]), float(c["end"]), c["text"]] for c in cues])
    return hashlib.sha256(plain.encode()).hexdigest()[:16]


def _mark_now(uow: UnitOfWork, asset_id: UUID, language: str) -> str:
    """Return the mark of the lines that are kept, locked until the end of the transaction."""
    track = uow.session.exec(
        select(CaptionTrack)
        .where(CaptionTrack.asset_id == asset_id, CaptionTrack.language == language)
        .with_for_update()
    ).first()
    return mark_of_cues(track.cues if track else [])


def _ensure_offered(language: str) -> None:
    if language not in CAPTION_LANGUAGES:
        raise InvalidInput("error.captions_language")


def _cue(number: int, cue: dict[str, Any]) -> dict[str, Any]:
    """One line as it is kept. Raises `InvalidInput` with its number."""
    start, end = float(cue["start"]), float(cue["end"])
    text = _cue_text(str(cue["text"]), number)
    if math.isfinite(start) and math.isfinite(end):
        start, end = round(start, 3), round(end, 3)
        if 0 <= start < end <= LATEST_SECONDS * 2:
            return {"start": start, "end": end, "text": text}
    raise InvalidInput("error.captions_line_time", line=number)


def _cue_text(value: str, number: int) -> str:
    """The lines of one cue, none of them empty: a blank line would end the cue in WebVTT."""
    try:
        text = clean_text(value.replace("\r", "\n"), "captions", maximum=MAX_CUE_TEXT)
    except InvalidInput as error:
        is_long = error.key == "error.text_long"
        key = "error.captions_line_long" if is_long else "error.captions_line_characters"
        raise InvalidInput(key, line=number, maximum=MAX_CUE_TEXT) from error
    return "\n".join(line for line in (" ".join(line.split()) for line in text.split("\n")) if line)
