"""The one place that asks for the time, so that tests can hold it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

_source: Callable[[], datetime] | None = None


def now() -> datetime:
    """Return the current UTC time, aware."""
    return _source() if _source else datetime.now(UTC)


@contextmanager
def frozen(source: Callable[[], datetime]) -> Iterator[None]:
    """Let `source` tell the time inside the block (tests, seed data in the past)."""
    global _source  # noqa: PLW0603  (one process-wide clock is the point)
    before, _source = _source, source
    try:
        yield
    finally:
        _source = before
