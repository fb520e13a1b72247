"""Migrations run on the same settings and models as the site."""

from alembic import context
from sqlalchemy import text
from sqlmodel import SQLModel

import lms_app.db.deliveries
import lms_app.db.outbox
import lms_app.models  # noqa: F401  (their tables register themselves)
from lms_app.core.config import settings
from lms_app.db.engine import make_engine

metadata = SQLModel.metadata
# One number per database: two migrations at once take turns.
MIGRATION_LOCK = 7_203_119


def run(connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        compare_type=True,
        compare_server_default=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


def main() -> None:
    given = context.config.attributes.get("connection")
    if given is not None:
        run(given)
        return
    engine = make_engine(settings().database_url, pool_size=1)
    with engine.connect() as connection:
        # An index on a grown table takes minutes, and so may the migration before ours. Locks on
        # tables are still given up soon: behind one that waits, the whole site would wait.
        connection.execute(text("SET statement_timeout = 0"))
        connection.execute(text("SET lock_timeout = 0"))
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": MIGRATION_LOCK})
        connection.execute(text("RESET lock_timeout"))
        connection.commit()
        run(connection)
    engine.dispose()


if context.is_offline_mode():
    raise SystemExit("Migrations need the database: set DATABASE_URL or use `make migration`.")
main()
