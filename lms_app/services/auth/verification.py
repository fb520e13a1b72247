"""Confirming an address by a link: a sign-up becomes an account, an account gets its address."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from lms_app.core import clock, urls
from lms_app.core.actor import Actor
from lms_app.core.errors import Conflict, Forbidden, InvalidInput
from lms_app.core.permissions import Permission
from lms_app.core.use_case import command, query, workflow
from lms_app.db import queries
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import EmailPurpose, PendingSignUp, User
from lms_app.services.auth.consents import ConsentRecord
from lms_app.services.auth.email_links import (
    VERIFY_SECONDS,
    LinkDead,
    hash_link,
    kill_links,
    live_link,
    make_link,
    use_link,
)
from lms_app.services.auth.limiting import limit
from lms_app.services.auth.mail_budget import may_mail
from lms_app.services.auth.passwords import normalise_password
from lms_app.services.auth.registration import EmailTaken, register, release_address, start_session
from lms_app.services.auth.views import SignedIn
from lms_app.services.context import Context
from lms_app.services.notification import post_mail
from lms_app.services.user import email_key, mask_email


@dataclass(frozen=True)
class LinkView:
    """What a link would do: `sign_up`, `verify`, `change`, or `dead`.

    `asks_password` is for a sign-up that was begun in another browser: who only got the mail must
    not open somebody else's account by accident. `needs` is for a link of an account that the
    caller is not signed in to: `sign_in` (to none), `other_account`.
    """

    kind: str
    email: str = ""
    asks_password: bool = False
    needs: str = ""


class NotTheirLink(Forbidden):
    """The caller is signed in to another account than the link's."""

    def __init__(self) -> None:
        super().__init__("error.link_other_account")


@dataclass(frozen=True)
class Confirmed:
    """What a link did. `signed_in` is None unless it opened an account."""

    kind: str
    next_path: str = urls.HOME
    signed_in: SignedIn | None = None


@query(Permission.public)
def get_email_link(uow: UnitOfWork, actor: Actor, *, token: str, browser: str = "") -> LinkView:
    """Say what a link would do; looking at it changes nothing (mail programs look too)."""
    pending = _pending(uow, token)
    if pending is not None:
        known = secrets.compare_digest(pending.browser_hash, hash_link(browser))
        return LinkView("sign_up", pending.email, asks_password=not known)
    link = live_link(uow, token, EmailPurpose.verify, EmailPurpose.change)
    if link is None:
        return LinkView("dead")
    needs = _needs(actor, link.user_id)
    if link.purpose is EmailPurpose.change:
        return LinkView("change", link.new_email, needs=needs)
    return LinkView("verify", mask_email(link.email_key), needs=needs)


def _needs(actor: Actor, owner_id: UUID) -> str:
    if actor.user_id is None:
        return "sign_in"
    return "" if actor.user_id == owner_id else "other_account"


@workflow(Permission.public)
def confirm_email(
    ctx: Context, actor: Actor, *, token: str, browser: str = "", password: str = ""
) -> Confirmed:
    """Use a link: of a sign-up by its browser or its password, of an account by its own session.

    Who only holds the mail of an account gets nothing of it, nor gives it an address by accident.
    Raises `LinkDead`, `InvalidInput` on `password`, `NotAuthenticated`, `NotTheirLink`,
    `RateLimited`.
    """
    limit(ctx, f"confirm:{actor.credential.network}", 60, 300)
    waiting = ctx.call_as_system(find_application, token=token)
    if waiting is None:
        return ctx.call_as_system(confirm_address, token=token, caller=actor)
    if not secrets.compare_digest(waiting.browser_hash, hash_link(browser)):
        limit(ctx, f"confirm-of:{waiting.id}", 10, 900)
        candidate = normalise_password(password[:1024].encode("utf-8", "replace").decode())
        if not ctx.passwords.verify(candidate, waiting.password_hash)[0]:
            key = "error.sign_up_password"
            raise InvalidInput(key, fields={"password": key})
    return ctx.call_as_system(open_account, token=token, caller=actor)


@query(Permission.system_maintain)
def find_application(uow: UnitOfWork, actor: Actor, *, token: str) -> PendingSignUp | None:
    """Return the sign-up that waits for this link."""
    return _pending(uow, token)


@command(Permission.system_maintain)
def open_account(uow: UnitOfWork, actor: Actor, *, token: str, caller: Actor) -> Confirmed:
    """Make the account of a sign-up, once, and sign its person in. Raises `LinkDead`."""
    asked = _pending(uow, token)
    if asked is None:
        raise LinkDead
    # All sign-ups with this address are held: one of them becomes the account, and then all go.
    same_address = PendingSignUp.email_key == asked.email_key
    queries.lock_rows(uow, PendingSignUp, same_address)
    pending = _pending(uow, token)
    if pending is None:
        raise LinkDead
    try:
        user_id = _register(uow, pending)
    except EmailTaken as error:
        raise LinkDead from error
    uow.session.execute(sa.delete(PendingSignUp).where(same_address))  # type: ignore[arg-type]
    signed_in = start_session(uow, actor, user_id=user_id, caller=caller, new_hash=None)
    return Confirmed("sign_up", pending.next_path, signed_in)


