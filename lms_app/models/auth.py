"""Sessions: rows that a cookie points to, so that ending one acts at once."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from lms_app.models.base import Entity, Timestamped, moment
from lms_app.models.personal import Erasure, Pii, of_person, personal


class LoginSession(Entity, Timestamped, table=True):
    """One signed-in browser. Only the SHA-256 of the cookie's value is kept."""

    __tablename__ = "login_session"
    __table_args__ = (
        sa.UniqueConstraint("token_hash"),
        sa.Index("ix_login_session_user_id", "user_id"),
        sa.Index("ix_login_session_expires_at", "expires_at"),
        of_person("user_id", on_erasure=Erasure.delete),
    )

    user_id: UUID = Field(foreign_key="user_account.id", ondelete="CASCADE")
    token_hash: bytes = personal(Pii.credential, sa_type=sa.LargeBinary)
    user_agent: str = personal(Pii.device, default="", max_length=300)
    ip: str = personal(Pii.device, default="", max_length=45)
    last_seen_at: datetime = personal(Pii.activity, sa_type=sa.DateTime(timezone=True))
    expires_at: datetime = personal(Pii.none, sa_type=sa.DateTime(timezone=True))
    ended_at: datetime | None = moment()
