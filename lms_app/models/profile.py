"""What a person shows of themselves, how they want the site, and their wish to teach."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from lms_app.models.base import Entity, Timestamped, choice, moment
from lms_app.models.personal import Erasure, Pii, of_person, personal


class Theme(StrEnum):
    system = "system"
    light = "light"
    dark = "dark"


class CaptionSize(StrEnum):
    small = "small"
    medium = "medium"
    large = "large"


class ApplicationStatus(StrEnum):
    pending = "pending"
    approved = "approved"
    refused = "refused"


class UserProfile(Timestamped, table=True):
    """The one owner of a person's handle, words and picture. Who said nothing has no row.

    A handle is stored folded (a-z, 0-9, hyphens), so equal handles are equal texts.
    `avatar` is the name of an object `avatars/<avatar>.webp`.
    """

    __tablename__ = "user_profile"
    __table_args__ = (
        sa.UniqueConstraint("handle"),
        of_person("user_id", on_erasure=Erasure.delete),
    )

    user_id: UUID = Field(foreign_key="user_account.id", ondelete="CASCADE", primary_key=True)
    handle: str | None = personal(Pii.identity, default=None, max_length=40)
    headline: str = personal(Pii.content, default="", max_length=120)
    bio_md: str = personal(Pii.content, default="", sa_type=sa.Text)
    links: list[str] = personal(Pii.identity, default_factory=list, sa_type=JSONB)
    avatar: str | None = personal(Pii.content, default=None, max_length=32)


class FormerHandle(Timestamped, table=True):
    """A handle somebody had: until `kept_until` it leads to them and nobody else may have it."""

    __tablename__ = "former_handle"
    __table_args__ = (
        sa.Index("ix_former_handle_user_id", "user_id"),
        sa.Index("ix_former_handle_kept_until", "kept_until"),
        of_person("user_id", on_erasure=Erasure.delete),
    )

    handle: str = personal(Pii.identity, max_length=40, primary_key=True)
    user_id: UUID = Field(foreign_key="user_account.id", ondelete="CASCADE")
    kept_until: datetime = personal(Pii.activity, sa_type=sa.DateTime(timezone=True))


class UserSettings(Timestamped, table=True):
    """How somebody wants the site, on every device. Who chose nothing has no row.

    `speed_percent`: 100 is as recorded. `captions_language`: a code, `off`, or empty for the
    player's own choice. `muted`: `<subject>:<channel>` that they do not want.
    """

    __tablename__ = "user_settings"
    __table_args__ = (of_person("user_id", on_erasure=Erasure.delete),)

    user_id: UUID = Field(foreign_key="user_account.id", ondelete="CASCADE", primary_key=True)
    theme: Theme = choice(Theme, Theme.system, pii=Pii.preference)
    time_zone: str = personal(Pii.preference, default="", max_length=64)
    speed_percent: int = personal(Pii.preference, default=100)
    is_autoplay: bool = personal(Pii.preference, default=True)
    captions_language: str = personal(Pii.preference, default="", max_length=5)
    captions_size: CaptionSize = choice(CaptionSize, CaptionSize.medium, pii=Pii.preference)
    muted: list[str] = personal(Pii.preference, default_factory=list, sa_type=JSONB)


class InstructorApplication(Entity, Timestamped, table=True):
    """Somebody asks to teach. One waits at a time; refused ones stay with their reason."""

    __tablename__ = "instructor_application"
    __table_args__ = (
        sa.Index(
            "uq_instructor_application_waiting",
            "user_id",
            unique=True,
            postgresql_where=sa.text("status = 'pending'"),
        ),
        sa.Index("ix_instructor_application_user_id_created_at", "user_id", "created_at"),
        sa.Index("ix_instructor_application_status_created_at", "status", "created_at"),
        sa.Index(
            "ix_instructor_application_decided_by",
            "decided_by",
            postgresql_where=sa.text("decided_by IS NOT NULL"),
        ),
        of_person("user_id", on_erasure=Erasure.delete),
    )

    user_id: UUID = Field(foreign_key="user_account.id", ondelete="CASCADE")
    status: ApplicationStatus = choice(
        ApplicationStatus, ApplicationStatus.pending, pii=Pii.activity
    )
    message: str = personal(Pii.content, default="", max_length=2000)
    reason: str = personal(Pii.content, default="", max_length=500)
    decided_by: UUID | None = Field(
        default=None, foreign_key="user_account.id", ondelete="SET NULL"
    )
    decided_at: datetime | None = moment()
