"""People: accounts, their roles, and the profile of those who teach."""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from lms_app.core.permissions import Role
from lms_app.models.base import Entity, Timestamped, choice, counter
from lms_app.models.personal import Erasure, Pii, of_person, personal


class UserStatus(StrEnum):
    active = "active"
    suspended = "suspended"


class InstructorStatus(StrEnum):
    pending = "pending"
    approved = "approved"


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
    """The public face of somebody who teaches."""

    __tablename__ = "instructor_profile"
    __table_args__ = (
        sa.UniqueConstraint("user_id"),
        sa.UniqueConstraint("handle"),
        of_person("user_id", on_erasure=Erasure.delete),
    )

    user_id: UUID = Field(foreign_key="user_account.id", ondelete="CASCADE")
    handle: str = personal(Pii.identity, max_length=40)
    headline: str = personal(Pii.content, default="", max_length=120)
    bio_md: str = personal(Pii.content, default="", sa_type=sa.Text)
    status: InstructorStatus = choice(InstructorStatus, InstructorStatus.approved, pii=Pii.activity)
    published_course_count: int = counter()
    student_count: int = counter()
