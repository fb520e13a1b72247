"""The outbox: events as rows of the transaction that made them true."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, Session, select

from lms_app.models.base import Entity, Timestamped, moment
from lms_app.models.personal import of_nobody

KEPT_DAYS = 30


class OutboxMessage(Entity, Timestamped, table=True):
    """One event. `dispatched_at` is set when every subscriber's job was handed over."""

    __tablename__ = "outbox_message"
    __table_args__ = (
        sa.Index(
            "ix_outbox_message_waiting",
            "created_at",
            postgresql_where=sa.text("dispatched_at IS NULL"),
        ),
        sa.Index("ix_outbox_message_dispatched_at", "dispatched_at"),
        of_nobody(),
    )

    event: str = Field(max_length=60)
    payload: dict[str, str] = Field(sa_type=JSONB)
    dispatched_at: datetime | None = moment()


def claim(session: Session, limit: int = 100) -> list[OutboxMessage]:
    """Lock and return waiting messages, oldest first; two relays never share one."""
    statement = (
        select(OutboxMessage)
        .where(OutboxMessage.dispatched_at.is_(None))  # type: ignore[union-attr]
        .order_by(OutboxMessage.created_at)  # type: ignore[arg-type]
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return list(session.exec(statement))


def mark(session: Session, ids: list[UUID], at: datetime) -> None:
    """Record that these messages were handed over."""
    session.execute(
        sa.update(OutboxMessage).where(OutboxMessage.id.in_(ids)).values(dispatched_at=at)  # type: ignore[attr-defined]
    )


def oldest_waiting(session: Session) -> datetime | None:
    """Return when the oldest message that still waits was written."""
    return session.execute(
        sa.select(sa.func.min(OutboxMessage.created_at)).where(
            OutboxMessage.dispatched_at.is_(None)  # type: ignore[union-attr]
        )
    ).scalar()


def purge(session: Session, now: datetime) -> int:
    """Delete messages handed over more than `KEPT_DAYS` ago; return how many."""
    result = session.execute(
        sa.delete(OutboxMessage).where(
            OutboxMessage.dispatched_at < now - timedelta(days=KEPT_DAYS)  # type: ignore[operator]
        )
    )
    return int(result.rowcount)  # type: ignore[attr-defined]
