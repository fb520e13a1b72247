"""Deliveries: which job of which event is done. What is lost on the way is handed over again.

A row is written when a job is handed to the queue, and marked by whoever ran it. A queue that
forgets (a flushed Redis, a killed worker) therefore costs time and never work.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Field, Session, select

from lms_app.db.outbox import OutboxMessage
from lms_app.models.base import Entity, Timestamped, counter, moment
from lms_app.models.personal import of_nobody

MAX_TRIES = 8
LONGEST_PAUSE = timedelta(hours=6)


class OutboxDelivery(Entity, Timestamped, table=True):
    """One job of one event. `next_try_at` is when it is handed over again, unless done before."""

    __tablename__ = "outbox_delivery"
    __table_args__ = (
        sa.UniqueConstraint("message_id", "job"),
        sa.Index(
            "ix_outbox_delivery_open",
            "next_try_at",
            postgresql_where=sa.text("done_at IS NULL AND given_up_at IS NULL"),
        ),
        # `/readyz` counts them at each question, among a month of others.
        sa.Index(
            "ix_outbox_delivery_given_up",
            "given_up_at",
            postgresql_where=sa.text("given_up_at IS NOT NULL"),
        ),
        of_nobody(),
    )

    message_id: UUID = Field(foreign_key="outbox_message.id", ondelete="CASCADE")
    job: str = Field(max_length=120)
    tries: int = counter()
    next_try_at: datetime = Field(sa_type=sa.DateTime(timezone=True), nullable=False)
    done_at: datetime | None = moment()
    given_up_at: datetime | None = moment()


def expect(session: Session, message_id: UUID, job: str, next_try_at: datetime) -> None:
    """Note that a job was handed over; one that is done already stays done."""
    row = OutboxDelivery(message_id=message_id, job=job, next_try_at=next_try_at)
    session.execute(insert(OutboxDelivery).values(**row.model_dump()).on_conflict_do_nothing())


def mark_done(session: Session, message_id: UUID, job: str, now: datetime) -> None:
    """Note that a job has run; also when its handing over is not committed yet.

    The event's row is locked first, as whoever hands over does: a fast job would else hold the
    delivery and wait for the event, while its relay holds the event and waits for the delivery.
    """
    if (
        session.get(OutboxMessage, message_id, with_for_update={"key_share": True, "read": True})
        is None
    ):
        return  # purged meanwhile
    row = OutboxDelivery(message_id=message_id, job=job, next_try_at=now, done_at=now)
    session.execute(
        insert(OutboxDelivery)
        .values(**row.model_dump())
        .on_conflict_do_update(
            index_elements=["message_id", "job"], set_={"done_at": now, "updated_at": now}
        )
    )


def overdue(
    session: Session, now: datetime, limit: int
) -> list[tuple[OutboxDelivery, OutboxMessage]]:
    """Lock and return jobs that should have been done by now, with their events."""
    statement = (
        select(OutboxDelivery, OutboxMessage)
        .join(OutboxMessage, OutboxMessage.id == OutboxDelivery.message_id)  # type: ignore[arg-type]
        .where(
            OutboxDelivery.done_at.is_(None),  # type: ignore[union-attr]
            OutboxDelivery.given_up_at.is_(None),  # type: ignore[union-attr]
            OutboxDelivery.next_try_at <= now,
        )
        .order_by(OutboxDelivery.next_try_at)  # type: ignore[arg-type]
        .limit(limit)
        .with_for_update(skip_locked=True, of=OutboxDelivery)
    )
    return list(session.exec(statement))


def try_again(delivery: OutboxDelivery, now: datetime, pause_seconds: int) -> bool:
    """Count one more try with a longer pause behind it; False when there have been enough."""
    delivery.tries += 1
    if delivery.tries > MAX_TRIES:
        delivery.given_up_at = now
        return False
    pause = timedelta(seconds=pause_seconds * 2**delivery.tries)
    delivery.next_try_at = now + min(LONGEST_PAUSE, pause)
    return True


def given_up(session: Session) -> int:
    """Return how many jobs were given up: each is a defect somebody should look at."""
    count = session.execute(
        sa.select(sa.func.count()).where(OutboxDelivery.given_up_at.is_not(None))  # type: ignore[union-attr]
    ).scalar()
    return int(count or 0)
