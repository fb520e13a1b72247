"""Lines for slow work: threads of their own, and no more who wait than can be served."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

from lms_app import composition
from lms_app.core.errors import RateLimited

AGAIN_SECONDS = 5
# Of passwords that are to be hashed, for forms and API together (a hash is about 0.1 s of one core).
HASHES_WAITING_AT_MOST = 64


class Line:
    """The requests of this process that wait for one kind of slow work, those at work included.

    `threads` is asked on first use, because the web process forks after this is made.
    """

    def __init__(self, threads: Callable[[], ThreadPoolExecutor], at_most: int) -> None:
        self._threads, self._at_most = threads, at_most
        self._waiting = 0  # only the event loop touches it

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[ThreadPoolExecutor]:
        """Stand in the line: gives its threads, or raises `RateLimited` when it is full."""
        if self._waiting >= self._at_most:
            raise RateLimited(AGAIN_SECONDS)
        self._waiting += 1
        try:
            yield self._threads()
        finally:
            self._waiting -= 1


hashing = Line(composition.hashing_threads, HASHES_WAITING_AT_MOST)
