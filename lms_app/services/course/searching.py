"""Keeping what courses are found by in step with the people who made them."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa

from lms_app.core.actor import Actor
from lms_app.core.permissions import Permission
from lms_app.core.use_case import command
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import Course, User


@command(Permission.system_maintain)
def rename_teacher(uow: UnitOfWork, actor: Actor, user_id: UUID) -> None:
    """Let the courses of somebody be found by the name they have now. Safe to repeat."""
    name = sa.select(User.display_name).where(User.id == user_id).scalar_subquery()  # type: ignore[call-overload]
    parts = (Course.title, Course.subtitle, Course.cover_word)
    words = sa.func.concat_ws(" ", *(sa.func.nullif(part, "") for part in parts), name)
    uow.session.execute(
        sa.update(Course)
        .where(Course.owner_id == user_id, Course.search_text != words)  # type: ignore[arg-type]
        .values(search_text=words, updated_at=Course.updated_at)
    )
