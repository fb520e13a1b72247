"""Migrations: one head, up, down and up again, and nothing the models have that tables lack."""

import os

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlmodel import SQLModel

from tests.conftest import ROOT


@pytest.fixture
def config() -> Config:
    return Config(str(ROOT / "alembic.ini"))


@pytest.fixture
def empty_database(servers, monkeypatch):
    """A database of its own, so that going down harms no other test."""
    from lms_app.core.config import normalise_database_url, settings

    url = sa.make_url(normalise_database_url(os.environ["DATABASE_URL"]))
    admin = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(sa.text("CREATE DATABASE migration_test"))
    monkeypatch.setenv(
        "DATABASE_URL", url.set(database="migration_test").render_as_string(hide_password=False)
    )
    settings.cache_clear()
    yield sa.create_engine(url.set(database="migration_test"))
    monkeypatch.undo()
    settings.cache_clear()
    with admin.connect() as connection:
        connection.execute(sa.text("DROP DATABASE migration_test WITH (FORCE)"))


def tables(engine) -> set[str]:
    return set(sa.inspect(engine).get_table_names()) - {"alembic_version"}


def test_there_is_one_head(config):
    assert len(ScriptDirectory.from_config(config).get_heads()) == 1


def test_up_down_and_up_again(config, empty_database):
    import lms_app.db.outbox
    import lms_app.models  # noqa: F401

    command.upgrade(config, "head")
    assert tables(empty_database) == set(SQLModel.metadata.tables)
    command.downgrade(config, "base")
    assert tables(empty_database) == set()
    command.upgrade(config, "head")
    assert tables(empty_database) == set(SQLModel.metadata.tables)
    with empty_database.connect() as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM category")).scalar() == 7
        difference = compare_metadata(
            MigrationContext.configure(connection, opts={"compare_type": True}), SQLModel.metadata
        )
    assert difference == []
