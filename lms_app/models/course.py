"""What is taught: categories, courses, their sections and lessons."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field

from lms_app.core.errors import InvalidTransition
from lms_app.models.base import Entity, Timestamped, choice, counter, moment
from lms_app.models.personal import Erasure, Pii, labelled, of_nobody, of_person, personal


class CourseStatus(StrEnum):
    draft = "draft"
    in_review = "in_review"
    published = "published"
    archived = "archived"


COURSE_MOVES: dict[CourseStatus, frozenset[CourseStatus]] = {
    CourseStatus.draft: frozenset({CourseStatus.in_review, CourseStatus.published}),
    CourseStatus.in_review: frozenset({CourseStatus.draft, CourseStatus.published}),
    CourseStatus.published: frozenset({CourseStatus.archived}),
    CourseStatus.archived: frozenset({CourseStatus.published}),
}


class Level(StrEnum):
    beginner = "beginner"
    intermediate = "intermediate"
    advanced = "advanced"


class LessonKind(StrEnum):
    video = "video"
    article = "article"


class Category(Entity, Timestamped, table=True):
    """A field of study, named in both languages; `slug` also picks the cover's motif."""

    __table_args__ = (sa.UniqueConstraint("slug"), of_nobody())

    slug: str = Field(max_length=40)
    name_ko: str = Field(max_length=60)
    name_en: str = Field(max_length=60)
    position: int = Field(default=0)
    published_course_count: int = counter()


class Course(Entity, Timestamped, table=True):
    """A course. Counts and `duration_seconds` follow the curriculum in the same transaction.

    `taken_down_at`: somebody who looks after the site took it out of the catalogue, for
    `taken_down_reason`; until it is allowed again nobody publishes it. `completion_percent`: the
    share of its released lessons whose completion completes it.
    """

    __table_args__ = (
        sa.UniqueConstraint("slug"),
        sa.CheckConstraint(
            "completion_percent BETWEEN 1 AND 100", name="completion_percent_is_a_share"
        ),
        sa.Index("ix_course_owner_id", "owner_id"),
        sa.Index("ix_course_category_id", "category_id"),
        sa.Index(
            "ix_course_popular",
            sa.text("enrollment_count DESC"),
            "id",
            postgresql_where=sa.text("status = 'published'"),
        ),
        sa.Index(
            "ix_course_newest",
            sa.text("published_at DESC"),
            "id",
            postgresql_where=sa.text("status = 'published'"),
        ),
        sa.Index(
            "ix_course_search",
            "search_text",
            postgresql_using="gin",
            postgresql_ops={"search_text": "gin_trgm_ops"},
        ),
        of_person("owner_id", on_erasure=Erasure.keep),
    )

    slug: str = personal(Pii.content, max_length=100)
    owner_id: UUID = Field(foreign_key="user_account.id", ondelete="RESTRICT")
    category_id: UUID = Field(foreign_key="category.id", ondelete="RESTRICT")
    title: str = personal(Pii.content, max_length=200)
    subtitle: str = personal(Pii.content, default="", max_length=300)
    description_md: str = personal(Pii.content, default="", sa_type=sa.Text)
    level: Level = choice(Level, Level.beginner, pii=Pii.content)
    language: str = personal(Pii.content, default="ko", max_length=5)
    cover_word: str = personal(Pii.content, default="", max_length=24)
    outcomes: list[str] = personal(
        Pii.content,
        default_factory=list,
        sa_type=ARRAY(sa.Text),
        sa_column_kwargs={"server_default": "{}"},
    )
    audience: list[str] = personal(
        Pii.content,
        default_factory=list,
        sa_type=ARRAY(sa.Text),
        sa_column_kwargs={"server_default": "{}"},
    )
    requirements: list[str] = personal(
        Pii.content,
        default_factory=list,
        sa_type=ARRAY(sa.Text),
        sa_column_kwargs={"server_default": "{}"},
    )
    status: CourseStatus = choice(CourseStatus, CourseStatus.draft, pii=Pii.activity)
    published_at: datetime | None = moment()
    taken_down_at: datetime | None = moment()
    taken_down_reason: str = personal(
        Pii.content, default="", max_length=500, sa_column_kwargs={"server_default": ""}
    )
    search_text: str = personal(Pii.none, default="", sa_type=sa.Text)
    completion_percent: int = personal(
        Pii.none, default=100, sa_column_kwargs={"server_default": "100"}
    )
    version: int = personal(Pii.none, default=1, sa_column_kwargs={"server_default": "1"})
    section_count: int = counter()
    lesson_count: int = counter()
    preview_count: int = counter()
    duration_seconds: int = counter()
    enrollment_count: int = counter()

    def move(self, target: CourseStatus, at: datetime) -> None:
        """Change the status along `COURSE_MOVES`; raises `InvalidTransition`."""
        if target not in COURSE_MOVES[self.status]:
            raise InvalidTransition("course", self.status, target)
        self.status = target
        if target is CourseStatus.published and self.published_at is None:
            self.published_at = at


