"""The lease's heartbeat: renews it beside the work and carries how far the work is."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain, repeat
from typing import Any, TypeVar

import structlog

from lms_app.core.errors import PortUnavailable
from lms_app.core.use_case import UseCase
from lms_app.services.context import Context
from lms_app.services.media.leases import LEASE_SECONDS, Claim, Report, renew_lease
from lms_app.services.media.work import Work

HEARTBEAT_SECONDS = 1.0  # also how often the owner's page hears a percent
PATIENCE_SECONDS = 900
_DATABASE_PAUSES_SECONDS = (0.2, 1.0, 3.0)
R = TypeVar("R")
log = structlog.get_logger()


class LeaseKeeper:
    """Beats until it is stopped; `is_lost` tells the work that the lease is somebody else's.

    A beat that fails is logged and tried again. While the database is away from everybody nobody
    else can have the lease either, so the work goes on; a worker cut off alone works for nothing,
    since fencing refuses what it brings. For any other failure the lease counts as lost once it has
    run out.
    """

    def __init__(self, ctx: Context, claim: Claim, work: Work) -> None:
        self._ctx, self._claim, self._work = ctx, claim, work
        self._done, self._soon = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name="lease", daemon=True)
        self._runs_out_at = time.monotonic() + LEASE_SECONDS
        self.is_lost = False

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._done.set()
        self._soon.set()
        self._thread.join()

    def beat_now(self) -> None:
        """Tell at once what has just become true; the work goes on meanwhile."""
        self._soon.set()

    def call(self, use_case: UseCase[R], *args: Any, **kwargs: Any) -> R:
        """Enter the door, and wait at it while the database is away: hours of work hang on it.

        For what may be done twice, as an answer may get lost. Raises `PortUnavailable` when the
        database stays away for `PATIENCE_SECONDS`.
        """
        gives_up_at = time.monotonic() + PATIENCE_SECONDS
        for pause in chain(_DATABASE_PAUSES_SECONDS, repeat(_DATABASE_PAUSES_SECONDS[-1])):
            try:
                return self._ctx.call(use_case, *args, **kwargs)
            except PortUnavailable as error:
                if error.port != "database" or time.monotonic() > gives_up_at:
                    raise
                log.warning("database_awaited", use_case=use_case.name, reason=str(error))
            time.sleep(pause)
        raise AssertionError("the pauses have no end")

    def _run(self) -> None:
        while True:
            self._soon.wait(HEARTBEAT_SECONDS)
            self._soon.clear()
            if self._done.is_set():
                return
            if not self._beat():
                self.is_lost = True
                return

    def _beat(self) -> bool:
        """Renew the lease once; False when it is lost."""
        report: Report | None = None
        try:
            report = self._work.report()
            is_held = self._ctx.call(renew_lease, self._claim, report)
        except PortUnavailable:
            is_held = True  # the database is away: the lease decides when it is back
        except Exception as error:
            log.exception("lease_not_renewed", asset_id=str(self._claim.asset_id), exc_info=error)
            is_held = time.monotonic() < self._runs_out_at
        else:
            self._runs_out_at = time.monotonic() + LEASE_SECONDS
            return is_held
        if report is not None:
            self._work.untold(report)
        return is_held


@contextmanager
def kept(ctx: Context, claim: Claim, work: Work) -> Iterator[LeaseKeeper]:
    """Keep the lease while the block runs."""
    keeper = LeaseKeeper(ctx, claim, work)
    keeper.start()
    try:
        yield keeper
    finally:
        keeper.stop()
