"""One engine a process: psycopg, sync, a bounded pool, timeouts on the server side."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine

STATEMENT_TIMEOUT_MS = 10_000
LOCK_TIMEOUT_MS = 5_000
# Beside the door's threads, one connection each: the four that hash passwords.
OVERFLOW = 4


def make_engine(url: str, *, pool_size: int, **kwargs: Any) -> Engine:
    """Return an engine whose connections carry UTC and statement and lock timeouts."""
    options = (
        f"-c timezone=UTC -c statement_timeout={STATEMENT_TIMEOUT_MS} "
        f"-c lock_timeout={LOCK_TIMEOUT_MS} -c idle_in_transaction_session_timeout=60000"
    )
    return sa.create_engine(
        url,
        pool_size=pool_size,
        max_overflow=OVERFLOW,
        pool_timeout=10,
        pool_pre_ping=True,
        hide_parameters=True,  # an error's text goes to the log; addresses and hashes do not
        connect_args={"options": options, "connect_timeout": 5},
        **kwargs,
    )
