"""The fields of study."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa
from sqlmodel import select

from lms_app.core.actor import Actor
from lms_app.core.errors import InvalidInput
from lms_app.core.permissions import Permission
from lms_app.core.use_case import query
from lms_app.db import queries
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import Category, Course, CourseStatus
from lms_app.services.course.views import CategoryRow


@query(Permission.public)
def list_categories(uow: UnitOfWork, actor: Actor) -> list[CategoryRow]:
    """Return every category in its order, with its published courses counted."""
    rows = uow.session.exec(select(Category).order_by(Category.position))  # type: ignore[arg-type]
    return [
        CategoryRow(
            id=str(row.id),
            slug=row.slug,
            name_ko=row.name_ko,
            name_en=row.name_en,
            course_count=row.published_course_count,
        )
        for row in rows
    ]


def get_category(uow: UnitOfWork, slug: str) -> Category:
    """Return a category by its slug; raises `InvalidInput` on field `category`."""
    category = uow.session.exec(select(Category).where(Category.slug == slug)).first()
    if category is None:
        raise InvalidInput("error.category", fields={"category_slug": "error.category"})
    return category


def recount_categories(uow: UnitOfWork, *category_ids: UUID) -> None:
    """Count the published courses of these categories anew in the caller's transaction."""
    counted = (
        sa.select(sa.func.count())
        .where(Course.category_id == Category.id, Course.status == CourseStatus.published)
        .scalar_subquery()
    )
    ids = queries.lock_rows(uow, Category, Category.id.in_(category_ids))  # type: ignore[attr-defined]
    uow.session.execute(
        sa.update(Category).where(Category.id.in_(ids)).values(published_course_count=counted)  # type: ignore[attr-defined]
    )
