"""Whose video is encoded next: PostgreSQL decides when a worker has time, not the queue's order.

First passes, which their owners wait for, come before what is left of anybody's video: an attempt
is set aside between its passes while somebody waits.

A job in the queue stands for one encode, not for whose. So an instructor who drops a hundred files
keeps the encoders busy while nobody else waits, and gives one up at the next turn when somebody does.
"""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import select

from lms_app.core import clock
from lms_app.core.actor import Actor
from lms_app.core.permissions import Permission
from lms_app.core.use_case import command, query
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import EncodingTurn, MediaAsset, MediaPhase
from lms_app.services.media.failures import waiting_event
from lms_app.services.media.leases import (
    Claim,
    Report,
    held,
    is_over,
    next_token,
    save_rendition,
)

# Not what a worker holds whose lease ran out: the sweep counts that worker as lost before anybody
# else may have its video (`failures.requeue_stalled`).
_WAITS = """
    (waiting.status = 'uploaded' AND (waiting.retry_at IS NULL OR waiting.retry_at <= :now))
"""
_SET_ASIDE = """
    (waiting.status = 'processing' AND waiting.lease_token IS NOT NULL
     AND waiting.lease_expires_at IS NULL)
"""
# People before the demo school, first passes before the rest; then whoever has least in work, and
# was served longest ago.
_NEXT = sa.text(
    f"""
    SELECT waiting.id, waiting.owner_id
    FROM media_asset AS waiting
    LEFT JOIN encoding_turn AS turn ON turn.owner_id = waiting.owner_id
    LEFT JOIN LATERAL (
        SELECT count(*) AS working FROM media_asset AS other
        WHERE other.owner_id = waiting.owner_id
          AND other.status = 'processing' AND other.lease_expires_at >= :now
    ) AS own ON true
    WHERE {_WAITS} OR {_SET_ASIDE}
    ORDER BY waiting.priority DESC, {_SET_ASIDE}, own.working, turn.served_at NULLS FIRST,
             waiting.created_at, waiting.id
    LIMIT 1
    """  # noqa: S608 - constants
)
# The same for whoever makes first passes only, while those who do the rest are at work.
_NEXT_FIRST = sa.text(
    f"""
    SELECT waiting.id, waiting.owner_id
    FROM media_asset AS waiting
    LEFT JOIN encoding_turn AS turn ON turn.owner_id = waiting.owner_id
    WHERE {_WAITS} AND waiting.priority >= 0 AND EXISTS (
        SELECT 1 FROM media_asset AS busy
        WHERE busy.status = 'processing' AND busy.lease_expires_at >= :now
    )
    ORDER BY waiting.priority DESC, turn.served_at NULLS FIRST, waiting.created_at, waiting.id
    LIMIT 1
    """  # noqa: S608 - constants
)
_OTHERS = sa.text(
    f"""
    SELECT 1 FROM media_asset AS waiting
    WHERE waiting.id <> :own AND waiting.priority >= 0 AND ({_WAITS} OR {_SET_ASIDE}) LIMIT 1
    """  # noqa: S608 - constants
)


@command(Permission.media_process)
def next_asset(uow: UnitOfWork, actor: Actor, *, only_first: bool = False) -> UUID | None:
    """Return the asset whose turn it is and note that its owner was served; None when none waits.

    It is not claimed yet: two workers may get the same, and one of them then asks again.
    `only_first`: a person's that waits for its first pass while all encoders may be at work.
    """
    now = clock.now()
    found = uow.session.execute(_NEXT_FIRST if only_first else _NEXT, {"now": now}).first()
    if found is None:
        return None
    uow.session.execute(
        insert(EncodingTurn)
        .values(owner_id=found.owner_id, served_at=now)
        .on_conflict_do_update(index_elements=["owner_id"], set_={"served_at": now})
    )
    asset_id: UUID = found.id
    return asset_id


@query(Permission.media_process)
def others_wait(uow: UnitOfWork, actor: Actor, claim: Claim) -> bool:
    """Say whether somebody waits for an encoder; the demo school never keeps one from people."""
    found = uow.session.execute(_OTHERS, {"own": claim.asset_id, "now": clock.now()}).first()
    return found is not None


@command(Permission.media_process)
def set_aside(
    uow: UnitOfWork, actor: Actor, claim: Claim, report: Report, *, sprites: dict[str, int]
) -> bool:
    """Give the lease back between two passes and queue the rest; False when it was lost.

    What was made plays on: the attempt keeps its prefix. Its token changes, so the caller can
    neither renew the lease nor publish any more; one worker alone takes it up (`claim_asset`).
    May be repeated when the answer got lost: nobody else gives the attempt a token of its own.
    """
    asset = uow.session.exec(select(MediaAsset).where(*held(claim)).with_for_update()).first()
    if asset is None:
        return not is_over(uow, actor, claim)
    asset.lease_token = next_token(claim.token)
    asset.lease_expires_at = asset.seconds_left = None
    asset.phase, asset.progress_percent = MediaPhase.waiting, report.percent
    asset.sprites, asset.queued_at = sprites, clock.now()
    uow.add(asset)
    for rendition in report.renditions:
        save_rendition(uow, rendition)
    uow.emit(waiting_event(asset))
    return True
