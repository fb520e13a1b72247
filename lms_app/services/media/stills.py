"""Posters to choose from, and the small pictures that show where a seek leads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from lms_app.core.actor import Actor
from lms_app.core.errors import InvalidInput
from lms_app.core.permissions import Permission
from lms_app.core.use_case import command, query, workflow
from lms_app.db import queries
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import MediaAsset, MediaStatus
from lms_app.ports.transcoder import Posters, SpriteSheets
from lms_app.services.context import Context
from lms_app.services.media import policy
from lms_app.services.media.views import PosterChoice

STILL_CACHE = "private, max-age=31536000, immutable"
CHOICE_SECONDS = 3600


@dataclass(frozen=True)
class StoredPosters:
    """Where the posters of an attempt are."""

    keys: list[str]
    chosen: str


def store_posters(ctx: Context, prefix: str, made: Posters) -> StoredPosters:
    """Put the posters below the attempt's prefix."""
    keys = [f"{prefix}/poster-{number}.jpg" for number in range(len(made.files))]
    for key, path in zip(keys, made.files, strict=True):
        ctx.objects.put_file(key, path, "image/jpeg", STILL_CACHE)
    return StoredPosters(keys, keys[made.chosen])


def store_sprites(ctx: Context, prefix: str, sheets: SpriteSheets) -> dict[str, int]:
    """Put the sheets below the attempt's prefix; returns what is kept of them with the asset."""
    for number, path in enumerate(sheets.files):
        ctx.objects.put_file(sheet_key(prefix, number), path, "image/jpeg", STILL_CACHE)
    return {
        "seconds": sheets.seconds,
        "width": sheets.width,
        "height": sheets.height,
        "columns": sheets.columns,
        "rows": sheets.rows,
        "count": sheets.count,
    }


def sheet_key(prefix: str, number: int) -> str:
    """The key of one sheet of small pictures."""
    return f"{prefix}/sprites/{number}.jpg"


def sprite_count(sprites: Mapping[str, int]) -> int:
    """How many sheets there are."""
    return -(-sprites["count"] // (sprites["columns"] * sprites["rows"]))


@workflow(Permission.media_upload, only_reads=True)
def list_posters(ctx: Context, actor: Actor, asset_id: UUID) -> list[PosterChoice]:
    """Return the pictures an owner may choose a poster from, with addresses that hold an hour."""
    keys, chosen = ctx.call(get_poster_keys, asset_id)
    return [
        PosterChoice(number, ctx.objects.sign_get(key, CHOICE_SECONDS), key == chosen)
        for number, key in enumerate(keys)
    ]


@query(Permission.media_upload)
def get_poster_keys(uow: UnitOfWork, actor: Actor, asset_id: UUID) -> tuple[list[str], str]:
    """Return the keys of the pictures and of the chosen one; none before the video is ready."""
    asset = queries.get_or_404(uow, MediaAsset, asset_id)
    policy.ensure_can_manage(actor, asset)
    if asset.status is not MediaStatus.ready:
        return [], ""
    return list(asset.poster_keys), asset.poster_key or ""


@command(Permission.media_upload)
def choose_poster(uow: UnitOfWork, actor: Actor, asset_id: UUID, *, number: int) -> None:
    """Show picture `number` before the video plays."""
    asset = queries.get_or_404(uow, MediaAsset, asset_id, lock=True)
    policy.ensure_can_manage(actor, asset)
    if asset.status is not MediaStatus.ready or not 0 <= number < len(asset.poster_keys):
        raise InvalidInput("error.poster")
    asset.poster_key = asset.poster_keys[number]
    uow.add(asset)
