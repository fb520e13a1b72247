"""Second factors: authenticator apps, recovery codes, passkeys, and what was asked of a browser."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from lms_app.models.base import Entity, Timestamped, choice, moment
from lms_app.models.personal import Erasure, Pii, of_person, personal


class ChallengePurpose(StrEnum):
    """What a browser's authenticator was asked to sign."""

    register = "register"
    sign_in = "sign_in"
    confirm = "confirm"


class TotpFactor(Entity, Timestamped, table=True):
    """An authenticator app. Its secret is sealed; `last_used_step` makes every code single-use.

    A person has at most one that counts and one that is being set up.
    """

    __tablename__ = "totp_factor"
    __table_args__ = (
        sa.Index(
            "uq_totp_factor_confirmed",
            "user_id",
            unique=True,
            postgresql_where=sa.text("confirmed_at IS NOT NULL"),
        ),
        sa.Index(
            "uq_totp_factor_pending",
            "user_id",
            unique=True,
            postgresql_where=sa.text("confirmed_at IS NULL"),
        ),
        sa.Index("ix_totp_factor_user_id", "user_id"),
        of_person("user_id", on_erasure=Erasure.delete),
    )

    user_id: UUID = Field(foreign_key="user_account.id", ondelete="CASCADE")
    sealed_secret: bytes = personal(Pii.credential, sa_type=sa.LargeBinary)
    confirmed_at: datetime | None = moment()
    last_used_step: int = personal(
        Pii.credential, default=0, sa_type=sa.BigInteger, sa_column_kwargs={"server_default": "0"}
    )


class RecoveryCode(Entity, Timestamped, table=True):
    """One of ten codes for when the authenticator is lost: 120 random bits, so a hash will do."""

    __tablename__ = "recovery_code"
    __table_args__ = (
        sa.UniqueConstraint("user_id", "code_hash"),
        of_person("user_id", on_erasure=Erasure.delete),
    )

    user_id: UUID = Field(foreign_key="user_account.id", ondelete="CASCADE")
    code_hash: bytes = personal(Pii.credential, sa_type=sa.LargeBinary)
    used_at: datetime | None = moment()


class Passkey(Entity, Timestamped, table=True):
    """A key pair whose private half never leaves the person's device (WebAuthn)."""

    __tablename__ = "passkey"
    __table_args__ = (
        sa.UniqueConstraint("credential_id"),
        sa.Index("ix_passkey_user_id", "user_id"),
        of_person("user_id", on_erasure=Erasure.delete),
    )

    user_id: UUID = Field(foreign_key="user_account.id", ondelete="CASCADE")
    credential_id: bytes = personal(Pii.credential, sa_type=sa.LargeBinary)
    public_key: bytes = personal(Pii.credential, sa_type=sa.LargeBinary)
    sign_count: int = personal(
        Pii.credential, default=0, sa_type=sa.BigInteger, sa_column_kwargs={"server_default": "0"}
    )
    name: str = personal(Pii.content, max_length=80)
    transports: list[str] = personal(Pii.device, default_factory=list, sa_type=JSONB)
    is_backed_up: bool = personal(
        Pii.device, default=False, sa_column_kwargs={"server_default": sa.false()}
    )
    last_used_at: datetime | None = moment()


class PasskeyChallenge(Entity, Timestamped, table=True):
    """What a browser was asked to sign: once, within five minutes, by that browser only."""

    __tablename__ = "passkey_challenge"
    __table_args__ = (
        sa.UniqueConstraint("challenge"),
        sa.Index("ix_passkey_challenge_user_id", "user_id"),
        sa.Index("ix_passkey_challenge_expires_at", "expires_at"),
        of_person("user_id", on_erasure=Erasure.delete),
    )

    challenge: bytes = personal(Pii.credential, sa_type=sa.LargeBinary)
    purpose: ChallengePurpose = choice(ChallengePurpose)
    browser_hash: bytes = personal(Pii.credential, sa_type=sa.LargeBinary)
    user_id: UUID | None = Field(
        default=None, foreign_key="user_account.id", ondelete="CASCADE", nullable=True
    )
    expires_at: datetime = personal(Pii.none, sa_type=sa.DateTime(timezone=True))


class KnownDevice(Entity, Timestamped, table=True):
    """A device label an account was signed in from, so that only a new one is news."""

    __tablename__ = "known_device"
    __table_args__ = (
        sa.UniqueConstraint("user_id", "label"),
        sa.Index("ix_known_device_last_used_at", "last_used_at"),
        of_person("user_id", on_erasure=Erasure.delete),
    )

    user_id: UUID = Field(foreign_key="user_account.id", ondelete="CASCADE")
    label: str = personal(Pii.device, max_length=80)
    last_used_at: datetime = personal(Pii.activity, sa_type=sa.DateTime(timezone=True))
