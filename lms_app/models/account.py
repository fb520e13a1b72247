"""Becoming and staying a member: sign-ups that wait, links sent by mail, what was agreed to."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from lms_app.models.base import Entity, Timestamped, choice, moment
from lms_app.models.personal import (
    AGREEMENTS,
    Erasure,
    Pii,
    of_nobody,
    of_person,
    personal,
)


class EmailPurpose(StrEnum):
    """What a link proves: that an address is theirs, that they may choose a new password, or that
    the address they want to change to is theirs."""

    verify = "verify"
    reset = "reset"
    change = "change"


class PendingSignUp(Entity, Timestamped, table=True):
    """A sign-up whose address is not confirmed: no account, and nobody's row. It goes within a day.

    Anybody can ask with anybody's address, so several may wait for one; the first whose link is
    used becomes the account. `browser_hash` is of the cookie of the browser that asked.
    """

    __tablename__ = "pending_sign_up"
    __table_args__ = (
        sa.UniqueConstraint("token_hash"),
        sa.Index("ix_pending_sign_up_email_key", "email_key"),
        sa.Index("ix_pending_sign_up_browser_hash", "browser_hash"),
        sa.Index("ix_pending_sign_up_expires_at", "expires_at"),
        of_nobody(address="email_key"),
    )

    email: str = Field(max_length=254)
    email_key: str = Field(max_length=254)
    display_name: str = Field(max_length=80)
    password_hash: str = Field(max_length=255)
    language: str = Field(default="", max_length=5)
    consents: list[dict[str, str]] = Field(default_factory=list, sa_type=JSONB)
    next_path: str = Field(default="/", max_length=2000)
    token_hash: bytes = Field(sa_type=sa.LargeBinary)
    browser_hash: bytes = Field(sa_type=sa.LargeBinary)
    expires_at: datetime = Field(sa_type=sa.DateTime(timezone=True))


class EmailToken(Entity, Timestamped, table=True):
    """A link in a mail: 256 random bits, of which only the SHA-256 is kept; good once.

    It is bound to the address the account had when it was made (`email_key`): when that changes,
    every older link is dead. `new_email` is what a change leads to.
    """

    __tablename__ = "email_token"
    __table_args__ = (
        sa.UniqueConstraint("token_hash"),
        sa.Index("ix_email_token_user_id", "user_id"),
        sa.Index("ix_email_token_expires_at", "expires_at"),
        of_person("user_id", on_erasure=Erasure.delete),
    )

    user_id: UUID = Field(foreign_key="user_account.id", ondelete="CASCADE")
    purpose: EmailPurpose = choice(EmailPurpose, pii=Pii.activity)
    token_hash: bytes = personal(Pii.credential, sa_type=sa.LargeBinary)
    email_key: str = personal(Pii.contact, max_length=254)
    new_email: str = personal(Pii.contact, default="", max_length=254)
    expires_at: datetime = personal(Pii.none, sa_type=sa.DateTime(timezone=True))
    used_at: datetime | None = moment()


class Consent(Entity, Timestamped, table=True):
    """What somebody agreed to or withdrew, word for word: rows are added, never changed.

    `text_hash` is the SHA-256 of the text that was shown in `language`.
    """

    __tablename__ = "consent"
    __table_args__ = (
        sa.Index("ix_consent_user_id", "user_id"),
        of_person("user_id", on_erasure=Erasure.delete, retention=AGREEMENTS),
    )

    user_id: UUID = Field(foreign_key="user_account.id", ondelete="CASCADE")
    document: str = personal(Pii.activity, max_length=20)
    version: str = personal(Pii.activity, max_length=20)
    text_hash: str = personal(Pii.none, max_length=64)
    is_given: bool = personal(Pii.activity)
    language: str = personal(Pii.preference, max_length=5)
    ip: str = personal(Pii.device, default="", max_length=45)
    at: datetime = personal(Pii.activity, sa_type=sa.DateTime(timezone=True))
