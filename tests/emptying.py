"""Emptying tables between tests: as a superuser may, past the triggers that keep the audit log."""

import sqlalchemy as sa


def empty(connection: sa.Connection, tables: list[str]) -> None:
    """Remove every row of these tables; what refers to them must be among them.

    Deleting what few rows a test left takes two milliseconds; truncating gives every table new
    files and takes a hundred times as long.
    """
    connection.execute(sa.text("SET LOCAL session_replication_role = replica"))
    connection.execute(sa.text("; ".join(f"DELETE FROM {table}" for table in tables)))  # noqa: S608
    connection.execute(sa.text("SET LOCAL session_replication_role = origin"))
