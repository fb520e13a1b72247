"""Courses in slices, for clients that read on from where they were (the API)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from lms_app.core.actor import Actor
from lms_app.core.errors import InvalidInput
from lms_app.core.permissions import Permission
from lms_app.core.slices import Place, Slice, SliceRequest
from lms_app.core.use_case import query
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import Course
from lms_app.services.course.builder import own_course_row
from lms_app.services.course.cards import select_cards, to_card
from lms_app.services.course.catalog import CatalogFilter, conditions
from lms_app.services.course.views import CourseCard, OwnCourseRow

LARGEST = 2**31 - 1


@dataclass(frozen=True)
class _Order:
    """A column to sort by, which way, and how its value is written into a cursor and read back."""

    column: Any
    is_descending: bool
    write: Callable[[Course], str]
    read: Callable[[str], Any]

    def after(self, place: Place) -> sa.ColumnElement[bool]:
        """Return what holds of every row behind `place`; raises `InvalidInput`."""
        try:
            value = self.read(place.value)
        except (ValueError, OverflowError) as error:
            raise InvalidInput("error.cursor", fields={"cursor": "error.cursor"}) from error
        beyond = self.column < value if self.is_descending else self.column > value
        return sa.or_(beyond, sa.and_(self.column == value, Course.id > place.row_id))  # type: ignore[arg-type]

    @property
    def by(self) -> list[Any]:
        return [self.column.desc() if self.is_descending else self.column.asc(), Course.id]


def _count(text: str) -> int:
    value = int(text)
    if not 0 <= value <= LARGEST:
        raise ValueError(text)
    return value


def _moment(text: str) -> datetime:
    value = datetime.fromisoformat(text)
    if value.tzinfo is None:
        raise ValueError(text)
    return value


def _text(text: str) -> str:
    if "\0" in text:
        raise ValueError(text)
    return text


_ORDERS = {
    "popular": _Order(Course.enrollment_count, True, lambda c: str(c.enrollment_count), _count),
    "newest": _Order(
        Course.published_at, True, lambda c: c.published_at.isoformat() if c.published_at else "",
        _moment,
    ),
    "title": _Order(Course.title, False, lambda c: c.title, _text),
}  # fmt: skip
_CHANGED = _Order(Course.updated_at, True, lambda c: c.updated_at.isoformat(), _moment)


@query(Permission.public)
def browse_courses(
    uow: UnitOfWork, actor: Actor, wanted: CatalogFilter, request: SliceRequest
) -> Slice[CourseCard]:
    """Return published courses that fit, in the wanted order. 1 query."""
    order = _ORDERS.get(wanted.sort, _ORDERS["popular"])
    rows, end = _slice(uow, select_cards().where(*conditions(wanted)), order, request)
    return Slice([to_card(row) for row in rows], end)


@query(Permission.course_edit)
def browse_own_courses(uow: UnitOfWork, actor: Actor, request: SliceRequest) -> Slice[OwnCourseRow]:
    """Return the caller's courses, last changed first. 1 query."""
    mine = select_cards().where(Course.owner_id == actor.person)
    rows, end = _slice(uow, mine, _CHANGED, request)
    return Slice([own_course_row(row) for row in rows], end)


def _slice(
    uow: UnitOfWork, statement: Any, order: _Order, request: SliceRequest
) -> tuple[list[Any], Place | None]:
    if request.after is not None:
        statement = statement.where(order.after(request.after))
    found = uow.session.execute(statement.order_by(*order.by).limit(request.size + 1)).all()
    rows = list(found[: request.size])
    if len(found) <= request.size:
        return rows, None
    last: Course = rows[-1][0]
    return rows, Place(order.write(last), last.id)
