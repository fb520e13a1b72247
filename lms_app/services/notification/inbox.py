"""The local inbox: what a site without a mail server would have sent (development only)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import select

from lms_app.core.actor import Actor
from lms_app.core.permissions import Permission
from lms_app.core.use_case import query
from lms_app.db import queries
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import LocalMail, MailMessage, MailStatus

MAILS_SHOWN = 50


@dataclass(frozen=True)
class InboxRow:
    """One line of the inbox."""

    id: str
    to_address: str
    subject: str
    sent_at: str


@dataclass(frozen=True)
class InboxMail:
    """One mail as its reader gets it."""

    id: str
    to_address: str
    subject: str
    text: str
    html: str
    sent_at: str


@dataclass(frozen=True)
class LocalInbox:
    """The newest mails, and how many are still on their way."""

    rows: list[InboxRow]
    waiting: int


@query(Permission.system_maintain)
def list_local_mails(uow: UnitOfWork, actor: Actor, *, to: str = "") -> LocalInbox:
    """Return the newest mails, of one address when `to` names it."""
    wanted = select(LocalMail).order_by(LocalMail.created_at.desc()).limit(MAILS_SHOWN)  # type: ignore[attr-defined]
    if to:
        wanted = wanted.where(LocalMail.to_address == to)
    waiting = uow.session.execute(
        sa.select(sa.func.count()).where(MailMessage.status == MailStatus.waiting)  # type: ignore[arg-type]
    ).scalar_one()
    rows = [
        InboxRow(str(mail.id), mail.to_address, mail.subject, mail.created_at.isoformat())
        for mail in uow.session.exec(wanted)
    ]
    return LocalInbox(rows=rows, waiting=waiting)


@query(Permission.system_maintain)
def get_local_mail(uow: UnitOfWork, actor: Actor, mail_id: UUID) -> InboxMail:
    """Return one mail; raises `NotFound`."""
    mail = queries.get_or_404(uow, LocalMail, mail_id)
    return InboxMail(
        id=str(mail.id),
        to_address=mail.to_address,
        subject=mail.subject,
        text=mail.body_text,
        html=mail.body_html,
        sent_at=mail.created_at.isoformat(),
    )
