"""Attempts that failed: tried again with growing pauses, and given up with a reason in words.

Three kinds of trouble. The file's own (`MediaRejected`) ends at once: trying again gives the same.
The encoder's or the worker's counts, and after some times the asset is given up. The store's or the
disk's does not count, but after a day of it the asset is given up too: nothing is "in work" for ever.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
import structlog
from sqlmodel import select

from lms_app.core import clock
from lms_app.core.actor import Actor
from lms_app.core.errors import InvalidTransition
from lms_app.core.events import MediaFailed, MediaImported, MediaUploaded
from lms_app.core.permissions import Permission
from lms_app.core.use_case import command
from lms_app.db import queries
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import MediaAsset, MediaPhase, MediaStatus, Rendition
from lms_app.services.media import policy
from lms_app.services.media.leases import Claim, held

MAX_FAILURES = 3
MAX_LOST_WORKERS = 6  # a restart in mid-encode is not the file's fault, six of them may be
PAUSES_SECONDS = (5, 30, 120)
OUTAGE_PAUSE_SECONDS = (10, 600)
OUTAGE_HOURS = 24
REQUEUE_SECONDS = 300
DETAIL_CHARACTERS = 500

log = structlog.get_logger()


@command(Permission.media_process)
def refuse_attempt(
    uow: UnitOfWork, actor: Actor, claim: Claim, *, reason: str, detail: str = ""
) -> None:
    """Give the asset up at once: the file itself is the trouble."""
    asset = _locked(uow, claim)
    if asset is not None:
        _give_up(uow, asset, reason, detail)


@command(Permission.media_process)
def fail_attempt(
    uow: UnitOfWork, actor: Actor, claim: Claim, *, reason: str, detail: str = ""
) -> None:
    """Give the lease back after the encoder failed; after `MAX_FAILURES` the asset is given up."""
    asset = _locked(uow, claim)
    if asset is None:
        return
    asset.failure_count += 1
    if asset.failure_count >= MAX_FAILURES:
        _give_up(uow, asset, reason, detail)
    else:
        pause = PAUSES_SECONDS[min(asset.failure_count, len(PAUSES_SECONDS)) - 1]
        _wait(uow, asset, detail, clock.now() + timedelta(seconds=pause))


@command(Permission.media_process)
def postpone_attempt(
    uow: UnitOfWork, actor: Actor, claim: Claim, *, reason: str, detail: str = ""
) -> None:
    """Give the lease back because of what is not the file's fault (the store or the disk)."""
    asset = _locked(uow, claim)
    if asset is None:
        return
    now = clock.now()
    asset.troubled_since = asset.troubled_since or now
    trouble = (now - asset.troubled_since).total_seconds()
    if trouble > OUTAGE_HOURS * 3600:
        _give_up(uow, asset, reason, detail)
        return
    asset.failure_reason = reason[:60]  # its owner sees what it waits for
    low, high = OUTAGE_PAUSE_SECONDS
    _wait(uow, asset, detail, now + timedelta(seconds=min(high, max(low, trouble / 2))))


