"""Videos that were given up: what the operator looks through."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from lms_app.core.actor import Actor
from lms_app.core.permissions import Permission
from lms_app.core.use_case import query
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import MediaAsset, MediaStatus, User

MOST_FAILED = 200


@dataclass(frozen=True)
class FailedMedia:
    """One video that was given up: `reason` as in `media.reason.*`, `detail` the encoder's words."""

    asset_id: str
    filename: str
    owner_name: str
    reason: str
    detail: str
    attempts: int
    failed_at: str


@query(Permission.admin_read)
def list_failed_media(uow: UnitOfWork, actor: Actor) -> list[FailedMedia]:
    """Return the videos that were given up, the last first. 1 query."""
    rows = uow.session.execute(
        sa.select(MediaAsset, User.display_name)
        .join(User, User.id == MediaAsset.owner_id)
        .where(MediaAsset.status == MediaStatus.failed)
        .order_by(MediaAsset.failed_at.desc().nulls_last(), MediaAsset.id)  # type: ignore[union-attr]
        .limit(MOST_FAILED)
    )
    return [
        FailedMedia(
            asset_id=str(asset.id),
            filename=asset.filename,
            owner_name=name,
            reason=asset.failure_reason or "",
            detail=asset.failure_detail or "",
            attempts=asset.attempt,
            failed_at=asset.failed_at.isoformat() if asset.failed_at else "",
        )
        for asset, name in rows
    ]
