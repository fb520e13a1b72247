"""Leases: which worker may work on an asset and publish its attempt.

RQ may run a job twice or lose it; the lease in PostgreSQL decides. Every write of a worker names
its token, so a worker that lost the lease changes nothing. What happens to attempts that fail is
in `failures.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import select

from lms_app.core import clock
from lms_app.core.actor import Actor
from lms_app.core.events import MediaReady
from lms_app.core.permissions import Permission
from lms_app.core.use_case import command, query
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import MediaAsset, MediaPhase, MediaStatus, Rendition
from lms_app.models.media import TOKEN_DIGITS, attempt_prefix

LEASE_SECONDS = 45


@dataclass(frozen=True)
class Claim:
    """A lease that was granted: what to work on and the token to show at every write.

    `made` are the renditions and `sprites` the small pictures of an attempt that was set aside.
    """

    asset_id: UUID
    token: UUID
    attempt: int
    source_key: str
    content_key_sealed: bytes | None
    made: Sequence[Rendition] = ()
    sprites: dict[str, int] | None = None
    percent: int = 0

    @property
    def prefix(self) -> str:
        """Where this attempt's output goes; no other attempt writes there."""
        return attempt_prefix(self.asset_id, self.attempt, self.token)


@dataclass(frozen=True)
class Found:
    """What the file turned out to be, before anything of it is encoded."""

    duration_seconds: float
    width: int
    height: int
    has_audio: bool


@dataclass(frozen=True)
class Report:
    """How far an attempt is: `renditions` are those that changed since the last report."""

    phase: MediaPhase = MediaPhase.checking
    percent: int = 0
    seconds_left: int | None = None
    renditions: Sequence[Rendition] = ()


@dataclass(frozen=True)
class Published:
    """What a finished attempt is: facts, pictures and one row a rendition."""

    duration_seconds: float
    width: int
    height: int
    has_audio: bool
    poster_key: str
    renditions: list[Rendition]
    poster_keys: list[str] = field(default_factory=list)
    sprites: dict[str, int] | None = None


@command(Permission.media_process)
def claim_asset(
    uow: UnitOfWork, actor: Actor, asset_id: UUID, *, only_first: bool = False
) -> Claim | None:
    """Take the lease if nobody holds it; None when there is nothing to do (yet).

    A lease that ran out is still held: `requeue_stalled` alone frees it, and counts the worker that
    was lost. So no video is claimed more often than that allows, however busy the queue is. An attempt that was set aside is taken up where it was, unless `only_first` says that first
    passes alone are wanted.
    """
    now = clock.now()
    asset = uow.session.exec(
        select(MediaAsset).where(MediaAsset.id == asset_id).with_for_update()
    ).first()
    if asset is not None and asset.is_set_aside:
        return None if only_first else _take_up(uow, asset)
    if asset is None or not _is_free(asset):
        return None
    asset.move(MediaStatus.processing)
    asset.attempt += 1
    asset.lease_token, asset.lease_expires_at = uuid4(), now + timedelta(seconds=LEASE_SECONDS)
    asset.phase, asset.progress_percent, asset.seconds_left = MediaPhase.checking, 0, None
    asset.retry_at = asset.sprites = asset.failure_reason = None
    uow.add(asset)
    # What an attempt before this one had of it plays no more: its objects go with its prefix.
    uow.session.execute(sa.delete(Rendition).where(Rendition.asset_id == asset_id))
    return Claim(
        asset.id, asset.lease_token, asset.attempt, asset.source_key, asset.content_key_sealed
    )


def _take_up(uow: UnitOfWork, asset: MediaAsset) -> Claim | None:
    """Go on with an attempt where it is; whoever set it aside has not got the token of now."""
    if asset.lease_token is None:
        return None
    asset.lease_expires_at = clock.now() + timedelta(seconds=LEASE_SECONDS)
    asset.phase = MediaPhase.encoding
    uow.add(asset)
    rows = uow.session.exec(select(Rendition).where(Rendition.asset_id == asset.id))
    return Claim(
        asset.id,
        asset.lease_token,
        asset.attempt,
        asset.source_key,
        asset.content_key_sealed,
        made=[Rendition(**row.model_dump()) for row in rows],
        sprites=asset.sprites,
        percent=asset.progress_percent,
    )


def _is_free(asset: MediaAsset) -> bool:
    is_due = asset.retry_at is None or asset.retry_at <= clock.now()
    return asset.status is MediaStatus.uploaded and is_due


