"""One id for all that a request or an event causes: in every log line, and in the audit log.

It is made here, never taken from who asks: an id that somebody chose would join what is apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from secrets import token_hex

from structlog.contextvars import bound_contextvars, get_contextvars

LENGTH = 16
_NAME = "correlation_id"


def current() -> str:
    """Return the id of what is being done, 16 hexadecimal digits; empty outside of everything."""
    return str(get_contextvars().get(_NAME, ""))


@contextmanager
def scope() -> Iterator[str]:
    """Give what is done inside the block one id: the one that is there, else a new one."""
    known = current()
    if known:
        yield known
        return
    with bound_contextvars(**{_NAME: token_hex(LENGTH // 2)}):
        yield current()


def reference() -> str:
    """Return what a person may quote of a failure, and logs and audit are searched by."""
    return current() or token_hex(LENGTH // 2)
