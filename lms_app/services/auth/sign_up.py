"""Asking for an account. What is answered is the same whether there is one already.

An account comes to be when its address is confirmed (`verification.py`): until then there is
nothing to sign in to, so that trying to says nothing either.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta

import sqlalchemy as sa

from lms_app.core import clock, urls
from lms_app.core.actor import Actor
from lms_app.core.permissions import Permission
from lms_app.core.text import clean_line
from lms_app.core.use_case import command, workflow
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import EmailToken, PendingSignUp, User, UserStatus
from lms_app.services.auth.consents import ConsentRecord, Consents, check_applicant, records_of
from lms_app.services.auth.email_links import VERIFY_SECONDS, hash_link, new_link
from lms_app.services.auth.limiting import limit
from lms_app.services.auth.mail_budget import may_mail
from lms_app.services.auth.passwords import check_new_password
from lms_app.services.context import Context
from lms_app.services.notification import post_mail
from lms_app.services.user import email_key, normalise_email

_BROWSER = re.compile(r"[\w-]{43}")


@dataclass(frozen=True)
class Application:
    """A checked sign-up on its way to its row; the password is hashed."""

    email: str
    display_name: str
    password_hash: str
    language: str
    consents: Sequence[ConsentRecord]
    ip: str
    next_path: str


@workflow(Permission.public)
def sign_up(
    ctx: Context,
    actor: Actor,
    *,
    email: str,
    password: str,
    display_name: str,
    birth_date: str,
    consents: Consents,
    language: str = "",
    next_path: str = urls.HOME,
    browser: str = "",
) -> str:
    """Ask for an account: its address gets a mail, whoever it belongs to.

    Returns the mark for this browser's cookie, by which it need not give its password again.
    Costs one hash, whether the address is known or not. Raises `InvalidInput` with fields and
    `RateLimited`; nothing is stored then.
    """
    limit(ctx, f"sign-up:{actor.credential.network}", 100, 3600)
    check_applicant(consents, birth_date, min_age=ctx.settings.min_age)
    address = normalise_email(email)
    name = clean_line(display_name, "display_name", maximum=80)
    hashed = ctx.passwords.hash(check_new_password(password, email=address, name=name))
    mark = browser if _BROWSER.fullmatch(browser) else secrets.token_urlsafe(32)
    if may_mail(ctx, email_key(address)):
        spoken = language if language in {"ko", "en"} else ctx.settings.language
        application = Application(
            email=address,
            display_name=name,
            password_hash=hashed,
            language=spoken,
            consents=records_of(consents, spoken),
            ip=actor.credential.ip,
            next_path=urls.own_path(next_path),
        )
        ctx.call_as_system(receive_application, application, browser=mark)
    return mark


@command(Permission.system_maintain)
def receive_application(
    uow: UnitOfWork, actor: Actor, application: Application, *, browser: str
) -> None:
    """Let a sign-up wait for its link, or tell the owner of the address that they have an account.

    An address that an account only claims, unconfirmed, is nobody's yet.
    """
    key = email_key(application.email)
    owner = uow.session.execute(
        sa.select(User.id, User.email, User.display_name, User.language, User.status).where(  # type: ignore[call-overload]
            User.email_key == key,
            User.email_verified_at.is_not(None),  # type: ignore[union-attr]
        )
    ).first()
    if owner is None:
        _wait(uow, application, key, browser)
    elif owner.status is UserStatus.active:
        post_mail(
            uow,
            template="sign_up_known",
            user_id=owner.id,
            to=owner.email,
            language=owner.language or application.language,
            key=f"sign_up_known:{secrets.token_hex(16)}",
            params={"name": owner.display_name},
            expires_in_seconds=VERIFY_SECONDS,
        )


def _wait(uow: UnitOfWork, application: Application, key: str, browser: str) -> None:
    token, now = new_link(), clock.now()
    said = [{**asdict(record), "is_given": str(record.is_given)} for record in application.consents]
    pending = PendingSignUp(
        email=application.email,
        email_key=key,
        display_name=application.display_name,
        password_hash=application.password_hash,
        language=application.language,
        consents=[{**answer, "ip": application.ip[:45], "at": now.isoformat()} for answer in said],
        next_path=application.next_path,
        token_hash=hash_link(token),
        browser_hash=hash_link(browser),
        expires_at=now + timedelta(seconds=VERIFY_SECONDS),
    )
    uow.add(pending)
    _send_link(uow, pending, token)


def _send_link(uow: UnitOfWork, pending: PendingSignUp, token: str) -> None:
    post_mail(
        uow,
        template="sign_up_confirm",
        user_id=None,
        to=pending.email,
        language=pending.language,
        key=f"sign_up_confirm:{pending.token_hash.hex()}",
        params={"token": token},
        expires_in_seconds=VERIFY_SECONDS,
    )


@workflow(Permission.public)
def resend_sign_up(ctx: Context, actor: Actor, *, browser: str) -> None:
    """Send the link of this browser's last sign-up again; the one before it dies.

    Says nothing of whether there was one. Raises `RateLimited`.
    """
    limit(ctx, f"resend:{actor.credential.network}", 60, 3600)
    if not _BROWSER.fullmatch(browser):
        return
    limit(ctx, f"resend-by:{browser}", 5, 900)
    key = ctx.call_as_system(find_waiting_key, browser=browser)
    if key and may_mail(ctx, key):
        ctx.call_as_system(renew_application, browser=browser)


@command(Permission.system_maintain)
def find_waiting_key(uow: UnitOfWork, actor: Actor, *, browser: str) -> str:
    """Return the address (as a key) that this browser's newest sign-up waits for, or nothing."""
    found = _newest(uow, browser)
    return found.email_key if found else ""


@command(Permission.system_maintain)
def renew_application(uow: UnitOfWork, actor: Actor, *, browser: str) -> None:
    """Give a waiting sign-up a fresh link and mail it."""
    found = _newest(uow, browser)
    if found is not None:
        token = new_link()
        found.token_hash = hash_link(token)
        found.expires_at = clock.now() + timedelta(seconds=VERIFY_SECONDS)
        uow.add(found)
        _send_link(uow, found, token)


def _newest(uow: UnitOfWork, browser: str) -> PendingSignUp | None:
    return uow.session.execute(
        sa.select(PendingSignUp)
        .where(
            PendingSignUp.browser_hash == hash_link(browser),  # type: ignore[arg-type]
            PendingSignUp.expires_at > clock.now(),  # type: ignore[arg-type]
        )
        .order_by(PendingSignUp.created_at.desc())  # type: ignore[attr-defined]
        .limit(1)
        .with_for_update()
    ).scalar()


@command(Permission.system_maintain)
def purge_sign_ups(uow: UnitOfWork, actor: Actor) -> int:
    """Forget sign-ups that nobody confirmed, and links that are over; return how many."""
    now = clock.now()
    gone = uow.session.execute(
        sa.delete(PendingSignUp).where(PendingSignUp.expires_at < now)  # type: ignore[arg-type]
    ).rowcount  # type: ignore[attr-defined]
    old = EmailToken.expires_at < now - timedelta(days=1)
    gone += uow.session.execute(sa.delete(EmailToken).where(old)).rowcount  # type: ignore[arg-type, attr-defined]
    return int(gone)
