"""Counting the statements a use case sends, so that an N+1 fails a test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from lms_app import composition


@contextmanager
def counted_statements() -> Iterator[list[str]]:
    """Collect every statement sent inside the block (transaction control left out)."""
    statements: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        statements.append(statement)

    engine = composition.implementations().engine
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
