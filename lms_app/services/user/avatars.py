"""The picture of a person: taken, drawn anew, stored under a name of ours, served, removed."""

from __future__ import annotations

import re
from contextlib import suppress
from uuid import UUID, uuid4

import structlog

from lms_app.core import urls
from lms_app.core.actor import Actor
from lms_app.core.errors import NotFound, PortUnavailable, RateLimited
from lms_app.core.permissions import Permission
from lms_app.core.use_case import command, workflow
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.ports.object_store import ObjectNotFound
from lms_app.services.context import Context
from lms_app.services.user.pictures import CONTENT_TYPE, square_picture
from lms_app.services.user.profiles import hold_profile, note_change

PREFIX = "avatars/"
PICTURES_PER_HOUR = 30
# A name is given once; how long a copy may outlive a removed picture.
CACHE_CONTROL = "public, max-age=86400, immutable"
_NAME = re.compile(r"[0-9a-f]{32}")
log = structlog.get_logger()


def object_key(avatar: str) -> str:
    """Return where the picture of this name is stored."""
    return f"{PREFIX}{avatar}.webp"


@workflow(Permission.account_edit)
def replace_avatar(ctx: Context, actor: Actor, data: bytes) -> str:
    """Make `data` the caller's picture; return its address.

    Raises `InvalidInput` on `avatar` for what cannot be one, `RateLimited`.
    """
    if not ctx.limits.hit(f"avatar:{actor.person}", PICTURES_PER_HOUR, 3600):
        raise RateLimited(3600)
    picture = square_picture(data)
    avatar = uuid4().hex
    ctx.objects.put_bytes(object_key(avatar), picture, CONTENT_TYPE, CACHE_CONTROL)
    try:
        before = ctx.call_as_system(record_avatar, actor.person, avatar=avatar)
    except BaseException:
        _forget(ctx, avatar)
        raise
    _forget(ctx, before)
    return urls.avatar(avatar)


@workflow(Permission.account_edit)
def remove_avatar(ctx: Context, actor: Actor) -> None:
    """Take the caller's picture away; initials stand in its place again."""
    _forget(ctx, ctx.call_as_system(record_avatar, actor.person, avatar=""))


@command(Permission.system_maintain)
def record_avatar(uow: UnitOfWork, actor: Actor, user_id: UUID, *, avatar: str) -> str:
    """Note which picture is the person's; return the name of the one before."""
    profile = hold_profile(uow, user_id)
    before, profile.avatar = profile.avatar or "", avatar or None
    uow.add(profile)
    note_change(uow, user_id)
    return before


@workflow(Permission.public, only_reads=True)
def get_avatar(ctx: Context, actor: Actor, avatar: str) -> bytes:
    """Return a stored picture, else `NotFound`."""
    if not _NAME.fullmatch(avatar):
        raise NotFound
    try:
        return ctx.objects.get_bytes(object_key(avatar))
    except ObjectNotFound as error:
        raise NotFound from error


def _forget(ctx: Context, avatar: str) -> None:
    """Remove a picture that nobody has any more; a store that is away keeps it until collected."""
    if not avatar:
        return
    with suppress(PortUnavailable):
        ctx.objects.delete(object_key(avatar))
        return
    log.warning("avatar_kept_in_store", avatar=avatar)
