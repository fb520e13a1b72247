"""When a course is completed: so many of its released lessons, as its teacher asks."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from lms_app.models import Course


def lessons_needed(course: Course) -> int:
    """Return how many lessons complete the course: its share, rounded up."""
    return (course.lesson_count * course.completion_percent + 99) // 100


def needed_column() -> sa.ColumnElement[Any]:
    """The same as `lessons_needed`, counted by the database."""
    wanted: sa.ColumnElement[Any] = sa.cast(Course.lesson_count, sa.BigInteger)
    return (wanted * Course.completion_percent + 99) // 100