class Section(Entity, Timestamped, table=True):
    """A chapter of a course; `position` counts from 0 without gaps."""

    __table_args__ = (
        sa.UniqueConstraint("course_id", "position", deferrable=True, initially="DEFERRED"),
        of_person("course_id", on_erasure=Erasure.keep),
    )

    course_id: UUID = Field(foreign_key="course.id", ondelete="CASCADE")
    title: str = personal(Pii.content, max_length=200)
    position: int = personal(Pii.none, ge=0)


class Chapter(Entity, table=True):
    """A part of a lesson's video: from `start_seconds` to the next chapter or the end."""

    __table_args__ = (
        sa.UniqueConstraint("lesson_id", "start_seconds"),
        sa.CheckConstraint("start_seconds >= 0", name="start_not_negative"),
        of_person("lesson_id", on_erasure=Erasure.keep),
    )

    lesson_id: UUID = Field(foreign_key="lesson.id", ondelete="CASCADE")
    start_seconds: int = personal(Pii.content, ge=0)
    title: str = personal(Pii.content, max_length=100)


class Lesson(Entity, Timestamped, table=True):
    """One sitting: a video or an article. `duration_seconds` comes from the real video.

    `next_media_asset_id` is a video on its way to take the place of the one that plays.

    `is_released` is false while a lesson that was added to a public course has nothing to open:
    only its editors see it. PostgreSQL keeps `has_text`, so that nobody loads a body to know it.
    """

    __table_args__ = (
        sa.UniqueConstraint("section_id", "position", deferrable=True, initially="DEFERRED"),
        sa.Index("ix_lesson_course_id", "course_id"),
        sa.Index("ix_lesson_media_asset_id", "media_asset_id"),
        sa.Index("ix_lesson_next_media_asset_id", "next_media_asset_id"),
        of_person("course_id", on_erasure=Erasure.keep),
    )

    course_id: UUID = Field(foreign_key="course.id", ondelete="CASCADE")
    section_id: UUID = Field(foreign_key="section.id", ondelete="CASCADE")
    title: str = personal(Pii.content, max_length=200)
    kind: LessonKind = choice(LessonKind, LessonKind.video, pii=Pii.content)
    position: int = personal(Pii.none, ge=0)
    is_preview: bool = personal(
        Pii.none, default=False, sa_column_kwargs={"server_default": "false"}
    )
    is_released: bool = personal(
        Pii.none, default=True, sa_column_kwargs={"server_default": "true"}
    )
    body_md: str = personal(Pii.content, default="", sa_type=sa.Text)
    has_text: bool | None = Field(
        default=None,
        sa_column=sa.Column(
            sa.Boolean,
            sa.Computed("body_md <> ''::text", persisted=True),
            nullable=False,
            **labelled(Pii.none),
        ),
    )
    media_asset_id: UUID | None = Field(
        default=None, foreign_key="media_asset.id", ondelete="SET NULL"
    )
    next_media_asset_id: UUID | None = Field(
        default=None, foreign_key="media_asset.id", ondelete="SET NULL"
    )
    duration_seconds: int = counter()
