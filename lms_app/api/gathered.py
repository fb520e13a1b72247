"""Many people's commands of one kind in one transaction: who comes within a moment goes together.

A player does not wait for the answer to its report, the database does less for fifty together
than for five alone, and nothing is answered before it is committed.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any, Generic, TypeVar

from lms_app import composition
from lms_app.core.actor import Credential
from lms_app.core.errors import PortUnavailable
from lms_app.core.use_case import UseCase

R = TypeVar("R")
MOMENT_SECONDS = 0.25
MOST_TOGETHER = 200
MOST_WAITING = 5_000


class Gathered(Generic[R]):
    """The entry of one command that was declared `for_many`, of one process."""

    def __init__(self, use_case: UseCase[R]) -> None:
        self._use_case = use_case
        self._waiting: list[tuple[Credential, Any, asyncio.Future[R]]] = []
        self._full = asyncio.Event()
        self._leaving: asyncio.Task[None] | None = None

    async def call(self, credential: Credential, item: Any) -> R:
        """Go with the next group; raises this caller's `DomainError`, or `PortUnavailable`."""
        if len(self._waiting) >= MOST_WAITING:
            raise PortUnavailable("database", "too many wait")
        answer: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._waiting.append((credential, item, answer))
        if len(self._waiting) >= MOST_TOGETHER:
            self._full.set()
        if self._leaving is None:
            self._leaving = asyncio.create_task(self._lead())
        return await answer

    async def _lead(self) -> None:
        """Take groups in until nobody waits."""
        try:
            while self._waiting:
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._full.wait(), MOMENT_SECONDS)
                self._full.clear()
                group = self._waiting[:MOST_TOGETHER]
                del self._waiting[:MOST_TOGETHER]
                await self._enter(group)
        finally:
            self._leaving = None

    async def _enter(self, group: list[tuple[Credential, Any, asyncio.Future[R]]]) -> None:
        asked = [(credential, item) for credential, item, _ in group]
        results: list[R | Exception]
        try:
            results = await composition.in_thread(composition.call_many, self._use_case, asked)
        except Exception as error:  # noqa: BLE001  (each caller's boundary turns it into words)
            results = [error] * len(group)
        for (_, _, answer), result in zip(group, results, strict=True):
            if answer.done():
                continue  # the caller went away; the report stands all the same
            if isinstance(result, Exception):
                answer.set_exception(result)
            else:
                answer.set_result(result)
