"""Devices as a person would name them, and the news of one that was never seen."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from ua_parser import parse

from lms_app.core import clock
from lms_app.core.actor import Credential
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import KnownDevice, User
from lms_app.services.auth.telling import tell

LABEL_LENGTH = 80
REMEMBERED_DAYS = 180
# The devices somebody signs in from on the day they joined are no news to them.
FIRST_DAY = timedelta(days=1)


def device_label(user_agent: str) -> str:
    """Return browser and system, such as `Chrome · Windows`; empty when nothing is known.

    Without versions: a browser that was updated is not another device.
    """
    found = parse(user_agent[:300])
    parts = (found.user_agent, found.os)
    return " · ".join(part.family for part in parts if part is not None)[:LABEL_LENGTH]


def note_device(uow: UnitOfWork, user_id: UUID, credential: Credential) -> None:
    """Remember from what somebody signed in, and tell them by mail when it is new."""
    label = device_label(credential.user_agent)
    now = clock.now()
    fresh = now - timedelta(days=REMEMBERED_DAYS)
    known = uow.session.execute(
        sa.select(KnownDevice.label).where(
            KnownDevice.user_id == user_id, KnownDevice.last_used_at > fresh
        )
    ).scalars()
    labels = set(known)
    uow.session.execute(
        insert(KnownDevice)
        .values(**KnownDevice(user_id=user_id, label=label, last_used_at=now).model_dump())
        .on_conflict_do_update(
            index_elements=["user_id", "label"], set_={"last_used_at": now, "updated_at": now}
        )
    )
    if label in labels or (not labels and _is_new(uow, user_id)):
        return
    tell(
        uow,
        user_id,
        "new_device",
        key=f"new_device:{uuid4()}",
        device=label or "—",
        address=credential.ip[:45] or "—",
    )


def _is_new(uow: UnitOfWork, user_id: UUID) -> bool:
    joined = uow.session.execute(sa.select(User.created_at).where(User.id == user_id)).scalar_one()
    return bool(clock.now() - joined < FIRST_DAY)
