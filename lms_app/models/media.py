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
from lms_app.models.base import Entity, Timestamped, choice, moment


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


class MediaAsset(Entity, Timestamped, table=True):
    """One uploaded video. `lease_token` fences the worker that may publish `attempt`.

    `content_key_sealed` is the AES-128 key of its segments, sealed at rest; it leaves the
    process only through the key endpoint.
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
    )

    owner_id: UUID = Field(foreign_key="user_account.id", ondelete="RESTRICT")
    status: MediaStatus = choice(MediaStatus, MediaStatus.uploading)
    phase: MediaPhase = choice(MediaPhase, MediaPhase.waiting)
    progress_percent: int = Field(default=0, ge=0, le=100)
    priority: int = Field(default=0)
    filename: str = Field(max_length=255)
    content_type: str = Field(max_length=100)
    size_bytes: int = Field(sa_type=sa.BigInteger)
    source_key: str = Field(max_length=200)
    upload_id: str | None = Field(default=None, max_length=1024)
    part_size_bytes: int = Field(default=0)
    source_etag: str | None = Field(default=None, max_length=100)
    failure_reason: str | None = Field(default=None, max_length=60)
    duration_seconds: float | None = Field(default=None)
    width: int | None = Field(default=None)
    height: int | None = Field(default=None)
    has_audio: bool | None = Field(default=None)
    attempt: int = Field(default=0)
    lease_token: UUID | None = Field(default=None)
    lease_expires_at: datetime | None = moment()
    queued_at: datetime | None = moment()
    ready_at: datetime | None = moment()
    published_prefix: str | None = Field(default=None, max_length=200)
    poster_key: str | None = Field(default=None, max_length=250)
    content_key_sealed: bytes | None = Field(default=None, sa_type=sa.LargeBinary)

    def move(self, target: MediaStatus) -> None:
        """Change the status along `MEDIA_MOVES`; raises `InvalidTransition`."""
        if target not in MEDIA_MOVES[self.status]:
            raise InvalidTransition("media_asset", self.status, target)
        self.status = target


class Rendition(Entity, Timestamped, table=True):
    """One quality (or the shared audio) of the published attempt.

    `segment_seconds` holds one duration a segment; segment n is the object
    `<published_prefix>/<name>/s<n:05d>.ts`, sealed with IV n.
    """

    __table_args__ = (sa.UniqueConstraint("asset_id", "name"),)

    asset_id: UUID = Field(foreign_key="media_asset.id", ondelete="CASCADE")
    attempt: int
    name: str = Field(max_length=16)
    kind: RenditionKind = choice(RenditionKind)
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
    __table_args__ = (sa.UniqueConstraint("asset_id", "language"),)

    asset_id: UUID = Field(foreign_key="media_asset.id", ondelete="CASCADE")
    language: str = Field(max_length=5)
    cues: list[dict[str, Any]] = Field(sa_type=JSONB)
