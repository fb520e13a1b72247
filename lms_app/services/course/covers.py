"""What a course's cover is drawn from."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from lms_app.core.actor import Actor
from lms_app.core.errors import NotFound
from lms_app.core.permissions import Permission
from lms_app.core.use_case import query
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import Category, Course


@dataclass(frozen=True)
class Cover:
    """The seed, the word and the motif of a cover."""

    slug: str
    word: str
    category_slug: str


@query(Permission.public)
def get_cover(uow: UnitOfWork, actor: Actor, slug: str) -> Cover:
    """Return what a cover is drawn from; drafts too, because a cover shows only its word."""
    row = uow.session.execute(
        sa.select(Course.slug, Course.cover_word, Category.slug.label("category_slug"))  # type: ignore[attr-defined]
        .join(Category, Category.id == Course.category_id)
        .where(Course.slug == slug[:100])
    ).first()
    if row is None:
        raise NotFound
    return Cover(slug=row.slug, word=row.cover_word, category_slug=row.category_slug)
