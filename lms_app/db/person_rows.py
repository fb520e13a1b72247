"""Everything of one person, wherever it is: found by the labels of `models/personal.py`.

A table names the column that leads to its person, over other tables if need be; so nothing here
knows a table by name, and a table that is added with its labels is exported and erased too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

import lms_app.models  # noqa: F401  (their tables register themselves)
from lms_app.db import retained
from lms_app.models.personal import Erasure, Pii, Retention

_NOT_SAID = frozenset({Pii.none, Pii.credential})
# What a reference is called by people: the title of a course says more than its id.
_NAMING = ("title", "name_en")


@dataclass(frozen=True)
class PersonRows:
    """What one table holds of a person: `rows` have a value for each of `columns`."""

    table: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


def rows_of(session: Session, person_id: UUID) -> Iterator[PersonRows]:
    """Yield each table's rows of a person, credentials and inner state left out. 1 query a table.

    References to something with a title have it beside them, as `<column without _id>`.
    """
    for table in _tables():
        columns, source = _given(table, person_id), _to_person(table)
        for key in _named_references(table):
            target = key.column.table.alias()
            naming = next(target.c[name] for name in _NAMING if name in target.c)
            source = source.outerjoin(target, key.parent == target.c[key.column.name])
            columns.append(naming.label(_name_beside(key)))
        statement = (
            sa.select(*columns)
            .select_from(source)
            .where(_person_column(table) == person_id)
            .order_by(*table.primary_key.columns)
        )
        found = session.execute(statement)
        names = tuple(found.keys())
        yield PersonRows(table.name, names, tuple(tuple(row) for row in found))


def columns_of(table: sa.Table) -> list[str]:
    """Return the names of what `rows_of` gives of a table."""
    named = [_name_beside(key) for key in _named_references(table)]
    return [column.name for column in _said(table)] + named


def _name_beside(key: sa.ForeignKey) -> str:
    return str(key.parent.name).removesuffix("_id")


def erase(session: Session, person_id: UUID, at: datetime) -> dict[str, int]:
    """Delete or empty every row of a person as its table says; return how many rows, by table.

    What a law asks to keep goes to the schema `retained` first. The account's own row stays, empty.
    """
    counts = _erase_by_address(session, person_id)
    for table in reversed(list(_tables())):
        how: Erasure = table.info["on_erasure"]
        _retain(session, table, person_id, at)
        if how is Erasure.keep:
            continue
        (key,) = table.primary_key.columns
        is_theirs = key.in_(
            sa.select(key).select_from(_to_person(table)).where(_person_column(table) == person_id)
        )
        if how is Erasure.delete:
            done = session.execute(sa.delete(table).where(is_theirs))
        else:
            done = session.execute(sa.update(table).where(is_theirs).values(_emptied(table)))
        counts[table.name] = counts.get(table.name, 0) + _count(done)
    return counts


def _erase_by_address(session: Session, person_id: UUID) -> dict[str, int]:
    """Delete what was written to or for the person's address before it was anybody's."""
    account = SQLModel.metadata.tables["user_account"]
    known = sa.select(account.c.email, account.c.email_key).where(account.c.id == person_id)
    addresses = {text for text in session.execute(known).one() if text}
    counts: dict[str, int] = {}
    for table in SQLModel.metadata.sorted_tables:
        column = table.info.get("address")
        if column:
            rows = sa.delete(table).where(table.c[column].in_(addresses))
            counts[table.name] = _count(session.execute(rows))
    return counts


def _count(done: Any) -> int:
    return int(done.rowcount)


def labels() -> list[tuple[sa.Table, sa.Column[Any], Pii]]:
    """Return every labelled column with its kind: what the data map is written from."""
    return [
        (table, column, column.info["pii"])
        for table in _tables()
        for column in table.columns
        if "pii" in column.info
    ]


def is_text(column: sa.Column[Any]) -> bool:
    """Tell whether a column takes any text; SQLModel's own type hides that it is one."""
    kind = getattr(column.type, "impl_instance", column.type)
    return isinstance(kind, sa.String) and not isinstance(kind, sa.Enum)


def _tables() -> Iterator[sa.Table]:
    for table in SQLModel.metadata.sorted_tables:
        if table.info.get("person"):
            yield table


def _way(table: sa.Table) -> list[sa.Column[Any]]:
    """Return the columns that lead from a table to its account, step by step."""
    column = table.columns[table.info["person"]]
    if table.name == "user_account":
        return [column]
    (key,) = column.foreign_keys
    further = key.column.table
    return [column] if further.name == "user_account" else [column, *_way(further)]


def _to_person(table: sa.Table) -> Any:
    source: Any = table
    for column in _way(table)[:-1]:
        (key,) = column.foreign_keys
        source = source.join(key.column.table, column == key.column)
    return source


def _person_column(table: sa.Table) -> sa.Column[Any]:
    return _way(table)[-1]


def _said(table: sa.Table) -> list[Any]:
    """The columns a person may see: labelled ones, references, times and the row's own id."""
    return [
        column for column in table.columns if column.info.get("pii", Pii.activity) not in _NOT_SAID
    ]


def _given(table: sa.Table, person_id: UUID) -> list[Any]:
    """What is said, without what is somebody else's in a row about the person."""
    who, others = table.info.get("only_own") or ("", ())
    return [
        sa.case((table.c[who] == person_id, column)).label(column.name)
        if column.name in others
        else column
        for column in _said(table)
    ]


def _named_references(table: sa.Table) -> list[sa.ForeignKey]:
    return [
        key
        for column in table.columns
        for key in sorted(column.foreign_keys, key=str)
        if any(name in key.column.table.c for name in _NAMING)
    ]


def _emptied(table: sa.Table) -> dict[str, Any]:
    unique = {
        key.columns[0].name
        for key in table.constraints
        if isinstance(key, sa.UniqueConstraint) and len(key.columns) == 1
    }
    return {
        column.name: _empty(column, is_unique=column.name in unique)
        for column in table.columns
        if column.info.get("pii", Pii.none) is not Pii.none
    }


def _empty(column: sa.Column[Any], *, is_unique: bool) -> Any:
    if column.nullable:
        return sa.null()
    if is_unique:
        return sa.literal("erased:") + sa.cast(column.table.c.id, sa.Text)
    if column.server_default is not None:
        return sa.text("DEFAULT")
    return "" if is_text(column) else sa.text("DEFAULT")


def _retain(session: Session, table: sa.Table, person_id: UUID, at: datetime) -> None:
    law: Retention | None = table.info.get("retention")
    if law is None:
        return
    found = session.execute(
        sa.select(*_said(table))
        .select_from(_to_person(table))
        .where(_person_column(table) == person_id)
    )
    for row in found.mappings():
        until = (row.get("created_at") or at) + law.period
        if until > at:
            values = {name: str(value) for name, value in row.items() if value is not None}
            retained.keep(session, law.kind, person_id, values, until)
