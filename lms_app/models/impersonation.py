"""Admins who looked at the site as somebody else: whose account, why, and when."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from lms_app.models.base import Entity, Timestamped, moment
from lms_app.models.personal import Erasure, Pii, of_person, personal


class Impersonation(Entity, Timestamped, table=True):
    """A session of `admin_id` that shows the site as `user_id` sees it, read-only.

    It is over at `ends_at`, or at `ended_at` when that was noted; the session is the admin's own
    again once they went back (`returned_at`), and nobody's in between.
    """

    __tablename__ = "impersonation"
    __table_args__ = (
        sa.Index("ix_impersonation_session_id", "session_id"),
        sa.Index("ix_impersonation_admin_id", "admin_id"),
        sa.Index("ix_impersonation_user_id", "user_id"),
        sa.Index(
            "uq_impersonation_running",
            "session_id",
            unique=True,
            postgresql_where=sa.text("returned_at IS NULL"),
        ),
        sa.Index("ix_impersonation_open", "ends_at", postgresql_where=sa.text("ended_at IS NULL")),
        of_person(
            "user_id", on_erasure=Erasure.clear, only_own=("admin_id", ("admin_id", "session_id"))
        ),
    )

    user_id: UUID = Field(foreign_key="user_account.id", ondelete="CASCADE")
    admin_id: UUID | None = Field(foreign_key="user_account.id", ondelete="SET NULL")
    session_id: UUID | None = Field(foreign_key="login_session.id", ondelete="SET NULL")
    reason: str = personal(Pii.activity, max_length=500)
    ends_at: datetime = personal(Pii.none, sa_type=sa.DateTime(timezone=True))
    ended_at: datetime | None = moment(Pii.none)
    returned_at: datetime | None = moment(Pii.none)
