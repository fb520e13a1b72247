"""What people asked of their own data: a copy of it, or its end."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from lms_app.models.base import Entity, Timestamped, choice, moment
from lms_app.models.personal import Erasure, Pii, of_person, personal


class ExportStatus(StrEnum):
    waiting = "waiting"
    ready = "ready"
    expired = "expired"


class DataExport(Entity, Timestamped, table=True):
    """A copy of all of a person's data: a ZIP in the object store until `expires_at`."""

    __tablename__ = "data_export"
    __table_args__ = (
        sa.Index("ix_data_export_user_id", "user_id", sa.text("created_at DESC")),
        sa.Index(
            "uq_data_export_waiting",
            "user_id",
            unique=True,
            postgresql_where=sa.text("status = 'waiting'"),
        ),
        sa.Index(
            "ix_data_export_expiring",
            "expires_at",
            postgresql_where=sa.text("status = 'ready'"),
        ),
        of_person("user_id", on_erasure=Erasure.delete),
    )

    user_id: UUID = Field(foreign_key="user_account.id", ondelete="CASCADE")
    status: ExportStatus = choice(ExportStatus, ExportStatus.waiting, pii=Pii.activity)
    object_key: str | None = personal(Pii.none, default=None, max_length=250)
    size_bytes: int | None = personal(Pii.none, default=None, sa_type=sa.BigInteger)
    ready_at: datetime | None = moment()
    expires_at: datetime | None = moment(Pii.none)


class AccountDeletion(Entity, Timestamped, table=True):
    """A wish to go. Until `due_at` it can be taken back; then the account is emptied.

    `refused_reason` names what stood in the way when the day came (see `services/privacy`).
    """

    __tablename__ = "account_deletion"
    __table_args__ = (
        sa.Index("ix_account_deletion_user_id", "user_id"),
        sa.Index(
            "uq_account_deletion_open",
            "user_id",
            unique=True,
            postgresql_where=sa.text("done_at IS NULL AND cancelled_at IS NULL"),
        ),
        sa.Index(
            "ix_account_deletion_due_at",
            "due_at",
            postgresql_where=sa.text("done_at IS NULL AND cancelled_at IS NULL"),
        ),
        of_person("user_id", on_erasure=Erasure.keep),
    )

    user_id: UUID = Field(foreign_key="user_account.id", ondelete="CASCADE")
    due_at: datetime = personal(Pii.activity, sa_type=sa.DateTime(timezone=True))
    cancelled_at: datetime | None = moment()
    done_at: datetime | None = moment()
    refused_reason: str | None = personal(Pii.activity, default=None, max_length=60)
