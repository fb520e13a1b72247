"""Playlists, captions and keys of a lesson: entitlement is asked at every request."""

from __future__ import annotations

from uuid import UUID

from lms_app.core.actor import Actor
from lms_app.core.errors import NotFound
from lms_app.core.permissions import Permission
from lms_app.core.use_case import query, workflow
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.services import media
from lms_app.services.context import Context
from lms_app.services.enrollment.access import enter_lesson
from lms_app.services.enrollment.progress import begin_playback
from lms_app.services.media import Playable, Playlist


@query(Permission.public)
def authorize_playback(uow: UnitOfWork, actor: Actor, lesson_id: UUID) -> Playable:
    """Return what the lesson plays, if the caller may watch it. 3 queries."""
    entry = enter_lesson(uow, actor, lesson_id)
    if entry.lesson.media_asset_id is None:
        raise NotFound("error.media_not_ready")
    return media.get_playable(uow, entry.lesson.media_asset_id)


@workflow(Permission.public, only_reads=True)
def get_master_playlist(ctx: Context, actor: Actor, lesson_id: UUID) -> str:
    """Return the master playlist; opening it is when playback begins for the meter.

    Of an admin who looks on as somebody else it does not begin: nothing of it is the person's.
    """
    playable: Playable = ctx.call(authorize_playback, lesson_id)
    if actor.impersonator is None:
        ctx.call(begin_playback, lesson_id)
    return media.build_master(playable)


@workflow(Permission.public, only_reads=True)
def get_media_playlist(ctx: Context, actor: Actor, lesson_id: UUID, *, name: str) -> Playlist:
    """Return one rendition's playlist with freshly signed segment addresses."""
    playable: Playable = ctx.call(authorize_playback, lesson_id)
    return media.build_media(ctx, playable, name)


@workflow(Permission.public, only_reads=True)
def get_sprites(ctx: Context, actor: Actor, lesson_id: UUID) -> Playlist:
    """Return the small pictures that show where a seek leads."""
    return media.build_sprites(ctx, ctx.call(authorize_playback, lesson_id))


@workflow(Permission.public, only_reads=True)
def get_content_key(ctx: Context, actor: Actor, lesson_id: UUID) -> bytes:
    """Return the 16 bytes that open the lesson's segments."""
    playable: Playable = ctx.call(authorize_playback, lesson_id)
    return ctx.keys.open_key(playable.content_key_sealed, str(playable.asset_id))


@query(Permission.public)
def get_captions(uow: UnitOfWork, actor: Actor, lesson_id: UUID, *, language: str) -> str:
    """Return one caption track as WebVTT."""
    entry = enter_lesson(uow, actor, lesson_id)
    if entry.lesson.media_asset_id is None:
        raise NotFound
    for track in media.list_captions(uow, entry.lesson.media_asset_id):
        if track.language == language:
            return media.to_player_vtt(track)
    raise NotFound
