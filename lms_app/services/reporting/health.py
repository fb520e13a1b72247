"""Whether the site is well, for probes and for the operator."""

from __future__ import annotations

from dataclasses import dataclass

from lms_app.core import clock
from lms_app.core.actor import Actor
from lms_app.core.permissions import Permission
from lms_app.core.use_case import query
from lms_app.db import deliveries, outbox
from lms_app.db.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Health:
    """`outbox_seconds` is the age of the oldest event that waits: the alarm to watch.

    `jobs_given_up` have failed at every try; somebody has to look.
    """

    is_well: bool
    outbox_seconds: int
    jobs_given_up: int


@query(Permission.public)
def get_health(uow: UnitOfWork, actor: Actor) -> Health:
    """Ask the database and the outbox. 2 queries."""
    oldest = outbox.oldest_waiting(uow.session)
    seconds = int((clock.now() - oldest).total_seconds()) if oldest else 0
    return Health(
        is_well=seconds < 300,
        outbox_seconds=seconds,
        jobs_given_up=deliveries.given_up(uow.session),
    )
