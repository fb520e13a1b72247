"""What nobody needs any more: found by age and by what the database knows, then removed.

Called by the schedule and by `python -m lms_app.cli collect`, which only shows unless told to
delete. Every find is looked up again right before it goes, so that what has meanwhile been taken up
stays. Only the store and this machine's work folder are read; no lock is held between the looks.

What this database does not know may be known to another: a store that is not this database's is
only looked at, and an id never heard of goes by a person's command, not by the schedule.
"""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa
import structlog
from sqlmodel import select

from lms_app.core import clock
from lms_app.core.actor import Actor
from lms_app.core.errors import PortUnavailable
from lms_app.core.permissions import Permission
from lms_app.core.use_case import command, query, workflow
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import MediaAsset, MediaStatus
from lms_app.ports.object_store import ObjectStoreError
from lms_app.services.context import Context
from lms_app.services.media.library import discard_asset
from lms_app.services.media.store_owner import is_own_store

SAFE_HOURS = 24
ABANDONED_UPLOAD_DAYS = 7
MAX_TROUBLES = 3
_UNFINISHED = (MediaStatus.uploaded, MediaStatus.processing)
log = structlog.get_logger()


class LeftoverKind(StrEnum):
    """Why something is not needed."""

    work_folder = "work_folder"
    abandoned_upload = "abandoned_upload"
    unknown_upload = "unknown_upload"
    lost_attempt = "lost_attempt"
    orphan_source = "orphan_source"
    unused_asset = "unused_asset"
    store_remains = "store_remains"


@dataclass(frozen=True)
class Leftover:
    """One thing nobody needs: a folder, an upload, a prefix, an object or an asset.

    `is_unknown`: the database has never heard of it. `is_removed`: it is gone.
    """

    kind: LeftoverKind
    name: str
    size_bytes: int
    last_changed_at: datetime
    asset_id: UUID | None = None
    upload_id: str = ""
    is_unknown: bool = False
    is_removed: bool = False


@dataclass(frozen=True)
class AssetFacts:
    """What keeps an asset's objects alive. `is_shown`: a lesson has it or waits for it."""

    status: MediaStatus
    upload_id: str
    published_prefix: str
    working_token: str
    created_at: datetime
    is_shown: bool


@workflow(Permission.system_maintain)
def collect(
    ctx: Context, actor: Actor, *, delete: bool = False, unknown: bool = False
) -> list[Leftover]:
    """Find what nobody needs and has not changed for `SAFE_HOURS`; remove it if `delete`.

    What the database has never heard of is removed with `unknown` only, and nothing at all while
    the store belongs to another database. What could not be removed is found again next time;
    after `MAX_TROUBLES` of them it raises `PortUnavailable`.
    """
    before = clock.now() - timedelta(hours=SAFE_HOURS)
    delete = delete and is_own_store(ctx)
    found: list[Leftover] = []
    troubles = 0
    for leftover in _candidates(ctx, before):
        goes = delete and (unknown or not leftover.is_unknown)
        try:
            if goes and not _remove(ctx, leftover, before):
                continue
        except (PortUnavailable, ObjectStoreError) as error:
            # One thing that cannot go does not keep the others; a store that is away does.
            log.warning("not_collected", name=leftover.name, detail=str(error))
            troubles += 1
            if troubles > MAX_TROUBLES:
                raise
            goes = False
        found.append(dataclasses.replace(leftover, is_removed=goes))
    found += [
        Leftover(
            LeftoverKind.store_remains, entry.key, entry.size, entry.modified_at, is_removed=delete
        )
        for entry in ctx.objects.sweep(before, delete=delete)
    ]
    _tell(found)
    return found


def _tell(found: list[Leftover]) -> None:
    counted: dict[tuple[str, bool, bool], list[int]] = {}
    for leftover in found:
        key = (leftover.kind.value, leftover.is_unknown, leftover.is_removed)
        counted.setdefault(key, []).append(leftover.size_bytes)
    for (kind, is_unknown, is_removed), sizes in counted.items():
        log.info(
            "collected", kind=kind, count=len(sizes), bytes=sum(sizes), unknown=is_unknown,
            deleted=is_removed,
        )  # fmt: skip


def _candidates(ctx: Context, before: datetime) -> Iterator[Leftover]:
    """Everything old enough that the database does not account for."""
    found = [*_work_folders(ctx.settings.data_dir / "work"), *_uploads(ctx), *_objects(ctx)]
    # What is not called like ours is somebody else's.
    places = [p for p in found if p.asset_id or p.kind is LeftoverKind.work_folder]
    known: dict[UUID, AssetFacts] = ctx.call(known_assets)
    for place in places:
        facts = known.get(place.asset_id) if place.asset_id else None
        if place.last_changed_at < before and not _is_needed(place, facts):
            # A work folder is this machine's own, and never the only copy.
            is_unknown = facts is None and place.kind is not LeftoverKind.work_folder
            yield dataclasses.replace(place, is_unknown=is_unknown)
    for asset_id, facts in known.items():
        at = facts.created_at
        if facts.status is MediaStatus.uploading and at < _abandoned_before():
            yield Leftover(
                LeftoverKind.abandoned_upload, str(asset_id), 0, at, asset_id, facts.upload_id
            )
        elif facts.status is not MediaStatus.uploading and not facts.is_shown and at < before:
            yield Leftover(LeftoverKind.unused_asset, str(asset_id), 0, at, asset_id)


