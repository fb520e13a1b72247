"""A job of an event, run and recorded as done; what is not recorded is handed over again."""

from __future__ import annotations

import importlib
from uuid import UUID

from lms_app import composition


def deliver(job: str, message_id: str, **arguments: str) -> None:
    """Run `job` (a dotted name below `workers`) and mark it done. What it raises is raised."""
    module, _, function = job.rpartition(".")
    if not module.startswith("workers."):
        raise ValueError(job)
    getattr(importlib.import_module(module), function)(**arguments)
    composition.mark_done(UUID(message_id), job)
