"""The relay: events from the outbox to the queue, and what runs by the clock.

`python -m workers.relay` runs until SIGTERM. Two relays at once do no harm: messages are claimed
with row locks and every job is safe to repeat.
"""

from __future__ import annotations

import signal
import threading
import time
from types import FrameType

import structlog

from lms_app import composition
from lms_app.core.errors import PortUnavailable
from lms_app.core.logging import configure
from workers.schedule import SCHEDULE, Task
from workers.subscriptions import SUBSCRIPTIONS

SWEEP_SECONDS = 5.0
log = structlog.get_logger()


def drain() -> int:
    """Hand over everything that waits; return how many events."""
    total = 0
    while handed := composition.drain_outbox(SUBSCRIPTIONS):
        total += handed
    return total


def run_due(due_at: dict[str, float], now: float) -> None:
    """Run every scheduled task whose time has come; one that fails is tried next time."""
    for task in SCHEDULE:
        if now >= due_at.get(task.name, 0.0):
            due_at[task.name] = now + task.every_seconds
            _run(task)


def _run(task: Task) -> None:
    try:
        task.action()
    except PortUnavailable as error:
        log.warning("task_postponed", task=task.name, port=error.port)
    except Exception as error:
        log.exception("task_failed", task=task.name, exc_info=error)


def main() -> None:
    """Relay until told to stop."""
    configure()
    stopping = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    due_at: dict[str, float] = {}
    while not stopping.is_set():
        try:
            run_due(due_at, time.monotonic())
            drain()
            composition.wait_for_nudge(SWEEP_SECONDS if not stopping.is_set() else 0.1)
        except PortUnavailable as error:
            log.warning("relay_waits", port=error.port)
            stopping.wait(1.0)
        except Exception as error:
            # What one event does wrong must not end what waits for the others: the schedule goes
            # on, and the log says it every few seconds until somebody looks.
            log.exception("relay_failed", exc_info=error)
            stopping.wait(SWEEP_SECONDS)


if __name__ == "__main__":
    main()
