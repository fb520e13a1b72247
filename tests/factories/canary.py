"""A row in every table of people, each text of which can be found again."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, INT4MULTIRANGE, JSONB
from sqlmodel import Session, SQLModel

from lms_app.core import clock
from lms_app.db.person_rows import is_text
from lms_app.models.personal import Pii


def fill(session: Session, person_id: UUID, mark: str) -> dict[str, dict[str, Any]]:
    """Write one row a table for a person, `mark-<table>-<column>` in every text; return the rows.

    The account's own row is there already and is only marked. A table that is added later is
    filled too, by the types of its columns.
    """
    made: dict[str, dict[str, Any]] = {}
    for table in SQLModel.metadata.sorted_tables:
        if table.name == "user_account":
            values = {c.name: f"{mark}-{c.name}" for c in _texts(table)}
            session.execute(sa.update(table).where(table.c.id == person_id).values(values))
            made[table.name] = {"id": person_id}
        elif table.info.get("person"):
            values = {c.name: _value(session, c, made, mark) for c in table.columns if _is_set(c)}
            session.execute(sa.insert(table).values(values))
            made[table.name] = values
    return made


def _texts(table: sa.Table) -> list[sa.Column]:
    return [c for c in table.columns if is_text(c) and c.name != "language"]


def _is_set(column: sa.Column) -> bool:
    return column.computed is None


def _value(session: Session, column: sa.Column, made: dict[str, Any], mark: str) -> Any:
    for key in column.foreign_keys:
        target = key.column
        if target.table.name in made:
            return made[target.table.name][target.name]
        return session.execute(sa.select(target).limit(1)).scalar()
    kind = column.type
    if isinstance(kind, sa.Enum):
        return kind.enums[0]
    if is_text(column):
        length = getattr(kind, "length", None) or 200
        return f"{mark}-{column.table.name}-{column.name}"[:length]
    if isinstance(kind, JSONB):
        is_quiet = column.info.get("pii") is Pii.none
        return {} if is_quiet else [f"{mark}-{column.table.name}-{column.name}"]
    if isinstance(kind, ARRAY):
        return [f"{mark}-{column.table.name}-{column.name}"]
    if isinstance(kind, INT4MULTIRANGE):
        return sa.text("'{[0,5)}'::int4multirange")
    plain = {
        sa.Uuid: uuid4, sa.LargeBinary: lambda: uuid4().bytes, sa.DateTime: clock.now,
        sa.Boolean: lambda: True, sa.Integer: lambda: 1, sa.Float: lambda: 1.0,
    }  # fmt: skip
    for base, make in plain.items():
        if isinstance(kind, base):
            return make()
    raise TypeError(f"{column}: no value for {kind}")