@command(Permission.system_maintain)
def requeue_stalled(uow: UnitOfWork, actor: Actor) -> int:
    """Ask again for assets whose pause is over, whose worker fell silent or whose job got lost.

    Returns how many were looked at.
    """
    now = clock.now()
    lost = sa.and_(
        MediaAsset.status == MediaStatus.processing,  # type: ignore[arg-type]
        MediaAsset.lease_expires_at < now,  # type: ignore[arg-type, operator]
    )
    overdue = sa.and_(
        MediaAsset.status == MediaStatus.uploaded,  # type: ignore[arg-type]
        sa.or_(
            MediaAsset.retry_at <= now,  # type: ignore[arg-type, operator]
            sa.and_(
                MediaAsset.retry_at.is_(None),  # type: ignore[union-attr]
                MediaAsset.queued_at < now - timedelta(seconds=REQUEUE_SECONDS),  # type: ignore[arg-type, operator]
            ),
        ),
    )
    set_aside = sa.and_(
        MediaAsset.status == MediaStatus.processing,  # type: ignore[arg-type]
        MediaAsset.lease_expires_at.is_(None),  # type: ignore[union-attr]
        MediaAsset.queued_at < now - timedelta(seconds=REQUEUE_SECONDS),  # type: ignore[arg-type, operator]
    )
    stalled = uow.session.exec(
        select(MediaAsset)
        .where(sa.or_(lost, overdue, set_aside))
        .limit(100)
        .with_for_update(skip_locked=True)
    ).all()
    for asset in stalled:
        if asset.status is MediaStatus.processing and not asset.is_set_aside:
            asset.failure_count += 1
            if asset.failure_count >= MAX_LOST_WORKERS:
                _give_up(uow, asset, "worker_lost", "the worker fell silent")
                continue
            _wait(uow, asset, "the worker fell silent", None)
        asset.retry_at, asset.queued_at = None, now
        uow.emit(waiting_event(asset))
    return len(stalled)


@command(Permission.media_upload)
def retry_processing(uow: UnitOfWork, actor: Actor, asset_id: UUID) -> None:
    """Let the owner (or an admin) have a failed asset tried once more from the start."""
    asset = queries.get_or_404(uow, MediaAsset, asset_id, lock=True)
    policy.ensure_can_manage(actor, asset)
    if asset.status is not MediaStatus.failed:
        raise InvalidTransition("media_asset", asset.status, MediaStatus.uploaded)
    asset.move(MediaStatus.uploaded)
    asset.failure_count, asset.failure_reason, asset.failure_detail = 0, None, None
    asset.failed_at = asset.retry_at = asset.troubled_since = None
    asset.phase, asset.progress_percent, asset.queued_at = MediaPhase.waiting, 0, clock.now()
    uow.add(asset)
    uow.emit(waiting_event(asset))


def waiting_event(asset: MediaAsset) -> MediaUploaded | MediaImported:
    """Return the event that starts the pipeline: imports (the demo school) wait behind people."""
    if asset.priority < 0:
        return MediaImported(asset_id=asset.id)
    return MediaUploaded(asset_id=asset.id)


def _locked(uow: UnitOfWork, claim: Claim) -> MediaAsset | None:
    return uow.session.exec(select(MediaAsset).where(*held(claim)).with_for_update()).first()


def _wait(uow: UnitOfWork, asset: MediaAsset, detail: str, until: datetime | None) -> None:
    asset.move(MediaStatus.uploaded)
    _let_go(uow, asset, detail)
    asset.phase, asset.progress_percent = MediaPhase.waiting, 0
    asset.retry_at, asset.queued_at = until, clock.now()
    uow.add(asset)


def _give_up(uow: UnitOfWork, asset: MediaAsset, reason: str, detail: str) -> None:
    """The dead letter: the owner reads the reason, the operator the detail too."""
    asset.move(MediaStatus.failed)
    _let_go(uow, asset, detail)
    asset.failure_reason, asset.failed_at = reason[:60], clock.now()
    uow.add(asset)
    uow.emit(MediaFailed(asset_id=asset.id))
    log.error(
        "media_given_up",
        asset_id=str(asset.id),
        reason=reason,
        attempt=asset.attempt,
        detail=asset.failure_detail,
    )


def _let_go(uow: UnitOfWork, asset: MediaAsset, detail: str) -> None:
    asset.lease_token = asset.lease_expires_at = asset.seconds_left = None
    printable = "".join(c if c.isprintable() else " " for c in detail)
    asset.failure_detail = printable[-DETAIL_CHARACTERS:] or None
    uow.session.execute(sa.delete(Rendition).where(Rendition.asset_id == asset.id))  # type: ignore[arg-type]
