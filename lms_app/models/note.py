"""What people write down beside a lesson."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from lms_app.models.base import Entity, Timestamped
from lms_app.models.personal import Erasure, Pii, labelled, of_person, personal


class Note(Entity, Timestamped, table=True):
    """A note at a second of a lesson, or a highlight: a quote of its transcript without a text.

    Its author's browser gives the id, so that what is sent twice is kept once, and counts
    `revision` up with every change, so that what arrives late writes over nothing newer. `second`
    is null beside an article. A note outlives its lesson: `lesson_id` is null once that is gone.
    """

    __table_args__ = (
        sa.CheckConstraint("body_md <> '' OR quote <> ''", name="says_something"),
        sa.Index("ix_note_newest", "user_id", sa.text("created_at DESC"), "id"),
        sa.Index("ix_note_course", "course_id", "user_id"),
        sa.Index(
            "ix_note_lesson",
            "lesson_id",
            "user_id",
            postgresql_where=sa.text("lesson_id IS NOT NULL"),
        ),
        sa.Index(
            "ix_note_search",
            "search_text",
            postgresql_using="gin",
            postgresql_ops={"search_text": "gin_trgm_ops"},
        ),
        of_person("user_id", on_erasure=Erasure.delete),
    )

    user_id: UUID = Field(foreign_key="user_account.id", ondelete="CASCADE")
    course_id: UUID = Field(foreign_key="course.id", ondelete="CASCADE")
    lesson_id: UUID | None = Field(default=None, foreign_key="lesson.id", ondelete="SET NULL")
    second: float | None = personal(Pii.content, default=None)
    quote: str = personal(
        Pii.content, default="", sa_type=sa.Text, sa_column_kwargs={"server_default": ""}
    )
    quote_language: str = personal(
        Pii.content, default="", max_length=12, sa_column_kwargs={"server_default": ""}
    )
    quote_end_second: float | None = personal(Pii.content, default=None)
    body_md: str = personal(
        Pii.content, default="", sa_type=sa.Text, sa_column_kwargs={"server_default": ""}
    )
    revision: int = personal(Pii.none, default=1, sa_column_kwargs={"server_default": "1"})
    search_text: Any = Field(
        default=None,
        sa_column=sa.Column(
            sa.Text,
            sa.Computed("(quote || ' '::text) || body_md", persisted=True),
            nullable=False,
            **labelled(Pii.none),
        ),
    )
