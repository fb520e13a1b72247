"""Every table names its person, and every column of a person's table says what it holds."""

from __future__ import annotations

import sqlalchemy as sa
from sqlmodel import SQLModel

import lms_app.db.deliveries
import lms_app.db.outbox
import lms_app.models  # noqa: F401
from lms_app.models.personal import Erasure, Pii, of_nobody, of_person

TABLES = SQLModel.metadata.tables
SHARED = {"created_at", "updated_at"}


def unlabelled(table: sa.Table) -> list[str]:
    """Return what a table does not say of itself."""
    if "person" not in table.info:
        return [table.name]
    person = table.info["person"]
    if person is None:
        return [f"{table.name} is nobody's, yet {c.name} is labelled" for c in _personal(table)]
    return [
        f"{table.name}.{column.name}"
        for column in table.columns
        if not (column.primary_key or column.foreign_keys or column.name in SHARED)
        and not isinstance(column.info.get("pii"), Pii)
    ]


def _personal(table: sa.Table) -> list[sa.Column]:
    # Times are labelled as what somebody did wherever nothing else is said.
    quiet = {Pii.none, Pii.activity}
    return [c for c in table.columns if c.info.get("pii", Pii.none) not in quiet]


def test_no_table_and_no_column_is_without_a_label():
    assert [name for table in TABLES.values() for name in unlabelled(table)] == []


def test_a_forgotten_label_is_noticed():
    metadata = sa.MetaData()
    text = sa.Column("nickname", sa.Text)
    silent = sa.Table("silent", metadata, sa.Column("id", sa.Integer, primary_key=True), text)
    assert unlabelled(silent) == ["silent"]
    silent.info.update(of_person("id", on_erasure=Erasure.clear)["info"])
    assert unlabelled(silent) == ["silent.nickname"]
    text.info["pii"] = Pii.identity
    assert unlabelled(silent) == []
    silent.info.update(of_nobody()["info"])
    assert unlabelled(silent) == ["silent is nobody's, yet nickname is labelled"]


def test_a_table_of_people_leads_to_an_account():
    for table in TABLES.values():
        at, seen = table, set()
        while (column := at.info["person"]) is not None and at.name != "user_account":
            assert at.name not in seen, f"{table.name} runs in a circle"
            seen.add(at.name)
            (key,) = at.columns[column].foreign_keys
            at = key.column.table


def test_a_table_that_names_a_person_is_theirs():
    for table in TABLES.values():
        named = {key.column.table.name for c in table.columns for key in c.foreign_keys}
        if "user_account" in named:
            assert table.info["person"] is not None, table.name
