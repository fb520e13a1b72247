"""How a job enters the one door, and which errors ask for another try."""

from __future__ import annotations

from typing import Any, TypeVar

import structlog

from lms_app import composition
from lms_app.core.actor import SystemCredential
from lms_app.core.errors import DomainError
from lms_app.core.use_case import UseCase

R = TypeVar("R")
log = structlog.get_logger()


def run(use_case: UseCase[R], *args: Any, **kwargs: Any) -> R | None:
    """Run a use case as the system.

    A `DomainError` is final (the world has moved on; trying again gives the same) and is logged.
    Anything else is raised, so that the queue tries again with back-off.
    """
    try:
        return composition.call(use_case, *args, credential=SystemCredential("worker"), **kwargs)
    except DomainError as error:
        log.info("job_refused", use_case=use_case.name, code=error.key)
        return None
