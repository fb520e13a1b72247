"""Who did what to what: written in the same transaction, never changed."""

from __future__ import annotations

from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from lms_app.models.base import Entity, Timestamped, choice
from lms_app.models.personal import Erasure, Pii, of_person, personal


class ActorKind(StrEnum):
    """Who acted: somebody with an account, whoever runs the machine, or a caller nobody knows."""

    person = "person"
    system = "system"
    unknown = "unknown"


class AuditEntry(Entity, Timestamped, table=True):
    """One act with its reason and the values before and after; a trigger keeps it as it is.

    `person_id` is whom it concerns, whatever it was done to: an act about a course concerns its
    owner. `changes` are `name: [before, after]`; a fact has the same on both sides.
    """

    __tablename__ = "audit_entry"
    __table_args__ = (
        sa.Index("ix_audit_entry_created_at", "created_at", "id"),
        sa.Index("ix_audit_entry_subject_id", "subject_id", "created_at", "id"),
        sa.Index("ix_audit_entry_actor_id", "actor_id", "created_at", "id"),
        sa.Index("ix_audit_entry_person_id", "person_id", "created_at", "id"),
        sa.Index("ix_audit_entry_action", "action", "created_at", "id"),
        sa.Index("ix_audit_entry_correlation_id", "correlation_id"),
        of_person("person_id", on_erasure=Erasure.keep, only_own=("actor_id", ("actor_id", "ip"))),
    )

    actor_id: UUID | None = Field(default=None, foreign_key="user_account.id", ondelete="SET NULL")
    actor_kind: ActorKind = choice(ActorKind, ActorKind.person)
    person_id: UUID | None = Field(default=None, foreign_key="user_account.id", ondelete="SET NULL")
    action: str = personal(Pii.activity, max_length=60)
    subject_type: str = personal(Pii.none, max_length=40)
    subject_id: UUID = personal(Pii.none)
    reason: str = personal(Pii.activity, default="", max_length=500)
    ip: str = personal(Pii.device, default="", max_length=45)
    changes: dict[str, Any] = personal(Pii.activity, default_factory=dict, sa_type=JSONB)
    correlation_id: str = personal(
        Pii.none, default="", max_length=40, sa_column_kwargs={"server_default": ""}
    )
