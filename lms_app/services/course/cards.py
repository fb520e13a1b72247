"""The columns of a course card and how they become a row."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import defer

from lms_app.core import clock
from lms_app.models import Category, Course, User
from lms_app.services.course.views import CourseCard

NEW_DAYS = 30


def select_cards(*, with_description: bool = False) -> Any:
    """Select courses with their category and instructor: one query for any number of cards.

    The description (20 kB) comes along only for the course's own page.
    """
    statement = (
        sa.select(
            Course,
            Category.slug.label("category_slug"),
            Category.name_ko,
            Category.name_en,
            User.display_name,
        )
        .join(Category, Category.id == Course.category_id)
        .join(User, User.id == Course.owner_id)
    )
    if with_description:
        return statement.options(defer(Course.search_text, raiseload=True))
    return statement.options(*without_texts())


def without_texts() -> list[Any]:
    """Leave a course's long texts unread: reading one afterwards is an error, not a query."""
    return [defer(column, raiseload=True) for column in (Course.description_md, Course.search_text)]


def to_card(row: Any) -> CourseCard:
    """Turn a row of `select_cards` into a view."""
    course: Course = row[0]
    published = course.published_at
    return CourseCard(
        id=str(course.id),
        slug=course.slug,
        title=course.title,
        subtitle=course.subtitle,
        cover_word=course.cover_word,
        category_slug=row.category_slug,
        category_name_ko=row.name_ko,
        category_name_en=row.name_en,
        instructor_name=row.display_name,
        level=course.level.value,
        language=course.language,
        lesson_count=course.lesson_count,
        duration_seconds=course.duration_seconds,
        enrollment_count=course.enrollment_count,
        preview_count=course.preview_count,
        published_on=published.date().isoformat() if published else "",
        version=course.version,
        is_new=bool(published and published > clock.now() - timedelta(days=NEW_DAYS)),
    )
