"""What clients of the API hold: rotating refresh tokens, keys; and what their tokens are signed
with. Of every secret only its SHA-256 is kept, or it is sealed."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from lms_app.models.base import Entity, Timestamped, moment
from lms_app.models.personal import Erasure, Pii, of_nobody, of_person, personal


class SigningKey(Entity, Timestamped, table=True):
    """A key pair that access tokens are signed with until `retires_at`.

    What it signed is believed until it expires by itself, or until the key is withdrawn.
    """

    __tablename__ = "signing_key"
    __table_args__ = (sa.UniqueConstraint("kid"), of_nobody())

    kid: str = Field(max_length=64)
    sealed_private: bytes = Field(sa_type=sa.LargeBinary)
    public_jwk: dict[str, Any] = Field(sa_type=JSONB)
    retires_at: datetime = Field(sa_type=sa.DateTime(timezone=True))
    withdrawn_at: datetime | None = moment(Pii.none)


class RefreshToken(Entity, Timestamped, table=True):
    """One link of a session's chain: used once, it names what followed it.

    `client_hash` tells the client that used it from others, without saying who that is.
    """

    __tablename__ = "refresh_token"
    __table_args__ = (
        sa.UniqueConstraint("token_hash"),
        sa.Index("ix_refresh_token_session_id", "session_id"),
        sa.Index("ix_refresh_token_rotated_to", "rotated_to"),
        sa.Index("ix_refresh_token_expires_at", "expires_at"),
        of_person("session_id", on_erasure=Erasure.delete),
    )

    session_id: UUID = Field(foreign_key="login_session.id", ondelete="CASCADE")
    token_hash: bytes = personal(Pii.credential, sa_type=sa.LargeBinary)
    expires_at: datetime = personal(Pii.none, sa_type=sa.DateTime(timezone=True))
    used_at: datetime | None = moment()
    client_hash: bytes | None = personal(
        Pii.credential, default=None, sa_type=sa.LargeBinary, nullable=True
    )
    rotated_to: UUID | None = Field(
        default=None, foreign_key="refresh_token.id", ondelete="SET NULL"
    )


class ApiKey(Entity, Timestamped, table=True):
    """A key that a person gave a program: what it may do is at most `scopes`.

    `prefix` is the beginning of the key, by which a person knows it again.
    """

    __tablename__ = "api_key"
    __table_args__ = (
        sa.UniqueConstraint("key_hash"),
        sa.Index("ix_api_key_user_id", "user_id"),
        of_person("user_id", on_erasure=Erasure.delete),
    )

    user_id: UUID = Field(foreign_key="user_account.id", ondelete="CASCADE")
    name: str = personal(Pii.content, max_length=80)
    prefix: str = personal(Pii.credential, max_length=20)
    key_hash: bytes = personal(Pii.credential, sa_type=sa.LargeBinary)
    scopes: list[str] = personal(Pii.preference, default_factory=list, sa_type=JSONB)
    expires_at: datetime = personal(Pii.none, sa_type=sa.DateTime(timezone=True))
    last_used_at: datetime | None = moment()
    revoked_at: datetime | None = moment()
