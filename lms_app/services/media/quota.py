"""How much room each owner's videos take, and whether one more fits.

Counted from what there really is: the sizes of sources (those on their way included, as announced and
signed) and the measured bytes of what was made of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
import structlog
from sqlalchemy.dialects.postgresql import insert

from lms_app.core import clock
from lms_app.core.actor import Actor
from lms_app.core.config import GIB, Settings
from lms_app.core.errors import Conflict
from lms_app.core.permissions import Permission
from lms_app.core.use_case import command, query, workflow
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import MediaAsset, MediaStatus, MediaUsage
from lms_app.services.context import Context

log = structlog.get_logger()

COUNTED_UPLOAD_HOURS = 24
"""An upload that was begun longer ago holds none of the places for uploads at once."""


@dataclass(frozen=True)
class Share:
    """What one owner may take: bytes of room and uploads at once; 0 is no limit."""

    quota_bytes: int
    uploads_at_once: int


def share_of(settings: Settings) -> Share:
    """Return what the settings give to each owner."""
    return Share(settings.instructor_quota_bytes, settings.uploads_at_once)


def used_bytes(uow: UnitOfWork, owner_id: UUID) -> int:
    """Return the bytes of an owner's sources and of all that was made of them."""
    made = sa.func.coalesce(MediaUsage.made_bytes, 0)
    total = uow.session.execute(
        sa.select(sa.func.coalesce(sa.func.sum(MediaAsset.size_bytes + made), 0))
        .select_from(MediaAsset)
        .outerjoin(MediaUsage, MediaUsage.asset_id == MediaAsset.id)  # type: ignore[arg-type]
        .where(MediaAsset.owner_id == owner_id)  # type: ignore[arg-type]
    ).scalar_one()
    return int(total)


def ensure_room(uow: UnitOfWork, owner_id: UUID, share: Share, more_bytes: int) -> None:
    """Raise `Conflict` unless `more_bytes` more fit."""
    used = used_bytes(uow, owner_id)
    if share.quota_bytes and used + more_bytes > share.quota_bytes:
        raise Conflict(
            "error.quota_full" if more_bytes else "error.quota_exceeded",
            used_gb=_gb(used),
            limit_gb=_gb(share.quota_bytes),
            file_gb=_gb(more_bytes),
        )


def ensure_share(uow: UnitOfWork, owner_id: UUID, share: Share, more_bytes: int) -> None:
    """Raise `Conflict` unless one more upload of `more_bytes` fits; holds the owner's row.

    Two uploads that begin at once are counted one after the other.
    """
    uow.session.execute(
        sa.text("SELECT 1 FROM user_account WHERE id = :owner FOR NO KEY UPDATE"),
        {"owner": owner_id},
    )
    ensure_room(uow, owner_id, share, more_bytes)
    since = clock.now() - timedelta(hours=COUNTED_UPLOAD_HOURS)
    going = uow.session.execute(
        sa.select(sa.func.count()).where(
            MediaAsset.owner_id == owner_id,  # type: ignore[arg-type]
            MediaAsset.status == MediaStatus.uploading,  # type: ignore[arg-type]
            MediaAsset.created_at >= since,  # type: ignore[arg-type]
        )
    ).scalar_one()
    if share.uploads_at_once and going >= share.uploads_at_once:
        raise Conflict("error.uploads_at_once", count=share.uploads_at_once)


def ensure_store_room(ctx: Context, more_bytes: int) -> None:
    """Raise `Conflict` unless the store can take `more_bytes` and leave its machine air."""
    room = ctx.objects.room()
    if room is not None and more_bytes > room:
        log.warning("store_full", room_bytes=room, wanted_bytes=more_bytes)
        raise Conflict("media.reason.disk_full")


@query(Permission.media_upload)
def check_share(
    uow: UnitOfWork, actor: Actor, *, owner_id: UUID, share: Share, more_bytes: int
) -> None:
    """Raise `Conflict` while the owner has no room for `more_bytes`; nothing is reserved."""
    ensure_room(uow, owner_id, share, more_bytes)


@workflow(Permission.media_process)
def measure_asset(ctx: Context, actor: Actor, asset_id: UUID) -> None:
    """Count the bytes that the store holds of an asset's renditions and pictures."""
    made = sum(entry.size for entry in ctx.objects.list_objects(f"media/{asset_id}/"))
    ctx.call(keep_measure, asset_id, made_bytes=made)


@command(Permission.media_process)
def keep_measure(uow: UnitOfWork, actor: Actor, asset_id: UUID, *, made_bytes: int) -> None:
    """Store a measured size; an asset that is gone meanwhile is left alone."""
    if uow.session.get(MediaAsset, asset_id, with_for_update={"key_share": True}) is None:
        return
    values = {"made_bytes": made_bytes, "measured_at": clock.now()}
    uow.session.execute(
        insert(MediaUsage)
        .values(asset_id=asset_id, **values)
        .on_conflict_do_update(index_elements=["asset_id"], set_=values)
    )


def _gb(size: int) -> str:
    return f"{size / GIB:.1f}"
