"""What runs when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from lms_app import composition
from lms_app.services import media, reporting
from workers.door import run
from workers.subscriptions import SUBSCRIPTIONS


@dataclass(frozen=True)
class Task:
    """Something that runs again and again; `action` takes no longer than a moment."""

    name: str
    every_seconds: float
    action: Callable[[], object]


SCHEDULE: tuple[Task, ...] = (
    Task("requeue stalled media", 15, lambda: run(media.requeue_stalled)),
    Task("redo lost jobs", 15, lambda: composition.redo_lost(SUBSCRIPTIONS)),
    Task("purge old rows", 3600, lambda: run(reporting.purge_old_rows)),
)
