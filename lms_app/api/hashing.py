"""The queue for passwords that are to be hashed: slow on purpose, so it gets threads apart."""

from __future__ import annotations

from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

from lms_app import composition
from lms_app.core.errors import RateLimited

# Beyond these, passwords are not queued (a hash is about 0.1 s of one core).
WAITING_AT_MOST = 64
_waiting = 0


@asynccontextmanager
async def hashing_turn() -> AsyncIterator[ThreadPoolExecutor]:
    """Wait in the queue: gives the threads that hash, or raises `RateLimited` when it is full."""
    global _waiting  # noqa: PLW0603  (one count of this process; only the event loop touches it)
    if _waiting >= WAITING_AT_MOST:
        raise RateLimited(5)
    _waiting += 1
    try:
        yield composition.hashing_threads()
    finally:
        _waiting -= 1
