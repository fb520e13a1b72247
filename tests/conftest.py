"""Real servers for every test: PostgreSQL and Valkey once a session, clean tables each test."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

# The suite never reads the developer's own environment or data.
for _name in ("DATABASE_URL", "REDIS_URL", "SITE_URL", "SECRET_KEY", "S3_BUCKET", "DEMO", "PORT"):
    os.environ.pop(_name, None)
os.environ["MARGIN_DATA_DIR"] = tempfile.mkdtemp(prefix="margin-data-")
os.environ["SECRET_KEY"] = "a key for tests only, at least 32 characters"
os.environ["LOG_LEVEL"] = "INFO"  # tests read lines; pytest shows them of those that fail

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def servers() -> Iterator[None]:
    """Start the embedded servers and bring the tables up; gone with the session."""
    from lms_app.core.config import settings
    from lms_app.local.testing import testing_stack

    with testing_stack() as stack:
        os.environ["DATABASE_URL"], os.environ["REDIS_URL"] = stack.database_url, stack.redis_url
        settings.cache_clear()
        _migrate()
        yield
        from lms_app import composition

        if composition.implementations.cache_info().currsize:
            composition.implementations().engine.dispose()
        composition.implementations.cache_clear()


def _migrate() -> None:
    from alembic import command
    from alembic.config import Config

    command.upgrade(Config(str(ROOT / "alembic.ini")), "head")


@pytest.fixture
def site(servers: None) -> object:
    """The wired site on clean tables: `composition.implementations()`."""
    from lms_app import composition

    wired = composition.implementations()
    _clean(wired)
    return wired


@pytest.fixture(scope="session")
def s3_server(tmp_path_factory: pytest.TempPathFactory):
    """A real S3-protocol server with one bucket, started by the first test that wants it."""
    from tests.adapters.s3_server import running_s3_server

    with running_s3_server(tmp_path_factory.mktemp("s3-server")) as server:
        yield server


def _clean(wired) -> None:
    import redis
    import sqlalchemy as sa
    from sqlmodel import SQLModel

    from tests.emptying import empty

    tables = [t.name for t in SQLModel.metadata.sorted_tables if t.name not in {"category", "site"}]
    with wired.engine.begin() as connection:
        empty(connection, tables)
        connection.execute(sa.text("UPDATE category SET published_course_count = 0"))
    redis.Redis.from_url(wired.settings.redis_url).flushall()
