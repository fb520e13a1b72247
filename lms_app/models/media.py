"""Uploaded videos, what was made of them, and their captions."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from lms_app.core.errors import InvalidTransition
from lms_app.models.base import Entity, Timestamped, choice, counter, moment
from lms_app.models.personal import Erasure, Pii, of_nobody, of_person, personal


class MediaStatus(StrEnum):
    uploading = "uploading"
    uploaded = "uploaded"
    processing = "processing"
    ready = "ready"
    failed = "failed"


MEDIA_MOVES: dict[MediaStatus, frozenset[MediaStatus]] = {
    MediaStatus.uploading: frozenset({MediaStatus.uploaded, MediaStatus.failed}),
    MediaStatus.uploaded: frozenset({MediaStatus.processing, MediaStatus.failed}),
    MediaStatus.processing: frozenset(
        {MediaStatus.uploaded, MediaStatus.ready, MediaStatus.failed}
    ),
    MediaStatus.ready: frozenset(),
    MediaStatus.failed: frozenset({MediaStatus.uploaded}),
}


class MediaPhase(StrEnum):
    """What a worker is doing with the asset just now."""

    waiting = "waiting"
    checking = "checking"
    encoding = "encoding"
    publishing = "publishing"


class RenditionKind(StrEnum):
    video = "video"
    audio = "audio"


class RenditionState(StrEnum):
    """How far one rendition is; it can be played while it is encoded."""

    waiting = "waiting"
    encoding = "encoding"
    ready = "ready"


class MediaAsset(Entity, Timestamped, table=True):
    """One uploaded video. `lease_token` fences the worker that may publish `attempt`; while
    `lease_expires_at` is none beside it, no worker has the attempt (see `is_set_aside`).

    `content_key_sealed` is the AES-128 key of its segments, sealed at rest; it leaves the
    process only through the key endpoint. `failure_count` counts what was the file's or the
    encoder's doing; `troubled_since` is when the store or the disk began to keep it waiting, and
    `retry_at` when it is tried again. `failure_detail` is for the operator only. `sprites`
    describes the sheets of small pictures (see `services/media/stills.py`).
    """

    __tablename__ = "media_asset"
    __table_args__ = (
        sa.Index("ix_media_asset_owner_id", "owner_id"),
        sa.Index(
            "ix_media_asset_unfinished",
            "status",
            "lease_expires_at",
            postgresql_where=sa.text("status IN ('uploading', 'uploaded', 'processing')"),
        ),
        sa.CheckConstraint("size_bytes > 0", name="size_positive"),
        sa.CheckConstraint(
            "status <> 'ready' OR (published_prefix IS NOT NULL AND duration_seconds > 0)",
            name="ready_is_published",
        ),
        of_person("owner_id", on_erasure=Erasure.keep),
    )

    owner_id: UUID = Field(foreign_key="user_account.id", ondelete="RESTRICT")
    status: MediaStatus = choice(MediaStatus, MediaStatus.uploading)
    phase: MediaPhase = choice(MediaPhase, MediaPhase.waiting)
    progress_percent: int = personal(Pii.none, default=0, ge=0, le=100)
    priority: int = personal(Pii.none, default=0)
    filename: str = personal(Pii.content, max_length=255)
    content_type: str = personal(Pii.activity, max_length=100)
    size_bytes: int = personal(Pii.activity, sa_type=sa.BigInteger)
    source_key: str = personal(Pii.none, max_length=200)
    upload_id: str | None = personal(Pii.none, default=None, max_length=1024)
    part_size_bytes: int = personal(Pii.none, default=0)
    source_etag: str | None = personal(Pii.none, default=None, max_length=100)
    failure_reason: str | None = personal(Pii.none, default=None, max_length=60)
    failure_detail: str | None = personal(Pii.none, default=None, max_length=500)
    failure_count: int = counter()
    failed_at: datetime | None = moment(Pii.none)
    retry_at: datetime | None = moment(Pii.none)
    troubled_since: datetime | None = moment(Pii.none)
    seconds_left: int | None = personal(Pii.none, default=None)
    duration_seconds: float | None = personal(Pii.none, default=None)
    width: int | None = personal(Pii.none, default=None)
    height: int | None = personal(Pii.none, default=None)
    has_audio: bool | None = personal(Pii.none, default=None)
    attempt: int = personal(Pii.none, default=0)
    lease_token: UUID | None = personal(Pii.none, default=None)
    lease_expires_at: datetime | None = moment(Pii.none)
    queued_at: datetime | None = moment(Pii.none)
    ready_at: datetime | None = moment(Pii.none)
    published_prefix: str | None = personal(Pii.none, default=None, max_length=200)
    poster_key: str | None = personal(Pii.none, default=None, max_length=250)
    poster_keys: list[str] = personal(
        Pii.none,
        default_factory=list,
        sa_type=ARRAY(sa.Text),
        sa_column_kwargs={"server_default": "{}"},
    )
    sprites: dict[str, int] | None = personal(
        Pii.none, default=None, sa_type=JSONB(none_as_null=True)
    )
    content_key_sealed: bytes | None = personal(
        Pii.credential, default=None, sa_type=sa.LargeBinary
    )

    def move(self, target: MediaStatus) -> None:
        """Change the status along `MEDIA_MOVES`; raises `InvalidTransition`."""
        if target not in MEDIA_MOVES[self.status]:
            raise InvalidTransition("media_asset", self.status, target)
        self.status = target

    @property
    def is_set_aside(self) -> bool:
        """Between its passes: the first one's work is there, the rest waits for an encoder."""
        is_begun = self.status is MediaStatus.processing and self.lease_token is not None
        return is_begun and self.lease_expires_at is None

    @property
    def working_prefix(self) -> str:
        """Where the attempt that holds the lease writes; empty while none does."""
        return attempt_prefix(self.id, self.attempt, self.lease_token) if self.lease_token else ""


