"""What others ask of assets: their state, their playback facts, removal."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import select

from lms_app.core import clock
from lms_app.core.actor import Actor
from lms_app.core.errors import NotFound
from lms_app.core.permissions import Permission
from lms_app.core.use_case import command, workflow
from lms_app.db import queries
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import (
    MediaAsset,
    MediaStatus,
    Rendition,
    RenditionKind,
    RenditionState,
)
from lms_app.services.context import Context
from lms_app.services.media import policy
from lms_app.services.media.failures import waiting_event
from lms_app.services.media.uploads import clean_filename
from lms_app.services.media.views import AssetState, RungState


class NotPlayableYet(NotFound):
    """The video is on its way; in a moment there may be something to play."""


@dataclass(frozen=True)
class Playable:
    """What can be played of an asset, lowest rendition first; never leaves the services.

    While the asset is in work these are the finished renditions and the one that grows.
    """

    asset_id: UUID
    prefix: str
    content_key_sealed: bytes
    poster_key: str
    duration_seconds: float
    renditions: list[Rendition]
    sprites: dict[str, int] | None = None

    @property
    def mark(self) -> str:
        """Tells this set of files from another one of the same lesson, in addresses that are kept."""
        return mark_of(self.prefix)


def mark_of(prefix: str) -> str:
    """Return the mark of a published set of files, 12 hexadecimal digits."""
    return hashlib.sha256(prefix.encode()).hexdigest()[:12]


def asset_states(uow: UnitOfWork, ids: Iterable[UUID]) -> dict[UUID, AssetState]:
    """Return the states of assets by id, in one query, two while some are in work."""
    wanted = list(ids)
    if not wanted:
        return {}
    rows = uow.session.exec(select(MediaAsset).where(MediaAsset.id.in_(wanted))).all()  # type: ignore[attr-defined]
    working = [row.id for row in rows if row.status is MediaStatus.processing]
    made: dict[UUID, list[Rendition]] = defaultdict(list)
    for rendition in _renditions(uow, working) if working else ():
        made[rendition.asset_id].append(rendition)
    return {row.id: _state(row, made[row.id]) for row in rows}


def _renditions(uow: UnitOfWork, asset_ids: list[UUID]) -> list[Rendition]:
    """Return renditions from the lowest up."""
    return list(
        uow.session.exec(
            select(Rendition)
            .where(Rendition.asset_id.in_(asset_ids))  # type: ignore[attr-defined]
            .order_by(Rendition.bandwidth)  # type: ignore[arg-type]
        )
    )


def _state(asset: MediaAsset, renditions: list[Rendition]) -> AssetState:
    reason = f"media.reason.{asset.failure_reason}" if asset.failure_reason else ""
    return AssetState(
        asset_id=str(asset.id),
        status=asset.status.value,
        phase=asset.phase.value,
        percent=asset.progress_percent,
        reason=reason,
        filename=asset.filename,
        size_bytes=asset.size_bytes,
        duration_seconds=round(asset.duration_seconds or 0),
        seconds_left=asset.seconds_left or 0,
        is_playable=asset.status is MediaStatus.ready or bool(_first_ones(asset, renditions)),
        rungs=tuple(
            RungState(row.name, row.state.value, row.percent)
            for row in renditions
            if row.kind is RenditionKind.video
        ),
    )


def _first_ones(asset: MediaAsset, renditions: list[Rendition]) -> list[Rendition]:
    """The renditions of an attempt in work that can be played; none while a first one is missing."""
    begun = [row for row in renditions if row.segment_seconds]
    videos = [row for row in begun if row.kind is RenditionKind.video]
    sounds = [row for row in begun if row.kind is RenditionKind.audio]
    is_silent = any(row.state is RenditionState.ready for row in videos) and not sounds
    if not videos or (asset.has_audio and not sounds and not is_silent):
        return []
    return [*videos, *sounds]


def get_own_asset(uow: UnitOfWork, actor: Actor, asset_id: UUID) -> MediaAsset:
    """Return an asset of the caller's (admins and the system: any), else `NotFound`."""
    asset = queries.get_or_404(uow, MediaAsset, asset_id)
    policy.ensure_can_manage(actor, asset)
    return asset