def _abandoned_before() -> datetime:
    return clock.now() - timedelta(days=ABANDONED_UPLOAD_DAYS)


def _is_needed(place: Leftover, facts: AssetFacts | None) -> bool:
    if facts is None:
        return False
    match place.kind:
        case LeftoverKind.work_folder:
            return bool(facts.working_token) and place.name.endswith(facts.working_token)
        case LeftoverKind.unknown_upload:
            return facts.upload_id == place.upload_id
        case LeftoverKind.lost_attempt:
            # Between attempts anything may be taken up; a finished asset keeps its own set only.
            return facts.status in _UNFINISHED or place.name == facts.published_prefix
        case _:
            return True


def _work_folders(root: Path) -> Iterator[Leftover]:
    if not root.is_dir():
        return
    for folder in root.iterdir():
        files = [p for p in folder.rglob("*") if not p.is_symlink()]
        try:
            changed = max(p.stat().st_mtime for p in [folder, *files])
            size = sum(p.stat().st_size for p in files if p.is_file())
        except FileNotFoundError:
            continue  # its worker is tidying up just now
        at = datetime.fromtimestamp(changed, UTC)
        asset_id = _uuid(folder.name[:36])
        yield Leftover(LeftoverKind.work_folder, folder.name, size, at, asset_id)


def _uploads(ctx: Context) -> Iterator[Leftover]:
    for upload in ctx.objects.list_uploads("sources/"):
        yield Leftover(
            LeftoverKind.unknown_upload,
            upload.key,
            0,
            upload.started_at,
            _uuid(upload.key.removeprefix("sources/")),
            upload.upload_id,
        )


def _objects(ctx: Context) -> Iterator[Leftover]:
    """Sources, and the prefixes of attempts with all they hold as one."""
    for entry in ctx.objects.list_objects("sources/"):
        asset_id = _uuid(entry.key.removeprefix("sources/"))
        yield Leftover(
            LeftoverKind.orphan_source, entry.key, entry.size, entry.modified_at, asset_id
        )
    attempts: dict[str, tuple[int, datetime]] = {}
    for entry in ctx.objects.list_objects("media/"):
        prefix = "/".join(entry.key.split("/")[:3])
        size, at = attempts.get(prefix, (0, entry.modified_at))
        attempts[prefix] = size + entry.size, max(at, entry.modified_at)
    for prefix, (size, at) in attempts.items():
        yield Leftover(LeftoverKind.lost_attempt, prefix, size, at, _uuid(prefix.split("/")[1]))


def _remove(ctx: Context, leftover: Leftover, before: datetime) -> bool:
    """Look once more, then remove; False when it is needed after all."""
    asset_id = leftover.asset_id
    if leftover.kind is LeftoverKind.unused_asset and asset_id:
        ctx.call(discard_asset, asset_id)  # asks under a lock whether a lesson shows it
        return True
    if leftover.kind is LeftoverKind.abandoned_upload and asset_id:
        key = ctx.call(forget_abandoned, asset_id)
        if key:
            ctx.objects.abort_multipart(key, leftover.upload_id)
        return bool(key)
    known: dict[UUID, AssetFacts] = ctx.call(known_assets, only=asset_id) if asset_id else {}
    if asset_id and _is_needed(leftover, known.get(asset_id)):
        return False
    match leftover.kind:
        case LeftoverKind.work_folder:
            shutil.rmtree(ctx.settings.data_dir / "work" / leftover.name, ignore_errors=True)
        case LeftoverKind.unknown_upload:
            ctx.objects.abort_multipart(leftover.name, leftover.upload_id)
        case LeftoverKind.orphan_source:
            ctx.objects.delete(leftover.name)
        case LeftoverKind.lost_attempt:
            ctx.objects.delete_prefix(f"{leftover.name}/")
    return True


@query(Permission.system_maintain)
def known_assets(
    uow: UnitOfWork, actor: Actor, *, only: UUID | None = None
) -> dict[UUID, AssetFacts]:
    """Return what keeps each asset's objects alive; `only` one, or all."""
    shown = sa.text(
        "EXISTS (SELECT 1 FROM lesson WHERE lesson.media_asset_id = media_asset.id"
        " OR lesson.next_media_asset_id = media_asset.id) AS is_shown"
    )
    statement = sa.select(MediaAsset, shown)
    if only is not None:
        statement = statement.where(MediaAsset.id == only)  # type: ignore[arg-type]
    return {
        asset.id: AssetFacts(
            status=asset.status,
            upload_id=asset.upload_id or "",
            published_prefix=asset.published_prefix or "",
            working_token=asset.lease_token.hex[:12] if asset.lease_token else "",
            created_at=asset.created_at,
            is_shown=is_shown,
        )
        for asset, is_shown in uow.session.execute(statement)
    }


@command(Permission.system_maintain)
def forget_abandoned(uow: UnitOfWork, actor: Actor, asset_id: UUID) -> str:
    """Delete the row of an upload that nobody went on with; its source's key, or nothing."""
    asset = uow.session.exec(
        select(MediaAsset).where(MediaAsset.id == asset_id).with_for_update()
    ).first()
    if asset is None or asset.status is not MediaStatus.uploading:
        return ""
    if asset.created_at >= _abandoned_before():
        return ""
    uow.session.delete(asset)
    return asset.source_key


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
