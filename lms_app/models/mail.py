"""Mail: what is to be sent, and the inbox of a site without a mail server."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from lms_app.models.base import Entity, Timestamped, choice, counter, moment
from lms_app.models.personal import Erasure, Pii, of_person, personal


class MailStatus(StrEnum):
    """`sent`, `expired` and `given_up` are final."""

    waiting = "waiting"
    sent = "sent"
    expired = "expired"
    given_up = "given_up"


class MailMessage(Entity, Timestamped, table=True):
    """One mail of one occasion (`key`). Its parameters lie sealed, and only until it is over.

    Who holds the lease sends it; `next_try_at` is when the sweep asks for it (again).
    """

    __tablename__ = "mail_message"
    __table_args__ = (
        sa.UniqueConstraint("key"),
        sa.Index("ix_mail_message_user_id", "user_id"),
        sa.Index("ix_mail_message_created_at", "created_at"),
        sa.Index(
            "ix_mail_message_waiting",
            "next_try_at",
            postgresql_where=sa.text("status = 'waiting'"),
        ),
        of_person("user_id", on_erasure=Erasure.delete, address="to_address"),
    )

    key: str = personal(Pii.none, max_length=200)
    template: str = personal(Pii.activity, max_length=60)
    user_id: UUID | None = Field(
        default=None, foreign_key="user_account.id", ondelete="CASCADE", nullable=True
    )
    to_address: str = personal(Pii.contact, max_length=254)
    language: str = personal(Pii.preference, max_length=5)
    params_sealed: bytes | None = personal(Pii.credential, default=None, sa_type=sa.LargeBinary)
    status: MailStatus = choice(MailStatus, MailStatus.waiting)
    tries: int = counter()
    failure: str = personal(Pii.none, default="", max_length=200)
    next_try_at: datetime = personal(Pii.none, sa_type=sa.DateTime(timezone=True))
    expires_at: datetime = personal(Pii.none, sa_type=sa.DateTime(timezone=True))
    lease_token: UUID | None = personal(Pii.none, default=None)
    lease_expires_at: datetime | None = moment(Pii.none)
    sent_at: datetime | None = moment()


class LocalMail(Timestamped, table=True):
    """A mail that was kept here instead of being sent. It holds links that sign in: rows go soon."""

    __tablename__ = "local_mail"
    __table_args__ = (
        sa.Index("ix_local_mail_created_at", "created_at"),
        of_person("id", on_erasure=Erasure.delete),
    )

    id: UUID = Field(primary_key=True, foreign_key="mail_message.id", ondelete="CASCADE")
    to_address: str = personal(Pii.contact, max_length=254)
    subject: str = personal(Pii.activity, max_length=998)
    body_text: str = personal(Pii.credential, sa_type=sa.Text)
    body_html: str = personal(Pii.credential, sa_type=sa.Text)
