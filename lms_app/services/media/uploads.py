"""Receiving a video: the browser sends parts straight to the object store.

Workflows check with the database, speak to the store outside any transaction, and record the
outcome; every step may be repeated after a lost answer.
"""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass
from uuid import UUID, uuid4

from lms_app.core import clock
from lms_app.core.actor import Actor
from lms_app.core.config import MIB
from lms_app.core.errors import Conflict, InvalidInput, PortUnavailable, TooEarly
from lms_app.core.events import MediaUploaded
from lms_app.core.permissions import Permission
from lms_app.core.use_case import command, query, workflow
from lms_app.db import queries
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import MediaAsset, MediaStatus
from lms_app.ports.object_store import JoinRunning, ObjectNotFound, PartMissing, UploadGone
from lms_app.services.context import Context
from lms_app.services.media import policy
from lms_app.services.media.quota import (
    Share,
    check_share,
    ensure_share,
    ensure_store_room,
    share_of,
)
from lms_app.services.media.views import PartUrl, UploadPlan, UploadState

PART_BYTES = 8 * MIB
MAX_PARTS = 10_000
PART_URL_SECONDS = 900
PARTS_PER_REQUEST = 20
CONTENT_TYPES = {
    "mp4": "video/mp4",
    "m4v": "video/mp4",
    "mov": "video/quicktime",
    "webm": "video/webm",
    "mkv": "video/x-matroska",
}


@dataclass(frozen=True)
class UploadRow:
    """What the workflows need of an asset that is being received."""

    asset_id: UUID
    owner_id: UUID
    status: MediaStatus
    source_key: str
    upload_id: str
    filename: str
    content_type: str
    size_bytes: int
    part_size_bytes: int

    @property
    def part_count(self) -> int:
        return math.ceil(self.size_bytes / self.part_size_bytes)

    def part_length(self, number: int) -> int:
        """Return the exact length of part `number` (from 1)."""
        if number < self.part_count:
            return self.part_size_bytes
        return self.size_bytes - self.part_size_bytes * (self.part_count - 1)


def clean_filename(filename: str) -> str:
    """Return the name for display: never part of a path or a command line."""
    text = filename.encode("utf-8", "replace").decode("utf-8")
    text = unicodedata.normalize("NFC", text.replace("\\", "/").rsplit("/", 1)[-1])
    kept = "".join(c for c in text if unicodedata.category(c) not in {"Cc", "Cf", "Cs"}).strip()
    return kept[-200:] or "video"