def _register(uow: UnitOfWork, pending: PendingSignUp) -> UUID:
    first = pending.consents[0]
    return register(
        uow,
        email=pending.email,
        display_name=pending.display_name,
        password_hash=pending.password_hash,
        language=pending.language,
        is_email_verified=True,
        consents=[_record(said) for said in pending.consents],
        ip=first["ip"],
        agreed_at=datetime.fromisoformat(first["at"]),
    )


def _record(said: dict[str, str]) -> ConsentRecord:
    return ConsentRecord(
        document=said["document"],
        version=said["version"],
        text_hash=said["text_hash"],
        is_given=said["is_given"] == "True",
        language=said["language"],
    )


@command(Permission.system_maintain)
def confirm_address(uow: UnitOfWork, actor: Actor, *, token: str, caller: Actor) -> Confirmed:
    """Use a link of the caller's account: its address is confirmed, or changed to the new one.

    Raises `LinkDead`; `NotAuthenticated` or `NotTheirLink`, and then the link still works.
    """
    link, user = use_link(uow, token, EmailPurpose.verify, EmailPurpose.change)
    if caller.person != user.id:
        raise NotTheirLink
    if link.purpose is EmailPurpose.verify:
        user.email_verified_at = clock.now()
        uow.add(user)
        return Confirmed("verify")
    _change_address(uow, user, link.new_email)
    return Confirmed("change")


def _change_address(uow: UnitOfWork, user: User, address: str) -> None:
    old, key = user.email, email_key(address)
    release_address(uow, key, keep=user.id)
    taken = uow.session.execute(
        sa.select(User.id).where(User.email_key == key, User.id != user.id)  # type: ignore[call-overload]
    ).first()
    if taken:
        raise Conflict("error.link_dead")
    user.email, user.email_key, user.email_verified_at = address, key, clock.now()
    uow.add(user)
    kill_links(uow, user.id)
    if not old:
        return
    post_mail(
        uow,
        template="email_changed",
        user_id=user.id,
        to=old,
        language=user.language or "",
        key=f"email_changed:{secrets.token_hex(16)}",
        params={"name": user.display_name, "email": mask_email(address)},
        expires_in_seconds=VERIFY_SECONDS,
    )


@workflow(Permission.account_read)
def request_verification(ctx: Context, actor: Actor) -> None:
    """Mail the caller a link for the address of their account. Raises `RateLimited`."""
    limit(ctx, f"verify:{actor.person}", 5, 900)
    key = ctx.call(find_unconfirmed_key)
    if key and may_mail(ctx, key):
        ctx.call_as_system(send_verification, actor.person)


@query(Permission.account_read)
def find_unconfirmed_key(uow: UnitOfWork, actor: Actor) -> str:
    """Return the caller's address as a key while it is unconfirmed, else nothing."""
    if actor.impersonator:  # nobody's mail is sent by looking on, and the address is not theirs
        return ""
    found = uow.session.execute(
        sa.select(User.email_key).where(  # type: ignore[call-overload]
            User.id == actor.person, User.email_verified_at.is_(None), User.email != ""
        )
    ).scalar()
    return str(found or "")


@command(Permission.system_maintain)
def send_verification(uow: UnitOfWork, actor: Actor, user_id: UUID) -> None:
    """Post a link for the address of an account."""
    post_verification(uow, user_id)


def post_verification(uow: UnitOfWork, user_id: UUID) -> None:
    """Post a link that confirms the account's address, in the caller's transaction."""
    user = uow.session.get(User, user_id, with_for_update=True)
    if user is None or user.email_verified_at is not None or not user.email:
        return
    token = make_link(uow, user.id, user.email_key, EmailPurpose.verify)
    post_mail(
        uow,
        template="email_verify",
        user_id=user.id,
        to=user.email,
        language=user.language or "",
        key=f"email_verify:{hash_link(token).hex()}",
        params={"token": token},
        expires_in_seconds=VERIFY_SECONDS,
    )


def _pending(uow: UnitOfWork, token: str) -> PendingSignUp | None:
    """As it is now: not as this transaction saw it before it had to wait."""
    return uow.session.execute(
        sa.select(PendingSignUp)
        .where(
            PendingSignUp.token_hash == hash_link(token),  # type: ignore[arg-type]
            PendingSignUp.expires_at > clock.now(),  # type: ignore[arg-type]
        )
        .execution_options(populate_existing=True)
    ).scalar()
