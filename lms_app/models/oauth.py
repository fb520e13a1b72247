"""Signing in elsewhere: who is whom there, and what is on its way."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from lms_app.models.base import Entity, Timestamped, choice, moment
from lms_app.models.personal import Erasure, Pii, of_person, personal


class OAuthIntent(StrEnum):
    """What somebody left for a provider to do."""

    sign_in = "sign_in"
    link = "link"
    confirm = "confirm"


class OAuthIdentity(Entity, Timestamped, table=True):
    """Somebody at a provider who is this person here. The provider's `subject` never changes; the
    address is what it said when they were linked, to recognise the row by."""

    __tablename__ = "oauth_identity"
    __table_args__ = (
        sa.UniqueConstraint("provider", "subject"),
        sa.UniqueConstraint("user_id", "provider"),
        of_person("user_id", on_erasure=Erasure.delete),
    )

    user_id: UUID = Field(foreign_key="user_account.id", ondelete="CASCADE")
    provider: str = personal(Pii.identity, max_length=40)
    subject: str = personal(Pii.identity, max_length=255)
    email: str = personal(Pii.contact, default="", max_length=254)
    last_used_at: datetime | None = moment()


class OAuthFlow(Entity, Timestamped, table=True):
    """One way to a provider and back, worth one return within ten minutes.

    Only hashes of its state and of the browser's cookie are kept; code verifier and nonce are
    sealed. It says nothing of who comes back: that is never stored before they may be.
    """

    __tablename__ = "oauth_flow"
    __table_args__ = (
        sa.UniqueConstraint("state_hash"),
        sa.Index("ix_oauth_flow_session_id", "session_id"),
        sa.Index("ix_oauth_flow_expires_at", "expires_at"),
        of_person("session_id", on_erasure=Erasure.delete),
    )

    state_hash: bytes = personal(Pii.credential, sa_type=sa.LargeBinary)
    browser_hash: bytes = personal(Pii.credential, sa_type=sa.LargeBinary)
    provider: str = personal(Pii.activity, max_length=40)
    intent: OAuthIntent = choice(OAuthIntent, pii=Pii.activity)
    next_path: str = personal(Pii.activity, max_length=2000)
    secrets_sealed: bytes = personal(Pii.credential, sa_type=sa.LargeBinary)
    session_id: UUID | None = Field(
        default=None, foreign_key="login_session.id", ondelete="CASCADE", nullable=True
    )
    expires_at: datetime = personal(Pii.none, sa_type=sa.DateTime(timezone=True))
    used_at: datetime | None = moment()