def check_file(filename: str, size_bytes: int, limit: int) -> str:
    """Return the content type of a file that may be sent; raises `InvalidInput` with a reason."""
    extension = filename.rsplit(".", 1)[-1].lower() if "." in filename else ""
    if extension not in CONTENT_TYPES:
        raise InvalidInput("media.reason.unsupported_format")
    if size_bytes <= 0:
        raise InvalidInput("media.reason.empty_file")
    if size_bytes > limit:
        raise InvalidInput("media.reason.too_large", limit_gb=max(1, limit // 1024**3))
    return CONTENT_TYPES[extension]


@workflow(Permission.media_upload)
def begin_upload(
    ctx: Context, actor: Actor, *, filename: str, size_bytes: int, owner_id: UUID | None = None
) -> UploadPlan:
    """Open an upload of `size_bytes` and return how to cut it into parts.

    An admin who helps out uploads for the course's owner, whose asset it becomes.
    """
    name = clean_filename(filename)
    content_type = check_file(name, size_bytes, ctx.settings.max_upload_bytes)
    owner = owner_id if owner_id and actor.is_admin else actor.person
    share = share_of(ctx.settings)
    ctx.call(check_share, owner_id=owner, share=share, more_bytes=size_bytes)
    ensure_store_room(ctx, 2 * size_bytes)  # while its parts are joined it is there twice
    asset_id = uuid4()
    key = f"sources/{asset_id}"
    upload_id = ctx.objects.create_multipart(key, content_type)
    part_size = max(PART_BYTES, math.ceil(size_bytes / MAX_PARTS / MIB) * MIB)
    asset = MediaAsset(
        id=asset_id,
        owner_id=owner,
        filename=name,
        content_type=content_type,
        size_bytes=size_bytes,
        source_key=key,
        upload_id=upload_id,
        part_size_bytes=part_size,
    )
    try:
        ctx.call(add_asset, asset, share=share)
    except Conflict:  # the last room or place went to another upload meanwhile
        ctx.objects.abort_multipart(key, upload_id)
        raise
    return UploadPlan(str(asset_id), part_size, math.ceil(size_bytes / part_size))


@command(Permission.media_upload)
def add_asset(uow: UnitOfWork, actor: Actor, asset: MediaAsset, *, share: Share) -> None:
    """Store a new asset of the caller's, when its owner's share has room for it."""
    policy.ensure_can_manage(actor, asset)
    ensure_share(uow, asset.owner_id, share, asset.size_bytes)
    uow.add(asset)


@query(Permission.media_upload)
def get_upload(uow: UnitOfWork, actor: Actor, asset_id: UUID) -> UploadRow:
    """Return the upload's row to its owner, else `NotFound`."""
    asset = queries.get_or_404(uow, MediaAsset, asset_id)
    policy.ensure_can_manage(actor, asset)
    return UploadRow(
        asset_id=asset.id,
        owner_id=asset.owner_id,
        status=asset.status,
        source_key=asset.source_key,
        upload_id=asset.upload_id or "",
        filename=asset.filename,
        content_type=asset.content_type,
        size_bytes=asset.size_bytes,
        part_size_bytes=asset.part_size_bytes or asset.size_bytes,
    )


@workflow(Permission.media_upload)
def sign_parts(ctx: Context, actor: Actor, asset_id: UUID, *, numbers: list[int]) -> list[PartUrl]:
    """Sign PUTs for parts of the caller's own upload, each with its exact length."""
    row = _receiving(ctx, asset_id)
    if not numbers or len(numbers) > PARTS_PER_REQUEST:
        raise InvalidInput("error.upload_parts")
    ensure_store_room(ctx, sum(row.part_length(number) for number in numbers))
    signed = []
    for number in numbers:
        if not 1 <= number <= row.part_count:
            raise InvalidInput("error.upload_parts")
        length = row.part_length(number)
        request = ctx.objects.sign_part(
            row.source_key, row.upload_id, number, length, PART_URL_SECONDS
        )
        signed.append(PartUrl(number, request.url, dict(request.headers), length))
    return signed


@workflow(Permission.media_upload)
def get_upload_state(
    ctx: Context, actor: Actor, asset_id: UUID, *, filename: str = "", size_bytes: int = 0
) -> UploadState:
    """Say which parts the store already has whole, so that only the others are sent.

    With `filename` the parts of a file of that name and size: `Conflict` when it is another's.
    """
    row = _receiving(ctx, asset_id)
    if filename and (clean_filename(filename), size_bytes) != (row.filename, row.size_bytes):
        raise Conflict("error.upload_other_file")
    try:
        parts = ctx.objects.list_parts(row.source_key, row.upload_id)
    except UploadGone as error:
        raise Conflict("error.upload_gone") from error
    return UploadState(
        asset_id=str(asset_id),
        filename=row.filename,
        size_bytes=row.size_bytes,
        part_size_bytes=row.part_size_bytes,
        part_count=row.part_count,
        stored_parts=[p.number for p in parts if p.size == row.part_length(p.number)],
    )


@workflow(Permission.media_upload)
def complete_upload(ctx: Context, actor: Actor, asset_id: UUID) -> None:
    """Join the parts, check the size, hand the asset to the pipeline. Repeating it is harmless."""
    row: UploadRow = ctx.call(get_upload, asset_id)
    if row.status is not MediaStatus.uploading:
        return
    # Counted again: what was announced is part of it by now, and so is what was made meanwhile.
    share = share_of(ctx.settings)
    ctx.call(check_share, owner_id=row.owner_id, share=share, more_bytes=0)
    etag = _join(ctx, row)
    head = ctx.objects.head(row.source_key)
    if head.size != row.size_bytes:
        ctx.objects.delete(row.source_key)
        raise InvalidInput("error.upload_size")
    ctx.call(mark_uploaded, asset_id, etag=etag)


def _join(ctx: Context, row: UploadRow) -> str:
    try:
        parts = ctx.objects.list_parts(row.source_key, row.upload_id)
    except UploadGone:
        # The answer of an earlier completion was lost: the object is the proof.
        try:
            return ctx.objects.head(row.source_key).etag
        except ObjectNotFound as error:
            raise Conflict("error.upload_gone") from error
    whole = {p.number for p in parts if p.size == row.part_length(p.number)}
    missing = [n for n in range(1, row.part_count + 1) if n not in whole]
    if missing:
        raise InvalidInput("error.upload_parts_missing", count=len(missing))
    try:
        return ctx.objects.complete_multipart(row.source_key, row.upload_id, parts).etag
    except JoinRunning as error:
        raise TooEarly("error.upload_joining") from error
    except PortUnavailable:
        ensure_store_room(ctx, row.size_bytes)  # has the better words
        raise
    except UploadGone as error:  # canceled meanwhile
        raise Conflict("error.upload_gone") from error
    except PartMissing as error:
        raise InvalidInput("error.upload_parts_missing", count=1) from error


@command(Permission.media_upload)
def mark_uploaded(uow: UnitOfWork, actor: Actor, asset_id: UUID, *, etag: str) -> None:
    """Record that the source is whole; the pipeline starts from this event."""
    asset = queries.get_or_404(uow, MediaAsset, asset_id, lock=True)
    policy.ensure_can_manage(actor, asset)
    if asset.status is not MediaStatus.uploading:
        return
    asset.move(MediaStatus.uploaded)
    asset.source_etag, asset.upload_id = etag, None
    asset.queued_at = clock.now()
    uow.add(asset)
    uow.emit(MediaUploaded(asset_id=asset_id))


@workflow(Permission.media_upload)
def cancel_upload(ctx: Context, actor: Actor, asset_id: UUID) -> None:
    """Forget an unfinished upload and its parts."""
    row = _receiving(ctx, asset_id)
    ctx.call(remove_unfinished, asset_id)
    ctx.objects.abort_multipart(row.source_key, row.upload_id)


@command(Permission.media_upload)
def remove_unfinished(uow: UnitOfWork, actor: Actor, asset_id: UUID) -> None:
    """Delete the row of an upload that was never completed."""
    asset = queries.get_or_404(uow, MediaAsset, asset_id, lock=True)
    policy.ensure_can_manage(actor, asset)
    if asset.status is not MediaStatus.uploading:
        raise Conflict("error.upload_finished")
    uow.session.delete(asset)


def _receiving(ctx: Context, asset_id: UUID) -> UploadRow:
    row: UploadRow = ctx.call(get_upload, asset_id)
    if row.status is not MediaStatus.uploading:
        raise Conflict("error.upload_finished")
    return row
