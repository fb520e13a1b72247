"""Sessions: rows that a cookie points to, so that ending one acts at once."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from lms_app.models.base import Entity, Timestamped, choice, counter, moment
from lms_app.models.personal import ACCESS_LOG, Erasure, Pii, of_person, personal


class SessionKind(StrEnum):
    """A browser with a cookie, or a client of the API with tokens."""

    web = "web"
    api = "api"


class LoginSession(Entity, Timestamped, table=True):
    """One signed-in browser. Only the SHA-256 of the cookie's value is kept.

    While it awaits its second factor it belongs to nobody. `method` is what opened it (`password`,
    `passkey`, `oauth:google`), `device` its browser and system as a person would name them.
    `stepped_up_at` is when the person last proved who they are.
    """

    __tablename__ = "login_session"
    __table_args__ = (
        sa.UniqueConstraint("token_hash"),
        sa.Index("ix_login_session_user_id", "user_id"),
        sa.Index("ix_login_session_expires_at", "expires_at"),
        of_person("user_id", on_erasure=Erasure.delete, retention=ACCESS_LOG),
    )

    user_id: UUID = Field(foreign_key="user_account.id", ondelete="CASCADE")
    token_hash: bytes = personal(Pii.credential, sa_type=sa.LargeBinary)
    user_agent: str = personal(Pii.device, default="", max_length=300)
    ip: str = personal(Pii.device, default="", max_length=45)
    last_seen_at: datetime = personal(Pii.activity, sa_type=sa.DateTime(timezone=True))
    expires_at: datetime = personal(Pii.none, sa_type=sa.DateTime(timezone=True))
    ended_at: datetime | None = moment()
    kind: SessionKind = choice(SessionKind, SessionKind.web)
    method: str = personal(
        Pii.activity,
        default="password",
        max_length=40,
        sa_column_kwargs={"server_default": "password"},
    )
    device: str = personal(
        Pii.device, default="", max_length=80, sa_column_kwargs={"server_default": ""}
    )
    awaits_second_factor: bool = personal(
        Pii.none, default=False, sa_column_kwargs={"server_default": sa.false()}
    )
    failed_codes: int = counter()
    stepped_up_at: datetime | None = moment()
