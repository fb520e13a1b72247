"""Who did what to what: written in the same transaction, never changed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from lms_app.models.base import Entity, Timestamped
from lms_app.models.personal import Erasure, Pii, of_person, personal


class AuditEntry(Entity, Timestamped, table=True):
    """One administrative act with its reason and the values before and after."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        sa.Index("ix_audit_entry_subject_id", "subject_id"),
        sa.Index("ix_audit_entry_actor_id", "actor_id"),
        of_person("actor_id", on_erasure=Erasure.keep),
    )

    actor_id: UUID | None = Field(default=None, foreign_key="user_account.id", ondelete="SET NULL")
    action: str = personal(Pii.activity, max_length=60)
    subject_type: str = personal(Pii.none, max_length=40)
    subject_id: UUID = personal(Pii.none)
    reason: str = personal(Pii.activity, default="", max_length=500)
    ip: str = personal(Pii.device, default="", max_length=45)
    changes: dict[str, Any] = personal(Pii.none, default_factory=dict, sa_type=JSONB)
