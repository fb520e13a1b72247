"""Who learns what, how far they are, and the meter that keeps progress honest."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import INT4MULTIRANGE
from sqlmodel import Field

from lms_app.core.errors import InvalidTransition
from lms_app.models.base import Entity, Timestamped, choice, counter, moment
from lms_app.models.personal import Erasure, Pii, labelled, of_person, personal


class EnrollmentStatus(StrEnum):
    active = "active"
    completed = "completed"
    revoked = "revoked"


ENROLLMENT_MOVES: dict[EnrollmentStatus, frozenset[EnrollmentStatus]] = {
    EnrollmentStatus.active: frozenset({EnrollmentStatus.completed, EnrollmentStatus.revoked}),
    EnrollmentStatus.completed: frozenset({EnrollmentStatus.active, EnrollmentStatus.revoked}),
    EnrollmentStatus.revoked: frozenset({EnrollmentStatus.active}),
}


class Enrollment(Entity, Timestamped, table=True):
    """One person in one course; `completed_lesson_count` follows LessonProgress."""

    __table_args__ = (
        sa.UniqueConstraint("user_id", "course_id"),
        sa.Index("ix_enrollment_course_id", "course_id"),
        sa.Index(
            "ix_enrollment_last_lesson_id",
            "last_lesson_id",
            postgresql_where=sa.text("last_lesson_id IS NOT NULL"),
        ),
        sa.Index("ix_enrollment_recent", "user_id", sa.text("last_activity_at DESC")),
        of_person("user_id", on_erasure=Erasure.keep),
    )

    user_id: UUID = Field(foreign_key="user_account.id", ondelete="CASCADE")
    course_id: UUID = Field(foreign_key="course.id", ondelete="RESTRICT")
    status: EnrollmentStatus = choice(EnrollmentStatus, EnrollmentStatus.active, pii=Pii.activity)
    completed_lesson_count: int = counter(Pii.activity)
    last_lesson_id: UUID | None = Field(default=None, foreign_key="lesson.id", ondelete="SET NULL")
    last_activity_at: datetime = personal(Pii.activity, sa_type=sa.DateTime(timezone=True))
    completed_at: datetime | None = moment()
    revoked_at: datetime | None = moment()

    def move(self, target: EnrollmentStatus, at: datetime) -> None:
        """Change the status along `ENROLLMENT_MOVES`; raises `InvalidTransition`."""
        if target not in ENROLLMENT_MOVES[self.status]:
            raise InvalidTransition("enrollment", self.status, target)
        self.status = target
        if target is EnrollmentStatus.completed and self.completed_at is None:
            self.completed_at = at
        self.revoked_at = at if target is EnrollmentStatus.revoked else None


class LessonProgress(Entity, Timestamped, table=True):
    """What of a lesson was really played.

    `covered` is the union of played whole seconds; `position_seconds` is only where to resume
    and says nothing about what was seen.
    """

    __tablename__ = "lesson_progress"
    __table_args__ = (
        sa.UniqueConstraint("enrollment_id", "lesson_id"),
        sa.Index("ix_lesson_progress_lesson_id", "lesson_id"),
        sa.Index(
            "ix_lesson_progress_media_asset_id",
            "media_asset_id",
            postgresql_where=sa.text("media_asset_id IS NOT NULL"),
        ),
        of_person("enrollment_id", on_erasure=Erasure.delete),
    )

    enrollment_id: UUID = Field(foreign_key="enrollment.id", ondelete="CASCADE")
    lesson_id: UUID = Field(foreign_key="lesson.id", ondelete="CASCADE")
    media_asset_id: UUID | None = Field(
        default=None, foreign_key="media_asset.id", ondelete="SET NULL"
    )
    covered: Any = Field(
        default=None,
        sa_column=sa.Column(
            INT4MULTIRANGE, nullable=False, server_default="{}", **labelled(Pii.activity)
        ),
    )
    covered_seconds: int = counter(Pii.activity)
    position_seconds: float = personal(
        Pii.activity, default=0, sa_column_kwargs={"server_default": "0"}
    )
    completed_at: datetime | None = moment()


class PlaybackMeter(Timestamped, table=True):
    """One person's allowance of new seconds, filled by wall-clock time on the server.

    One row a person, not a tab: doubled tabs share it. It belongs to the lesson whose playback
    began last. `balance_ms` is media time that may still be credited, `filled_at` when it was
    last filled. The lesson before it, what it had left and when it gave way are kept for its last
    report, which may come a moment later.
    """

    __tablename__ = "playback_meter"
    __table_args__ = (
        sa.CheckConstraint("balance_ms >= 0", name="balance_not_negative"),
        sa.CheckConstraint("previous_balance_ms >= 0", name="previous_balance_not_negative"),
        of_person("user_id", on_erasure=Erasure.delete),
    )

    user_id: UUID = Field(primary_key=True, foreign_key="user_account.id", ondelete="CASCADE")
    lesson_id: UUID | None = personal(Pii.activity, default=None)
    balance_ms: int = personal(Pii.none, default=0)
    filled_at: datetime = personal(Pii.none, sa_type=sa.DateTime(timezone=True))
    previous_lesson_id: UUID | None = personal(Pii.activity, default=None)
    previous_balance_ms: int = personal(
        Pii.none, default=0, sa_column_kwargs={"server_default": "0"}
    )
    switched_at: datetime | None = moment(Pii.none)
