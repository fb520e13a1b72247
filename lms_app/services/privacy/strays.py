"""Objects of people that no row names: copies and pictures a crash left between two steps."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
import structlog

from lms_app.core import clock
from lms_app.core.actor import Actor
from lms_app.core.permissions import Permission
from lms_app.core.use_case import query, workflow
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import DataExport, UserProfile
from lms_app.services.context import Context
from lms_app.services.media import is_own_store
from lms_app.services.user import AVATARS, avatar_key

PEOPLE = "people/"
SAFE_HOURS = 24
log = structlog.get_logger()


@workflow(Permission.system_maintain)
def remove_strays(ctx: Context, actor: Actor) -> int:
    """Delete copies and pictures that no row names and that are a day old; return how many.

    Nothing goes while the store belongs to another database.
    """
    before = clock.now() - timedelta(hours=SAFE_HOURS)
    old = [key for prefix in (PEOPLE, AVATARS) for key in _old_keys(ctx, prefix, before)]
    if not old or not is_own_store(ctx):
        return 0
    named = ctx.call(list_named_objects)
    strays = [key for key in old if key not in named]
    for key in strays:
        ctx.objects.delete(key)
    if strays:
        log.info("strays_removed", count=len(strays))
    return len(strays)


def _old_keys(ctx: Context, prefix: str, before: datetime) -> list[str]:
    return [x.key for x in ctx.objects.list_objects(prefix) if x.modified_at < before]


@query(Permission.system_maintain)
def list_named_objects(uow: UnitOfWork, actor: Actor) -> set[str]:
    """Return the keys of every copy and picture that a row names, or will name when it is ready."""
    exports = uow.session.execute(sa.select(DataExport.user_id, DataExport.id))  # type: ignore[call-overload]
    avatars = uow.session.execute(
        sa.select(UserProfile.avatar).where(UserProfile.avatar.is_not(None))  # type: ignore[call-overload, union-attr]
    )
    copies = {copy_key(row.user_id, row.id) for row in exports}
    return copies | {avatar_key(avatar) for avatar in avatars.scalars()}


def copy_key(user_id: UUID, export_id: UUID) -> str:
    """Return where a copy of somebody's data is stored."""
    return f"{PEOPLE}{user_id}/exports/{export_id}.zip"
