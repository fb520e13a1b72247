"""People: accounts, their roles, and those who teach."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from lms_app.core.permissions import Role
from lms_app.models.base import Entity, Timestamped, choice, counter, moment
from lms_app.models.personal import Erasure, Pii, of_person, personal


class UserStatus(StrEnum):
    active = "active"
    suspended = "suspended"
    erased = "erased"


class User(Entity, Timestamped, table=True):
    """An account. `email_key` is the address folded so that look-alikes are one account."""

    __tablename__ = "user_account"
    __table_args__ = (
        sa.UniqueConstraint("email_key"),
        sa.Index("ix_user_account_created_at", "created_at"),
        of_person("id", on_erasure=Erasure.clear),
    )

    email: str = personal(Pii.contact, max_length=254)
    email_key: str = personal(Pii.contact, max_length=254)
    display_name: str = personal(Pii.identity, max_length=80)
    password_hash: str | None = personal(Pii.credential, default=None, max_length=255)
    status: UserStatus = choice(UserStatus, UserStatus.active, pii=Pii.activity)
    language: str | None = personal(Pii.preference, default=None, max_length=5)
    # An address that is only claimed is nobody's: whoever confirms it takes it.
    email_verified_at: datetime | None = moment()


class RoleGrant(Entity, Timestamped, table=True):
    """One role of one person beyond student, which everybody is."""

    __tablename__ = "role_grant"
    __table_args__ = (
        sa.UniqueConstraint("user_id", "role"),
        of_person("user_id", on_erasure=Erasure.delete),
    )

    user_id: UUID = Field(foreign_key="user_account.id", ondelete="CASCADE")
    role: Role = choice(Role, pii=Pii.activity)


class InstructorProfile(Entity, Timestamped, table=True):
    """Somebody who teaches or has taught, and the counts of it. What they say of themselves is in
    `UserProfile`; whether they may teach now, their roles say."""

    __tablename__ = "instructor_profile"
    __table_args__ = (
        sa.UniqueConstraint("user_id"),
        of_person("user_id", on_erasure=Erasure.delete),
    )

    user_id: UUID = Field(foreign_key="user_account.id", ondelete="CASCADE")
    published_course_count: int = counter()
    student_count: int = counter()