TOKEN_DIGITS = 12
"""How much of a token names the attempt; the rest tells apart who had the lease for its passes."""


def attempt_prefix(asset_id: UUID, attempt: int, token: UUID) -> str:
    """Where one attempt's objects go; no other attempt writes there."""
    return f"media/{asset_id}/{attempt}-{token.hex[:TOKEN_DIGITS]}"


class Rendition(Entity, Timestamped, table=True):
    """One quality (or the shared audio) of the published attempt, or of the one at work.

    `segment_seconds` holds one duration a segment; segment n is the object
    `<prefix>/<name>/s<n:05d>.ts`, sealed with IV n. It grows while the rung that plays first
    is encoded.
    """

    __table_args__ = (sa.UniqueConstraint("asset_id", "name"), of_nobody())

    asset_id: UUID = Field(foreign_key="media_asset.id", ondelete="CASCADE")
    attempt: int
    name: str = Field(max_length=16)
    kind: RenditionKind = choice(RenditionKind)
    state: RenditionState = choice(RenditionState, RenditionState.ready)
    percent: int = Field(default=100, ge=0, le=100, sa_column_kwargs={"server_default": "100"})
    width: int | None = Field(default=None)
    height: int | None = Field(default=None)
    frame_rate: float | None = Field(default=None)
    bandwidth: int
    average_bandwidth: int
    codecs: str = Field(max_length=60)
    segment_seconds: list[float] = Field(sa_type=ARRAY(sa.Float))


class CaptionTrack(Entity, Timestamped, table=True):
    """Captions of one language: `cues` is a list of {start, end, text}, seconds from 0."""

    __tablename__ = "caption_track"
    __table_args__ = (
        sa.UniqueConstraint("asset_id", "language"),
        of_person("asset_id", on_erasure=Erasure.keep),
    )

    asset_id: UUID = Field(foreign_key="media_asset.id", ondelete="CASCADE")
    language: str = personal(Pii.content, max_length=5)
    cues: list[dict[str, Any]] = personal(Pii.content, sa_type=JSONB)