@command(Permission.media_process)
def describe_attempt(uow: UnitOfWork, actor: Actor, claim: Claim, found: Found) -> bool:
    """Keep what the file turned out to be; False when the lease belongs to somebody else."""
    changed = uow.session.execute(
        sa.update(MediaAsset)
        .where(*held(claim))
        .values(
            duration_seconds=found.duration_seconds,
            width=found.width,
            height=found.height,
            has_audio=found.has_audio,
        )
    )
    return bool(changed.rowcount)  # type: ignore[attr-defined]


@command(Permission.media_process)
def renew_lease(uow: UnitOfWork, actor: Actor, claim: Claim, report: Report) -> bool:
    """Keep the lease and show how far the work is; False when it belongs to somebody else now."""
    changed = uow.session.execute(
        sa.update(MediaAsset)
        .where(*held(claim))
        .values(
            lease_expires_at=clock.now() + timedelta(seconds=LEASE_SECONDS),
            phase=report.phase,
            progress_percent=min(100, max(0, report.percent)),
            seconds_left=report.seconds_left,
        )
    )
    if not changed.rowcount:  # type: ignore[attr-defined]
        return False
    for rendition in report.renditions:
        save_rendition(uow, rendition)
    return True


def save_rendition(uow: UnitOfWork, rendition: Rendition) -> None:
    """Add or change a rendition. The asset's row is locked by the update before."""
    values = rendition.model_dump()
    changing = {
        name: value
        for name, value in values.items()
        if name not in {"id", "asset_id", "name", "created_at"}
    }
    uow.session.execute(
        insert(Rendition)
        .values(**values)
        .on_conflict_do_update(index_elements=["asset_id", "name"], set_=changing)
    )


@command(Permission.media_process)
def keep_content_key(uow: UnitOfWork, actor: Actor, claim: Claim, sealed: bytes) -> bytes:
    """Store the asset's sealed key unless it has one; return the one that counts."""
    uow.session.execute(
        sa.update(MediaAsset)
        .where(*held(claim), MediaAsset.content_key_sealed.is_(None))  # type: ignore[union-attr]
        .values(content_key_sealed=sealed)
    )
    kept = uow.session.exec(
        select(MediaAsset.content_key_sealed).where(MediaAsset.id == claim.asset_id)
    ).one()
    return kept or sealed


@command(Permission.media_process)
def publish_attempt(uow: UnitOfWork, actor: Actor, claim: Claim, result: Published) -> bool:
    """Make this attempt the asset's set, by one fenced update; False when the lease is lost."""
    changed = uow.session.execute(
        sa.update(MediaAsset)
        .where(*held(claim))
        .values(
            status=MediaStatus.ready,
            phase=MediaPhase.publishing,
            progress_percent=100,
            seconds_left=None,
            published_prefix=claim.prefix,
            poster_key=result.poster_key,
            poster_keys=result.poster_keys or [result.poster_key],
            sprites=result.sprites,
            duration_seconds=result.duration_seconds,
            width=result.width,
            height=result.height,
            has_audio=result.has_audio,
            failure_reason=None,
            failure_detail=None,
            troubled_since=None,
            lease_token=None,
            lease_expires_at=None,
            ready_at=clock.now(),
        )
    )
    if not changed.rowcount:  # type: ignore[attr-defined]
        return False
    uow.session.execute(sa.delete(Rendition).where(Rendition.asset_id == claim.asset_id))
    for rendition in result.renditions:
        uow.session.add(rendition)
    uow.emit(MediaReady(asset_id=claim.asset_id))
    return True


@query(Permission.media_process)
def is_over(uow: UnitOfWork, actor: Actor, claim: Claim) -> bool:
    """Say whether nobody needs any more what was stored below the claim's prefix."""
    asset = uow.session.get(MediaAsset, claim.asset_id)
    return asset is None or claim.prefix not in (asset.published_prefix, asset.working_prefix)


def next_token(token: UUID) -> UUID:
    """Return a fresh token for the same attempt: its objects stay below the prefix they have."""
    return UUID(hex=token.hex[:TOKEN_DIGITS] + uuid4().hex[TOKEN_DIGITS:])


def held(claim: Claim) -> tuple[sa.ColumnElement[bool], ...]:
    """The condition that this claim's lease is still the one that counts."""
    return (
        MediaAsset.id == claim.asset_id,  # type: ignore[return-value]
        MediaAsset.status == MediaStatus.processing,
        MediaAsset.lease_token == claim.token,
    )
