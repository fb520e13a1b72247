"""From the outbox to the job queue, once or more often, never less.

A message is marked in the transaction that claimed it, after its jobs were accepted: a crash between
repeats the hand-over, and jobs are safe to repeat. What was accepted and got lost is found by
its delivery, which nobody marked as done.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import structlog
from sqlmodel import Session

from lms_app.core import clock
from lms_app.db import deliveries, outbox
from lms_app.db.outbox import OutboxMessage
from lms_app.ports.job_queue import JobQueue

DELIVERY = "workers.delivery.deliver"
"""The job that runs another and records that it is done."""
log = structlog.get_logger()


@dataclass(frozen=True)
class Subscription:
    """A job that reacts to an event: dotted name, queue, and how long it may take.

    One that is not done after `redo_seconds` is handed over again; None leaves that to the domain
    (an encode has its lease). `one_per` names the field of the event that only one job may wait for.
    """

    job: str
    queue: str = "default"
    timeout_seconds: int = 60
    redo_seconds: int | None = 120
    one_per: str = ""


Subscriptions = Mapping[str, Sequence[Subscription]]


def drain(session: Session, jobs: JobQueue, subscriptions: Subscriptions, limit: int) -> int:
    """Hand over the jobs of waiting events; returns how many events."""
    now = clock.now()
    messages = outbox.claim(session, limit)
    for message in messages:
        for subscription in subscriptions.get(message.event, ()):
            _hand_over(jobs, subscription, message)
            if subscription.redo_seconds is not None:
                again_at = now + timedelta(seconds=subscription.redo_seconds)
                deliveries.expect(session, message.id, subscription.job, again_at)
    outbox.mark(session, [m.id for m in messages], now)
    return len(messages)


def redo(session: Session, jobs: JobQueue, subscriptions: Subscriptions, limit: int) -> int:
    """Hand over once more the jobs that should have been done by now; returns how many."""
    now, again = clock.now(), 0
    for delivery, message in deliveries.overdue(session, now, limit):
        known = subscriptions.get(message.event, ())
        subscription = next((s for s in known if s.job == delivery.job), None)
        if subscription is None or subscription.redo_seconds is None:
            delivery.done_at = now  # nobody reacts to it any more
        elif deliveries.try_again(delivery, now, subscription.redo_seconds):
            _hand_over(jobs, subscription, message)
            again += 1
        else:
            log.error("job_given_up", job=delivery.job, message_id=str(message.id))
        session.add(delivery)
    return again


def _hand_over(jobs: JobQueue, subscription: Subscription, message: OutboxMessage) -> None:
    name = subscription.job.rsplit(".", 1)[-1]
    one_per = message.payload.get(subscription.one_per, "")
    job, arguments = subscription.job, message.payload
    if subscription.redo_seconds is not None:
        job, arguments = DELIVERY, {"job": job, "message_id": str(message.id), **message.payload}
    jobs.enqueue(
        subscription.queue,
        job,
        arguments,
        job_id=f"{name}-{one_per or message.id}",
        timeout_seconds=subscription.timeout_seconds,
    )
