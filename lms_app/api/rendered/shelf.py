"""Rendered pages on their shelf: from it when they are fresh, made once when they are not.

Of those who find nothing fresh, one renders: the others get the page as it was, or wait for it
when there is none. Neither a lost cache nor a lost renderer is an error to a visitor.
"""

from __future__ import annotations

import asyncio
import gzip
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

import structlog
from starlette.concurrency import run_in_threadpool

from lms_app.api.rendered.document import Document
from lms_app.core.errors import PortUnavailable
from lms_app.ports.page_cache import KeptPage, PageCache

log = structlog.get_logger()

# The longest that a change nobody announced (a count, “new”) may stay unseen.
FRESH_SECONDS = 60.0
WAIT_SECONDS = 3.0
POLL_SECONDS = 0.03
_LEVEL = 5


@dataclass(frozen=True)
class Made:
    """What one making brought: the document, and whether others may have it."""

    document: Document
    is_kept: bool


Render = Callable[[], Made]
Make = Callable[[], Awaitable[Render]]
"""Reads a page's data and returns what renders it; the rendering itself runs in a thread."""


@dataclass(frozen=True)
class Served:
    """What goes out: the page compressed, its status and its policy; or where it has moved."""

    status: int
    policy: str
    gzipped: bytes
    location: str = ""


class Shelf:
    """The pages of one process's visitors, over the cache that all processes share."""

    def __init__(self, cache: Callable[[], PageCache]) -> None:
        """`cache` is asked on first use: the web process forks after this is made."""
        self._cache = cache
        self._making: dict[str, asyncio.Task[Served]] = {}

    async def get(self, name: str, make: Make) -> Served:
        """Return the page of this name; raises what `make` raises when nothing is kept either."""
        version, kept = await self._look(name)
        if kept and _is_fresh(kept, version):
            return _served(kept)
        making = self._making.get(name)
        if making is None:
            making = asyncio.create_task(self._make(name, version, kept, make))
            self._making[name] = making
            making.add_done_callback(lambda _task: self._making.pop(name, None))
        elif kept:
            return _served(kept)
        # One visitor who leaves must not take the page from those who wait with them.
        return await asyncio.shield(making)

    async def _make(self, name: str, version: str, kept: KeptPage | None, make: Make) -> Served:
        claimed, now, newer = await run_in_threadpool(self._claim, name)
        if claimed is False:
            if kept:
                return _served(kept)
            other = await self._await_other(name)
            if other:
                return _served(other)
        elif claimed:
            version = now
            if newer and _is_fresh(newer, version):
                await self._ask("release", name)
                return _served(newer)
        try:
            render = await make()
            return await run_in_threadpool(self._finish, name, version, render, bool(claimed))
        except BaseException as error:
            if claimed:
                await self._ask("release", name)
            if kept is None or not isinstance(error, PortUnavailable):
                raise
            log.warning("page_as_it_was", name=name, port=error.port)
            return _served(kept)

    def _claim(self, name: str) -> tuple[bool | None, str, KeptPage | None]:
        """Claim a page and look again: the one before us may have finished in between. None for
        the claim when the cache is away."""
        try:
            return self._cache().claim(name)
        except PortUnavailable as error:
            log.info("page_cache_away", operation="claim", detail=str(error))
            return None, "", None

    def _finish(self, name: str, version: str, render: Render, claimed: bool) -> Served:
        """Render, compress, keep it if others may have it, let the next one render: all in one
        thread, since each change of thread costs as much as a query."""
        made = render()
        document = made.document
        body = gzip.compress(document.html.encode(), _LEVEL)
        page = KeptPage(version, time.time(), document.status, document.policy, body)
        try:
            if made.is_kept:
                self._cache().keep(name, page, releases=claimed)
            elif claimed:
                self._cache().release(name)
        except PortUnavailable as error:
            log.info("page_cache_away", operation="keep", detail=str(error))
        return replace(_served(page), location=document.location)

    async def _await_other(self, name: str) -> KeptPage | None:
        """Wait until another process has rendered the page; None when it does not."""
        end = time.monotonic() + WAIT_SECONDS
        while time.monotonic() < end:
            await asyncio.sleep(POLL_SECONDS)
            version, kept = await self._look(name)
            if kept and _is_fresh(kept, version):
                return kept
            claimed = await self._ask("claim", name)
            if claimed and claimed[0]:
                # It gave up without keeping anything; nobody else waits for us.
                await self._ask("release", name)
                return None
        return None

    async def _look(self, name: str) -> tuple[str, KeptPage | None]:
        found = await self._ask("look", name)
        return found or ("", None)

    async def _ask(self, operation: str, *arguments: Any) -> Any:
        """Ask the cache in a thread; None when it is away."""
        try:
            return await run_in_threadpool(getattr(self._cache(), operation), *arguments)
        except PortUnavailable as error:
            log.info("page_cache_away", operation=operation, detail=str(error))
            return None


def _is_fresh(page: KeptPage, version: str) -> bool:
    return page.version == version and time.time() - page.made_at < FRESH_SECONDS


def _served(page: KeptPage) -> Served:
    return Served(page.status, page.policy, page.gzipped)
