"""Whose video is encoded next: PostgreSQL decides when a worker has time, not the queue's order.

A job in the queue stands for one encode, not for whose. So an instructor who drops a hundred files
keeps the encoders busy while nobody else waits, and gives one up at the next turn when somebody does.
"""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from lms_app.core import clock
from lms_app.core.actor import Actor
from lms_app.core.permissions import Permission
from lms_app.core.use_case import command
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import EncodingTurn

# People before the demo school; then whoever has least in work, and was served longest ago.
_NEXT = sa.text(
    """
    SELECT waiting.id, waiting.owner_id
    FROM media_asset AS waiting
    LEFT JOIN encoding_turn AS turn ON turn.owner_id = waiting.owner_id
    LEFT JOIN LATERAL (
        SELECT count(*) AS working FROM media_asset AS other
        WHERE other.owner_id = waiting.owner_id
          AND other.status = 'processing' AND other.lease_expires_at >= :now
    ) AS own ON true
    WHERE (waiting.status = 'uploaded' AND (waiting.retry_at IS NULL OR waiting.retry_at <= :now))
       OR (waiting.status = 'processing' AND waiting.lease_expires_at < :now)
    ORDER BY waiting.priority DESC, own.working, turn.served_at NULLS FIRST,
             waiting.created_at, waiting.id
    LIMIT 1
    """
)


@command(Permission.media_process)
def next_asset(uow: UnitOfWork, actor: Actor) -> UUID | None:
    """Return the asset whose turn it is and note that its owner was served; None when none waits.

    It is not claimed yet: two workers may get the same, and one of them then asks again.
    """
    now = clock.now()
    found = uow.session.execute(_NEXT, {"now": now}).first()
    if found is None:
        return None
    uow.session.execute(
        insert(EncodingTurn)
        .values(owner_id=found.owner_id, served_at=now)
        .on_conflict_do_update(index_elements=["owner_id"], set_={"served_at": now})
    )
    asset_id: UUID = found.id
    return asset_id
