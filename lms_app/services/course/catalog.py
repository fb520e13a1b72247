"""Finding courses: search, filters with counts, order, the shelves of the home page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlmodel import select

from lms_app import i18n
from lms_app.core.actor import Actor
from lms_app.core.pagination import PageRequest
from lms_app.core.permissions import Permission
from lms_app.core.use_case import query
from lms_app.db import queries
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import Category, Course, CourseStatus, InstructorProfile, Lesson, Level, Section
from lms_app.services.course.cards import select_cards, to_card
from lms_app.services.course.views import (
    CatalogPage,
    CategoryRow,
    CourseAddress,
    FacetValue,
    HomePage,
)

HOUR = 3600
LENGTHS: dict[str, tuple[int, int]] = {
    "short": (0, HOUR),
    "medium": (HOUR, 5 * HOUR),
    "long": (5 * HOUR, 10_000 * HOUR),
}
LANGUAGES = ("ko", "en")
MAX_ADDRESSES = 20_000
SORTS = ("popular", "newest", "title")
CLOSED_CHOICES: dict[str, frozenset[str]] = {
    "level": frozenset(level.value for level in Level),
    "length": frozenset(LENGTHS),
    "language": frozenset(LANGUAGES),
    "sort": frozenset(SORTS),
}
"""Every value that a filter or the order may have; categories are rows."""


@dataclass(frozen=True)
class CatalogFilter:
    """What the address of `/courses` says; unknown values are left out, not refused."""

    text: str = ""
    categories: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    lengths: tuple[str, ...] = ()
    sort: str = "popular"
    page: PageRequest = field(default_factory=PageRequest)


def conditions(wanted: CatalogFilter, leave_out: str = "") -> list[sa.ColumnElement[bool]]:
    """Return what holds of every published course that fits, one filter left out on wish."""
    found: list[Any] = [Course.status == CourseStatus.published]
    found.extend(
        Course.search_text.ilike(queries.like_pattern(word[:60]), escape="\\")
        for word in wanted.text.replace("\x00", "").split()[:6]
    )
    if wanted.categories and leave_out != "categories":
        found.append(Category.slug.in_(wanted.categories))
    levels = [level for level in wanted.levels if level in Level.__members__]
    if levels and leave_out != "levels":
        found.append(Course.level.in_(levels))
    if wanted.languages and leave_out != "languages":
        found.append(Course.language.in_(wanted.languages))
    lengths = [LENGTHS[length] for length in wanted.lengths if length in LENGTHS]
    if lengths and leave_out != "lengths":
        found.append(
            sa.or_(
                *(
                    sa.and_(Course.duration_seconds >= low, Course.duration_seconds < high)
                    for low, high in lengths
                )
            )
        )
    return found


def _length_case() -> Any:
    return sa.case(
        *(
            (sa.and_(Course.duration_seconds >= low, Course.duration_seconds < high), name)
            for name, (low, high) in LENGTHS.items()
        ),
        else_="long",
    )


def _counts(uow: UnitOfWork, wanted: CatalogFilter) -> dict[str, dict[str, int]]:
    """Count every value of every filter under the other filters: one query."""
    parts = {
        "categories": Category.slug,
        "levels": sa.cast(Course.level, sa.Text),
        "languages": Course.language,
        "lengths": _length_case(),
    }
    selects = [
        sa.select(
            sa.literal(name).label("facet"), value.label("value"), sa.func.count().label("count")
        )
        .select_from(Course)
        .join(Category, Category.id == Course.category_id)
        .where(*conditions(wanted, leave_out=name))
        .group_by(value)
        for name, value in parts.items()
    ]
    counted: dict[str, dict[str, int]] = {name: {} for name in parts}
    for row in uow.session.execute(sa.union_all(*selects)):
        counted[row.facet][row.value] = row[2]
    return counted


@query(Permission.public)
def search_courses(uow: UnitOfWork, actor: Actor, wanted: CatalogFilter) -> CatalogPage:
    """Return one page of published courses and the counts of every filter. 4 queries."""
    statement = select_cards().where(*conditions(wanted))
    orders: dict[str, list[Any]] = {
        "popular": [Course.enrollment_count.desc(), Course.id],
        "newest": [Course.published_at.desc(), Course.id],
        "title": [Course.title, Course.id],
    }
    statement = statement.order_by(*orders.get(wanted.sort, orders["popular"]))
    page = queries.paginate(uow, statement, wanted.page)
    counted = _counts(uow, wanted)
    categories = uow.session.exec(select(Category).order_by(Category.position)).all()  # type: ignore[arg-type]
    return CatalogPage(
        cards=[to_card(row) for row in page.rows],
        total=page.total,
        number=page.number,
        pages=page.pages,
        categories=[
            FacetValue(c.slug, c.name_ko, c.name_en, counted["categories"].get(c.slug, 0))
            for c in categories
        ],
        levels=_facet("level", [level.value for level in Level], counted["levels"]),
        languages=_facet("language", LANGUAGES, counted["languages"]),
        lengths=_facet("length", LENGTHS, counted["lengths"]),
    )


@query(Permission.public)
def list_course_addresses(uow: UnitOfWork, actor: Actor) -> list[CourseAddress]:
    """Return every published course for the site map, the newest first, 20,000 at most."""
    rows = uow.session.execute(
        sa.select(Course.slug, Course.updated_at)
        .where(Course.status == CourseStatus.published)
        .order_by(Course.published_at.desc(), Course.id)
        .limit(MAX_ADDRESSES)
    )
    return [CourseAddress(row.slug, row.updated_at.date().isoformat()) for row in rows]


def _facet(name: str, values: Iterable[str], counted: dict[str, int]) -> list[FacetValue]:
    return [
        FacetValue(value, *i18n.pair(f"facet.{name}.{value}"), counted.get(value, 0))
        for value in values
    ]


@query(Permission.public)
def get_home(uow: UnitOfWork, actor: Actor) -> HomePage:
    """Return the shelves of the home page. 5 queries."""
    published = select_cards().where(Course.status == CourseStatus.published)
    popular = uow.session.execute(
        published.order_by(Course.enrollment_count.desc(), Course.id).limit(8)
    ).all()
    newest = uow.session.execute(
        published.order_by(Course.published_at.desc(), Course.id).limit(4)
    ).all()
    categories = uow.session.exec(select(Category).order_by(Category.position)).all()  # type: ignore[arg-type]
    totals = uow.session.execute(
        sa.select(
            sa.func.count(),
            sa.func.coalesce(sa.func.sum(Course.lesson_count), 0),
            sa.select(sa.func.count())
            .select_from(InstructorProfile)
            .where(InstructorProfile.published_course_count > 0)
            .scalar_subquery(),
        ).where(Course.status == CourseStatus.published)
    ).one()
    hero = uow.session.execute(
        published.add_columns(Lesson.id.label("lesson_id"))
        .join(Lesson, Lesson.course_id == Course.id)
        .join(Section, Section.id == Lesson.section_id)
        .where(Lesson.is_preview, Lesson.duration_seconds > 0)
        .order_by(Course.enrollment_count.desc(), Course.id, Section.position, Lesson.position)
        .limit(1)
    ).first()
    return HomePage(
        popular=[to_card(row) for row in popular],
        newest=[to_card(row) for row in newest],
        categories=[
            CategoryRow(str(c.id), c.slug, c.name_ko, c.name_en, c.published_course_count)
            for c in categories
        ],
        course_count=totals[0],
        lesson_count=int(totals[1]),
        instructor_count=totals[2] or 0,
        hero=to_card(hero) if hero else None,
        hero_lesson_id=str(hero.lesson_id) if hero else "",
    )
