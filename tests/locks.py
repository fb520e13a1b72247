"""Two transactions at once: the first held open by the test until the second waits for it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from lms_app import composition
from lms_app.core.actor import SYSTEM
from lms_app.db.unit_of_work import UnitOfWork, begin
from lms_app.services.auth.sessions import resolve_actor


def wait_for_a_waiting_lock(connection: sa.Connection) -> None:
    """Return when some transaction waits for a lock of another."""
    for _ in range(1500):
        if connection.execute(sa.text("SELECT count(*) FROM pg_locks WHERE NOT granted")).scalar():
            return
        time.sleep(0.02)
    raise AssertionError("nobody waited")


@contextmanager
def while_open(second: Callable[[], Any]) -> Iterator[tuple[UnitOfWork, Callable[[], None]]]:
    """Run the block in a transaction that `second` has to wait for.

    `second` starts at the end of the block, or where the block calls what it was given beside
    the unit of work; either way the block goes on when `second` waits for a lock.
    """
    raised: list[BaseException] = []

    def run() -> None:
        try:
            second()
        except BaseException as error:  # noqa: BLE001  (given back below)
            raised.append(error)

    thread = threading.Thread(target=run)
    wired = composition.implementations()
    with begin(wired.engine, read_only=False, keys=wired.keys) as uow:

        def start() -> None:
            uow.flush()
            thread.start()
            wait_for_a_waiting_lock(uow.session.connection())

        yield uow, start
        if thread.ident is None:
            start()
    thread.join()
    if raised:
        raise raised[0]


def joined(uow: UnitOfWork, who: Any, use_case: Any, *args: Any, **kwargs: Any) -> Any:
    """Run a use case of `who` (None: the system) in this transaction."""
    actor = resolve_actor(uow, who.credential) if who else SYSTEM
    return use_case(uow, actor, *args, **kwargs)
