"""What runs when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from lms_app import composition
from lms_app.services import auth, enrollment, media, notification, reporting
from workers.door import run
from workers.subscriptions import SUBSCRIPTIONS


@dataclass(frozen=True)
class Task:
    """Something that runs again and again; `action` takes no longer than a moment."""

    name: str
    every_seconds: float
    action: Callable[[], object]


def _collect() -> None:
    """Behind every encode: it may take minutes, and nothing waits for it."""
    composition.ask_for(
        "workers.media.collect_leftovers", queue="transcode-later", timeout_seconds=3600
    )


def _tidy_privacy() -> None:
    composition.ask_for("workers.privacy.tidy", queue="default", timeout_seconds=3600)


def _collect_of_people() -> None:
    composition.ask_for("workers.privacy.remove_strays", queue="default", timeout_seconds=3600)


SCHEDULE: tuple[Task, ...] = (
    Task("requeue stalled media", 15, lambda: run(media.requeue_stalled)),
    Task("redo lost jobs", 15, lambda: composition.redo_lost(SUBSCRIPTIONS)),
    Task("requeue waiting mails", 5, lambda: run(notification.requeue_mails)),
    Task("collect leftovers", 6 * 3600, _collect),
    Task("tidy privacy", 600, _tidy_privacy),
    Task("collect people's leftovers", 6 * 3600, _collect_of_people),
    Task("purge old rows", 3600, lambda: run(reporting.purge_old_rows)),
    Task("purge refresh tokens", 3600, lambda: run(auth.purge_refresh_tokens)),
    Task("purge sign-ups and links", 600, lambda: run(auth.purge_sign_ups)),
    Task("tell teachers of new students", 3600, lambda: run(enrollment.tell_teachers)),
    Task("note ended impersonations", 15, lambda: run(auth.note_ended_impersonations)),
    Task("purge old mails", 3600, lambda: run(notification.purge_mails)),
)
