"""What grows and is no longer needed: handed-over events, ended sessions, forgotten devices."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from lms_app.core import clock
from lms_app.core.actor import Actor
from lms_app.core.permissions import Permission
from lms_app.core.use_case import command
from lms_app.db import outbox
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import KnownDevice, LoginSession

SESSIONS_KEPT_DAYS = 90
# As long as a device is remembered, so that it is no news.
DEVICES_KEPT_DAYS = 180


@command(Permission.system_maintain)
def purge_old_rows(uow: UnitOfWork, actor: Actor) -> int:
    """Delete events handed over 30 days ago, sessions over 90 days ago and devices that were not used
    for half a year; return how many."""
    now = clock.now()
    sessions = uow.session.execute(
        sa.delete(LoginSession)
        .where(LoginSession.expires_at < now - timedelta(days=SESSIONS_KEPT_DAYS))
        .returning(LoginSession.id)
    ).all()
    devices = uow.session.execute(
        sa.delete(KnownDevice)
        .where(KnownDevice.last_used_at < now - timedelta(days=DEVICES_KEPT_DAYS))
        .returning(KnownDevice.id)
    ).all()
    return outbox.purge(uow.session, now) + len(sessions) + len(devices)
