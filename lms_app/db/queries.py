"""Query shapes that every domain needs."""

from __future__ import annotations

from typing import Any, TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import SQLModel, select

from lms_app.core.errors import NotFound
from lms_app.core.pagination import Page, PageRequest
from lms_app.db.unit_of_work import UnitOfWork

M = TypeVar("M", bound=SQLModel)


def get_or_404(uow: UnitOfWork, model: type[M], row_id: UUID, *, lock: bool = False) -> M:
    """Return the row or raise `NotFound`; `lock` holds it until the transaction ends."""
    statement = select(model).where(model.id == row_id)  # type: ignore[attr-defined]
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    row = uow.session.exec(statement).first()
    if row is None:
        raise NotFound
    return row


def lock_rows(uow: UnitOfWork, model: type[M], *conditions: Any) -> list[UUID]:
    """Hold these rows until the transaction ends; return their ids, in the order of locking.

    A count is taken in a statement after this one: a statement that itself waits for a row goes
    on with the counts of before its waiting. Everybody locks in one order: course, enrollment,
    category, instructor profile; rows of a kind by id.
    """
    row_id: Any = model.id  # type: ignore[attr-defined]
    uow.session.flush()
    statement = sa.select(row_id).where(*conditions).order_by(row_id).with_for_update()
    return list(uow.session.execute(statement).scalars())


def paginate(uow: UnitOfWork, statement: sa.Select[Any], request: PageRequest) -> Page[Any]:
    """Run `statement` for one page; two queries, whatever the size."""
    counted = statement.order_by(None).subquery()
    total = uow.session.execute(sa.select(sa.func.count()).select_from(counted)).scalar_one()
    rows = uow.session.execute(statement.limit(request.size).offset(request.offset)).all()
    return Page(rows=list(rows), total=total, number=request.number, size=request.size)


def like_pattern(text: str) -> str:
    """Return a LIKE pattern that finds `text` anywhere, its own % and _ taken literally."""
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"
