"""Whether a session that a visitor presents is open: asked before a page is chosen for them.

A wrong answer moves the page a little once it has connected, and nothing else: who they are is
decided at the door. So the question may cost little, and no visitor waits for a slow answer.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import Awaitable, Callable

import structlog
from cachetools import TTLCache

from lms_app.core.errors import PortUnavailable

log = structlog.get_logger()

REMEMBERED_SECONDS = 5
REMEMBERED_AT_MOST = 20_000
PATIENCE_SECONDS = 0.5
ASKED_AT_ONCE = 4
# `secrets.token_urlsafe(32)`: what is not shaped like one was never given to anybody.
_SHAPE = re.compile(r"[A-Za-z0-9_-]{43}")


class SessionGlance:
    """Asks `ask(token)`, at most `ASKED_AT_ONCE` at a time, and remembers the answer for a moment."""

    def __init__(self, ask: Callable[[str], Awaitable[bool]]) -> None:
        self._ask = ask
        self._known: TTLCache[bytes, bool] = TTLCache(REMEMBERED_AT_MOST, REMEMBERED_SECONDS)
        self._asking: set[asyncio.Task[bool]] = set()

    async def is_open(self, token: str) -> bool:
        """Say whether the session is open; as most are, when it cannot be said soon."""
        if not _SHAPE.fullmatch(token):
            return False
        name = hashlib.sha256(token.encode()).digest()
        known = self._known.get(name)
        if known is not None:
            return known
        if len(self._asking) >= ASKED_AT_ONCE:
            return True
        # Who stops waiting leaves the question standing: it holds its place until it is answered,
        # so that a database that hangs is not asked by everybody.
        asking = asyncio.ensure_future(self._ask(token))
        self._asking.add(asking)
        asking.add_done_callback(self._answered)
        try:
            found = await asyncio.wait_for(asyncio.shield(asking), PATIENCE_SECONDS)
        except (TimeoutError, PortUnavailable):
            return True  # the page finds out when it connects
        self._known[name] = found
        return found

    def _answered(self, asking: asyncio.Future[bool]) -> None:
        self._asking.discard(asking)  # type: ignore[arg-type]
        if not asking.cancelled() and asking.exception() is not None:
            log.info("session_not_looked_up", error=type(asking.exception()).__name__)
