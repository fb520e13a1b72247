"""Leases: which worker may publish an asset's attempt, and what happens when it falls silent.

RQ may run a job twice or lose it; the lease in PostgreSQL decides. Every write of a worker names
its token, so a worker that lost the lease changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import select

from lms_app.core import clock
from lms_app.core.actor import Actor
from lms_app.core.errors import InvalidTransition
from lms_app.core.events import MediaFailed, MediaImported, MediaReady, MediaUploaded
from lms_app.core.permissions import Permission
from lms_app.core.use_case import command
from lms_app.db import queries
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import MediaAsset, MediaPhase, MediaStatus, Rendition
from lms_app.services.media import policy

LEASE_SECONDS = 45
REQUEUE_SECONDS = 300
MAX_ATTEMPTS = 4


@dataclass(frozen=True)
class Claim:
    """A lease that was granted: what to work on and the token to show at every write."""

    asset_id: UUID
    token: UUID
    attempt: int
    source_key: str
    content_key_sealed: bytes | None

    @property
    def prefix(self) -> str:
        """Where this attempt's output goes; no other attempt writes there."""
        return f"media/{self.asset_id}/{self.attempt}-{self.token.hex[:12]}"


@command(Permission.media_process)
def claim_asset(uow: UnitOfWork, actor: Actor, asset_id: UUID) -> Claim | None:
    """Take the lease if nobody holds it; None when there is nothing to do."""
    now = clock.now()
    asset = uow.session.exec(
        select(MediaAsset).where(MediaAsset.id == asset_id).with_for_update()
    ).first()
    if asset is None:
        return None
    expired = asset.lease_expires_at is None or asset.lease_expires_at < now
    if not (
        asset.status is MediaStatus.uploaded or (asset.status is MediaStatus.processing and expired)
    ):
        return None
    if asset.status is MediaStatus.uploaded:
        asset.move(MediaStatus.processing)
    asset.attempt += 1
    asset.lease_token, asset.lease_expires_at = uuid4(), now + timedelta(seconds=LEASE_SECONDS)
    asset.phase, asset.progress_percent = MediaPhase.checking, 0
    uow.add(asset)
    return Claim(
        asset.id, asset.lease_token, asset.attempt, asset.source_key, asset.content_key_sealed
    )


@command(Permission.media_process)
def renew_lease(uow: UnitOfWork, actor: Actor, claim: Claim, *, phase: str, percent: int) -> bool:
    """Keep the lease and show the progress; False when it belongs to somebody else now."""
    changed = uow.session.execute(
        sa.update(MediaAsset)
        .where(*_held(claim))
        .values(
            lease_expires_at=clock.now() + timedelta(seconds=LEASE_SECONDS),
            phase=MediaPhase(phase),
            progress_percent=min(100, max(0, percent)),
        )
    )
    return bool(changed.rowcount)  # type: ignore[attr-defined]


@command(Permission.media_process)
def keep_content_key(uow: UnitOfWork, actor: Actor, claim: Claim, sealed: bytes) -> bytes:
    """Store the asset's sealed key unless it has one; return the one that counts."""
    uow.session.execute(
        sa.update(MediaAsset)
        .where(*_held(claim), MediaAsset.content_key_sealed.is_(None))  # type: ignore[union-attr]
        .values(content_key_sealed=sealed)
    )
    kept = uow.session.exec(
        select(MediaAsset.content_key_sealed).where(MediaAsset.id == claim.asset_id)
    ).one()
    return kept or sealed


@dataclass(frozen=True)
class Published:
    """What a finished attempt is: facts, poster and one row a rendition."""

    duration_seconds: float
    width: int
    height: int
    has_audio: bool
    poster_key: str
    renditions: list[Rendition]


@command(Permission.media_process)
def publish_attempt(uow: UnitOfWork, actor: Actor, claim: Claim, result: Published) -> bool:
    """Make this attempt the asset's set, by one fenced update; False when the lease is lost."""
    now = clock.now()
    changed = uow.session.execute(
        sa.update(MediaAsset)
        .where(*_held(claim))
        .values(
            status=MediaStatus.ready,
            phase=MediaPhase.publishing,
            progress_percent=100,
            published_prefix=claim.prefix,
            poster_key=result.poster_key,
            duration_seconds=result.duration_seconds,
            width=result.width,
            height=result.height,
            has_audio=result.has_audio,
            failure_reason=None,
            lease_token=None,
            lease_expires_at=None,
            ready_at=now,
        )
    )
    if not changed.rowcount:  # type: ignore[attr-defined]
        return False
    uow.session.execute(sa.delete(Rendition).where(Rendition.asset_id == claim.asset_id))
    for rendition in result.renditions:
        uow.session.add(rendition)
    uow.emit(MediaReady(asset_id=claim.asset_id))
    return True


