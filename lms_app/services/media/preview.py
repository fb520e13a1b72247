"""Watching one's own video while it is being encoded, and before any lesson shows it."""

from __future__ import annotations

from uuid import UUID

from lms_app.core.actor import Actor
from lms_app.core.permissions import Permission
from lms_app.core.use_case import query, workflow
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.services.context import Context
from lms_app.services.media.library import Playable, get_growing, get_own_asset
from lms_app.services.media.playback import Playlist, build_master, build_media, build_sprites


@query(Permission.media_upload)
def authorize_preview(uow: UnitOfWork, actor: Actor, asset_id: UUID) -> Playable:
    """Return what the owner (or an admin) can play of a video by now. 2 queries.

    Raises `NotPlayableYet` while nothing is there, `NotFound`.
    """
    return get_growing(uow, get_own_asset(uow, actor, asset_id))


@workflow(Permission.media_upload, only_reads=True)
def get_preview_master(ctx: Context, actor: Actor, asset_id: UUID) -> str:
    """Return the list of the renditions that can be played now."""
    return build_master(ctx.call(authorize_preview, asset_id))


@workflow(Permission.media_upload, only_reads=True)
def get_preview_playlist(ctx: Context, actor: Actor, asset_id: UUID, *, name: str) -> Playlist:
    """Return one rendition's playlist as far as it is made."""
    return build_media(ctx, ctx.call(authorize_preview, asset_id), name)


@workflow(Permission.media_upload, only_reads=True)
def get_preview_key(ctx: Context, actor: Actor, asset_id: UUID) -> bytes:
    """Return the 16 bytes that open the video's segments."""
    playable: Playable = ctx.call(authorize_preview, asset_id)
    return ctx.keys.open_key(playable.content_key_sealed, str(playable.asset_id))


@workflow(Permission.media_upload, only_reads=True)
def get_preview_sprites(ctx: Context, actor: Actor, asset_id: UUID) -> Playlist:
    """Return the small pictures of a finished video."""
    return build_sprites(ctx, ctx.call(authorize_preview, asset_id))