def get_playable(uow: UnitOfWork, asset_id: UUID) -> Playable:
    """Return a ready asset with its renditions, lowest first. 2 queries. Raises `NotFound`.

    The caller has checked that the viewer may watch.
    """
    asset = queries.get_or_404(uow, MediaAsset, asset_id)
    if asset.status is not MediaStatus.ready or not asset.published_prefix:
        raise NotFound("error.media_not_ready")
    return _playable(asset, asset.published_prefix, _renditions(uow, [asset_id]))


def get_growing(uow: UnitOfWork, asset: MediaAsset) -> Playable:
    """Return what can be played of an asset by now. Raises `NotPlayableYet`, `NotFound`.

    The caller has checked that the viewer may manage it.
    """
    if asset.status is MediaStatus.ready:
        return get_playable(uow, asset.id)
    if asset.status not in {MediaStatus.uploaded, MediaStatus.processing}:
        raise NotFound("error.media_not_ready")
    playable = _first_ones(asset, _renditions(uow, [asset.id]))
    if not playable or not asset.working_prefix:
        raise NotPlayableYet("error.media_not_ready")
    return _playable(asset, asset.working_prefix, playable)


def _playable(asset: MediaAsset, prefix: str, renditions: list[Rendition]) -> Playable:
    return Playable(
        asset_id=asset.id,
        prefix=prefix,
        content_key_sealed=asset.content_key_sealed or b"",
        poster_key=asset.poster_key or "",
        duration_seconds=asset.duration_seconds or 0.0,
        renditions=renditions,
        sprites=asset.sprites,
    )


@workflow(Permission.seed_write)
def import_video(
    ctx: Context, actor: Actor, *, owner_id: UUID, path: Path, filename: str, priority: int = 0
) -> str:
    """Take a local file into the pipeline for `owner_id` (command line and demo school)."""
    asset_id = uuid4()
    key = f"sources/{asset_id}"
    head = ctx.objects.put_file(key, path, "video/mp4")
    ctx.call(
        add_imported,
        MediaAsset(
            id=asset_id,
            owner_id=owner_id,
            filename=clean_filename(filename),
            content_type="video/mp4",
            size_bytes=head.size,
            source_key=key,
            source_etag=head.etag,
            status=MediaStatus.uploaded,
            priority=priority,
            queued_at=clock.now(),
        ),
    )
    return str(asset_id)


@command(Permission.seed_write)
def add_imported(uow: UnitOfWork, actor: Actor, asset: MediaAsset) -> None:
    """Store an imported asset and start its pipeline."""
    uow.add(asset)
    uow.emit(waiting_event(asset))


@workflow(Permission.media_process)
def discard_asset(ctx: Context, actor: Actor, asset_id: UUID) -> None:
    """Remove an asset that no lesson shows, with all its objects. Repeating it is harmless."""
    forgotten = ctx.call(forget_asset, asset_id)
    if forgotten is None:
        return
    source_key, upload_id = forgotten
    if upload_id:
        ctx.objects.abort_multipart(source_key, upload_id)
    ctx.objects.delete(source_key)
    ctx.objects.delete_prefix(f"media/{asset_id}/")


@command(Permission.media_process)
def forget_asset(uow: UnitOfWork, actor: Actor, asset_id: UUID) -> tuple[str, str] | None:
    """Delete the row unless a lesson shows it; return the source's key and its open upload's id.

    The row is locked first, so a lesson that takes the asset up meanwhile waits and finds none.
    None means that the objects must stay. A row that is gone already still gives its key: the
    objects of an interrupted removal go with the repetition.
    """
    asset = uow.session.exec(
        select(MediaAsset).where(MediaAsset.id == asset_id).with_for_update()
    ).first()
    if asset is None:
        return f"sources/{asset_id}", ""
    in_use = uow.session.execute(
        sa.text(
            "SELECT 1 FROM lesson WHERE :asset IN (media_asset_id, next_media_asset_id) LIMIT 1"
        ),
        {"asset": asset_id},
    ).first()
    if in_use:
        return None
    found = asset.source_key, asset.upload_id or ""
    uow.session.delete(asset)
    return found
