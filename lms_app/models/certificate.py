"""Certificates: what was said of somebody when they completed a course, and the keys it is signed
with."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from lms_app.models.base import Entity, Timestamped, choice, moment
from lms_app.models.personal import Erasure, Pii, of_nobody, of_person, personal


class Revocation(StrEnum):
    """Why a certificate is no longer valid; `none` while it is."""

    enrollment = "enrollment"
    reissued = "reissued"
    erased = "erased"
    none = "none"


class Certificate(Entity, Timestamped, table=True):
    """What the site says of one completed course, signed.

    `public_id` is its address: 80 random bits. `snapshot` is what is said, as
    it was then, and `jws` the same, signed with the key named `kid`. An enrollment has one that is
    valid. Of somebody who has gone the words go; that there was one, and is none, stays.
    """

    __table_args__ = (
        sa.UniqueConstraint("public_id"),
        sa.CheckConstraint(
            "(revoked_at IS NULL) = (revoked_reason = 'none')", name="revoked_for_a_reason"
        ),
        sa.Index(
            "uq_certificate_valid",
            "enrollment_id",
            unique=True,
            postgresql_where=sa.text("revoked_at IS NULL"),
        ),
        sa.Index("ix_certificate_enrollment_id", "enrollment_id"),
        sa.Index("ix_certificate_user_id", "user_id"),
        sa.Index(
            "ix_certificate_revoked_at",
            "revoked_at",
            postgresql_where=sa.text("revoked_at IS NOT NULL"),
        ),
        of_person("user_id", on_erasure=Erasure.clear),
    )

    public_id: bytes = personal(Pii.none, sa_type=sa.LargeBinary)
    user_id: UUID = Field(foreign_key="user_account.id", ondelete="CASCADE")
    enrollment_id: UUID = Field(foreign_key="enrollment.id", ondelete="CASCADE")
    snapshot: dict[str, Any] = personal(
        Pii.identity, sa_type=JSONB, sa_column_kwargs={"server_default": "{}"}
    )
    jws: str = personal(Pii.identity, sa_type=sa.Text)
    kid: str = personal(Pii.credential, max_length=64)
    issued_at: datetime = personal(Pii.none, sa_type=sa.DateTime(timezone=True))
    revoked_at: datetime | None = moment(Pii.none)
    revoked_reason: Revocation = choice(Revocation, Revocation.none)


class CertificateKey(Entity, Timestamped, table=True):
    """A key pair that certificates are signed with until another takes its place.

    Its public half stays published for good: what it signed can be checked as long as the site is
    there.
    """

    __tablename__ = "certificate_key"
    __table_args__ = (
        sa.UniqueConstraint("kid"),
        sa.Index(
            "uq_certificate_key_current",
            sa.text("(retired_at IS NULL)"),
            unique=True,
            postgresql_where=sa.text("retired_at IS NULL"),
        ),
        of_nobody(),
    )

    kid: str = Field(max_length=64)
    sealed_private: bytes = Field(sa_type=sa.LargeBinary)
    public_jwk: dict[str, Any] = Field(sa_type=JSONB)
    retired_at: datetime | None = moment(Pii.none)