@command(Permission.media_process)
def fail_attempt(
    uow: UnitOfWork, actor: Actor, claim: Claim, *, reason: str, is_final: bool, counts: bool = True
) -> None:
    """Give the lease back: `is_final` refuses the file for `reason`, else it is tried again.

    `counts` False is for what is not the file's fault (the store or the disk): such an attempt
    does not bring the asset nearer to being given up.
    """
    if is_final or (counts and claim.attempt >= MAX_ATTEMPTS):
        changed = uow.session.execute(
            sa.update(MediaAsset)
            .where(*_held(claim))
            .values(
                status=MediaStatus.failed,
                failure_reason=reason[:60],
                lease_token=None,
                lease_expires_at=None,
            )
        )
        if changed.rowcount:  # type: ignore[attr-defined]
            uow.emit(MediaFailed(asset_id=claim.asset_id))
        return
    uow.session.execute(
        sa.update(MediaAsset)
        .where(*_held(claim))
        .values(
            status=MediaStatus.uploaded,
            phase=MediaPhase.waiting,
            progress_percent=0,
            attempt=claim.attempt if counts else claim.attempt - 1,
            lease_token=None,
            lease_expires_at=None,
            queued_at=clock.now(),
        )
    )


@command(Permission.system_maintain)
def requeue_stalled(uow: UnitOfWork, actor: Actor) -> int:
    """Ask again for assets whose worker fell silent or whose job got lost; return how many."""
    now = clock.now()
    stalled = uow.session.exec(
        select(MediaAsset)
        .where(
            sa.or_(
                sa.and_(
                    MediaAsset.status == MediaStatus.processing,  # type: ignore[arg-type]
                    MediaAsset.lease_expires_at < now,  # type: ignore[arg-type, operator]
                ),
                sa.and_(
                    MediaAsset.status == MediaStatus.uploaded,  # type: ignore[arg-type]
                    MediaAsset.queued_at < now - timedelta(seconds=REQUEUE_SECONDS),  # type: ignore[arg-type, operator]
                ),
            )
        )
        .limit(100)
        .with_for_update(skip_locked=True)
    ).all()
    for asset in stalled:
        if asset.status is MediaStatus.processing:
            asset.lease_token = asset.lease_expires_at = None
            if asset.attempt >= MAX_ATTEMPTS:
                asset.move(MediaStatus.failed)
                asset.failure_reason = "worker_lost"
                uow.emit(MediaFailed(asset_id=asset.id))
                continue
            asset.move(MediaStatus.uploaded)
            asset.phase, asset.progress_percent = MediaPhase.waiting, 0
        asset.queued_at = now
        uow.emit(waiting_event(asset))
    return len(stalled)


@command(Permission.media_upload)
def retry_processing(uow: UnitOfWork, actor: Actor, asset_id: UUID) -> None:
    """Let the owner have a failed asset tried once more from the start."""
    asset = queries.get_or_404(uow, MediaAsset, asset_id, lock=True)
    policy.ensure_can_manage(actor, asset)
    if asset.status is not MediaStatus.failed:
        raise InvalidTransition("media_asset", asset.status, MediaStatus.uploaded)
    asset.move(MediaStatus.uploaded)
    asset.attempt, asset.failure_reason, asset.queued_at = 0, None, clock.now()
    asset.phase, asset.progress_percent = MediaPhase.waiting, 0
    uow.add(asset)
    uow.emit(waiting_event(asset))


def waiting_event(asset: MediaAsset) -> MediaUploaded | MediaImported:
    """Return the event that starts the pipeline: imports (the demo school) wait behind people."""
    if asset.priority < 0:
        return MediaImported(asset_id=asset.id)
    return MediaUploaded(asset_id=asset.id)


def _held(claim: Claim) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        MediaAsset.id == claim.asset_id,  # type: ignore[return-value]
        MediaAsset.status == MediaStatus.processing,
        MediaAsset.lease_token == claim.token,
    )
