"""The mails that wait: who may send one now, and what became of it.

The lease in PostgreSQL decides: a job that comes twice, or late, finds the mail taken, sent or
expired. What a worker took with it is asked for again when its lease has run out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
import structlog
from sqlmodel import select

from lms_app.core import clock
from lms_app.core.actor import Actor
from lms_app.core.events import MailPosted
from lms_app.core.permissions import Permission
from lms_app.core.use_case import command
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import LocalMail, MailMessage, MailStatus
from lms_app.services.notification.posting import ASK_AGAIN_SECONDS

# Longer than any one hand-over may take (`SMTP_TIMEOUT_SECONDS` bounds each of its waits).
LEASE_SECONDS = 600
FIRST_PAUSE_SECONDS = 10
LONGEST_PAUSE_SECONDS = 1800
# With these pauses, about a day.
TRIES_AT_MOST = 50
MAILS_KEPT_DAYS = 30
LOCAL_MAILS_KEPT_DAYS = 7
_AT_A_TIME = 500
log = structlog.get_logger()


@dataclass(frozen=True)
class MailClaim:
    """A mail that one worker may send now, and the token it shows when that is done."""

    id: UUID
    token: UUID
    template: str
    to_address: str
    language: str
    params_sealed: bytes


@command(Permission.system_maintain)
def claim_mail(uow: UnitOfWork, actor: Actor, mail_id: UUID) -> MailClaim | None:
    """Take the mail's lease; None when it is over, expired or in other hands."""
    now = clock.now()
    mail = uow.session.exec(
        select(MailMessage).where(MailMessage.id == mail_id).with_for_update()
    ).first()
    if mail is None or mail.status is not MailStatus.waiting:
        return None
    if mail.lease_expires_at is not None and mail.lease_expires_at > now:
        return None
    if mail.expires_at <= now:
        _finish(uow, mail.id, MailStatus.expired)
        return None
    mail.lease_token, mail.lease_expires_at = uuid4(), now + timedelta(seconds=LEASE_SECONDS)
    mail.next_try_at = mail.lease_expires_at
    mail.tries += 1
    uow.add(mail)
    return MailClaim(
        id=mail.id,
        token=mail.lease_token,
        template=mail.template,
        to_address=mail.to_address,
        language=mail.language,
        params_sealed=mail.params_sealed or b"",
    )


@command(Permission.system_maintain)
def mark_mail_sent(uow: UnitOfWork, actor: Actor, claim: MailClaim) -> None:
    """Record that the mail was handed over; its parameters are forgotten."""
    _finish(uow, claim.id, MailStatus.sent, sent_at=clock.now())


@command(Permission.system_maintain)
def postpone_mail(uow: UnitOfWork, actor: Actor, claim: MailClaim, *, reason: str) -> None:
    """Free a mail that could not be handed over, with a longer pause each time."""
    mail = uow.session.exec(select(MailMessage).where(*_held(claim)).with_for_update()).first()
    if mail is None:
        return
    if mail.tries >= TRIES_AT_MOST:
        _give_up(uow, mail, reason)
        return
    pause = min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2 ** (mail.tries - 1))
    mail.next_try_at = clock.now() + timedelta(seconds=pause)
    mail.lease_token = mail.lease_expires_at = None
    mail.failure = reason[:200]
    uow.add(mail)


@command(Permission.system_maintain)
def give_up_mail(uow: UnitOfWork, actor: Actor, claim: MailClaim, *, reason: str) -> None:
    """Set a mail aside for good: trying again would give the same."""
    mail = uow.session.exec(select(MailMessage).where(*_held(claim)).with_for_update()).first()
    if mail is not None:
        _give_up(uow, mail, reason)


@command(Permission.system_maintain)
def requeue_mails(uow: UnitOfWork, actor: Actor) -> int:
    """Ask again for mails whose time has come, end those that expired; return how many."""
    now = clock.now()
    due = uow.session.exec(
        select(MailMessage)
        .where(MailMessage.status == MailStatus.waiting, MailMessage.next_try_at <= now)
        .order_by(MailMessage.next_try_at)  # type: ignore[arg-type]
        .limit(_AT_A_TIME)
        .with_for_update(skip_locked=True)
    ).all()
    for mail in due:
        if mail.expires_at <= now:
            _finish(uow, mail.id, MailStatus.expired)
            log.warning("mail_expired", mail_id=str(mail.id), template=mail.template)
        else:
            mail.next_try_at = now + timedelta(seconds=ASK_AGAIN_SECONDS)
            uow.add(mail)
            uow.emit(MailPosted(mail_id=mail.id))
    return len(due)


@command(Permission.system_maintain)
def purge_mails(uow: UnitOfWork, actor: Actor) -> int:
    """Delete mails of a month ago, and those kept in the local inbox for a week."""
    now = clock.now()
    kept: tuple[tuple[Any, int], ...] = (
        (LocalMail, LOCAL_MAILS_KEPT_DAYS),
        (MailMessage, MAILS_KEPT_DAYS),
    )
    deleted = 0
    for table, days in kept:
        old = table.created_at < now - timedelta(days=days)
        deleted += uow.session.execute(sa.delete(table).where(old)).rowcount  # type: ignore[attr-defined]
    return deleted


def _held(claim: MailClaim) -> tuple[Any, ...]:
    return (
        MailMessage.id == claim.id,
        MailMessage.status == MailStatus.waiting,
        MailMessage.lease_token == claim.token,
    )


def _give_up(uow: UnitOfWork, mail: MailMessage, reason: str) -> None:
    _finish(uow, mail.id, MailStatus.given_up, failure=reason[:200])
    log.error("mail_given_up", mail_id=str(mail.id), template=mail.template, reason=reason)


def _finish(uow: UnitOfWork, mail_id: UUID, status: MailStatus, **values: Any) -> None:
    """Make it final. Also when the lease was lost meanwhile: handed over is handed over."""
    over: Mapping[str, Any] = {"params_sealed": None, "lease_token": None, "lease_expires_at": None}
    uow.session.execute(
        sa.update(MailMessage)
        .where(MailMessage.id == mail_id, MailMessage.status == MailStatus.waiting)  # type: ignore[arg-type]
        .values(status=status, **over, **values)
    )
