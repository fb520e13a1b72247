"""What a law asks to keep of people who are gone: a schema of its own that the site never reads.

Whoever must answer a court or an authority reads it in the database. Each row knows when it goes.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Session

RECORD = sa.Table(
    "record",
    sa.MetaData(schema="retained"),
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("kind", sa.String(40), nullable=False),
    sa.Column("person_id", sa.Uuid, nullable=False),
    sa.Column("content", JSONB, nullable=False),
    sa.Column("retain_until", sa.DateTime(timezone=True), nullable=False, index=True),
)


def keep(
    session: Session, kind: str, person_id: UUID, content: dict[str, Any], until: datetime
) -> None:
    """Write one record; it names the emptied account by its id only."""
    session.execute(
        sa.insert(RECORD).values(
            id=uuid4(), kind=kind, person_id=person_id, content=content, retain_until=until
        )
    )


def purge(session: Session, now: datetime) -> int:
    """Delete what need not be kept any longer; return how many records."""
    done = session.execute(sa.delete(RECORD).where(RECORD.c.retain_until <= now))
    return int(done.rowcount)  # type: ignore[attr-defined]
