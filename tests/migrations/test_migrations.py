"""Migrations: one head, up, down and up again, and nothing the models have that tables lack."""

import os
import threading
import time

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


def unindexed_references(engine) -> set[str]:
    """Foreign keys whose column no index begins with (one that leaves out only nulls will do)."""
    statement = """
        SELECT c.conrelid::regclass || '.' || a.attname
        FROM pg_constraint c
        JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
        WHERE c.contype = 'f' AND NOT EXISTS (
            SELECT 1 FROM pg_index i
            WHERE i.indrelid = c.conrelid AND i.indisvalid AND i.indkey[0] = c.conkey[1]
            AND (i.indpred IS NULL
                 OR pg_get_expr(i.indpred, i.indrelid) = '(' || a.attname || ' IS NOT NULL)')
        )"""
    with engine.connect() as connection:
        return set(connection.execute(sa.text(statement)).scalars())


def test_every_reference_has_an_index(config, empty_database):
    command.upgrade(config, "head")
    assert unindexed_references(empty_database) == set()
    with empty_database.begin() as connection:
        connection.execute(sa.text("DROP INDEX ix_lesson_progress_media_asset_id"))
    assert unindexed_references(empty_database) == {"lesson_progress.media_asset_id"}


@pytest.fixture
def short_timeouts(monkeypatch):
    monkeypatch.setattr("lms_app.db.engine.STATEMENT_TIMEOUT_MS", 200)
    monkeypatch.setattr("lms_app.db.engine.LOCK_TIMEOUT_MS", 100)


def waits_for_an_advisory_lock(connection) -> bool:
    statement = "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted)"
    return bool(connection.execute(sa.text(statement)).scalar())


def test_a_second_migration_waits_for_its_turn(config, empty_database, short_timeouts):
    failed: list[BaseException] = []

    def migrate() -> None:
        try:
            command.upgrade(config, "head")
        except sa.exc.SQLAlchemyError as error:
            failed.append(error)

    with empty_database.connect() as first:
        first.execute(sa.text("SELECT pg_advisory_lock(7203119)"))
        second = threading.Thread(target=migrate)
        second.start()
        while second.is_alive() and not waits_for_an_advisory_lock(first):
            time.sleep(0.02)
        time.sleep(0.6)  # three times the timeout of a statement
        assert (second.is_alive(), failed) == (True, [])
        first.execute(sa.text("SELECT pg_advisory_unlock_all()"))
    second.join(60)
    assert failed == []
    assert tables(empty_database) == set(SQLModel.metadata.tables)


def test_a_migration_does_not_wait_long_for_a_table(config, empty_database, short_timeouts):
    command.upgrade(config, "head")
    with empty_database.connect() as busy:
        busy.execute(sa.text("LOCK TABLE lesson_progress IN ACCESS EXCLUSIVE MODE"))
        with pytest.raises(sa.exc.OperationalError, match="lock timeout"):
            command.downgrade(config, "8c1d5be02f67")
