"""A forgotten password, and changing password or address while signed in."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from lms_app.core.actor import Actor, Credential
from lms_app.core.errors import Forbidden, InvalidInput
from lms_app.core.permissions import Permission
from lms_app.core.use_case import command, query, workflow
from lms_app.db import audit, queries
from lms_app.db.audit import NONE, RENEWED, SET
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import EmailPurpose, LoginSession, User, UserStatus
from lms_app.services.auth.email_links import (
    RESET_SECONDS,
    VERIFY_SECONDS,
    LinkDead,
    hash_link,
    kill_links,
    live_link,
    make_link,
    use_link,
)
from lms_app.services.auth.entering import has_second_factor
from lms_app.services.auth.limiting import limit
from lms_app.services.auth.mail_budget import may_mail
from lms_app.services.auth.passwords import check_new_password, normalise_password
from lms_app.services.auth.sessions import end_sessions
from lms_app.services.context import Context
from lms_app.services.notification import post_mail
from lms_app.services.user import email_key, mask_email, normalise_email


@dataclass(frozen=True)
class Owner:
    """Whose password is to be changed, and what the new one may not be made of."""

    user_id: UUID
    email: str
    display_name: str
    password_hash: str | None


@workflow(Permission.public)
def request_reset(ctx: Context, actor: Actor, *, email: str) -> None:
    """Mail a link to the address if it is an account's; the answer is the same if it is not.

    Raises `InvalidInput` on `email` for what is no address, `RateLimited`.
    """
    limit(ctx, f"forgot:{actor.credential.network}", 60, 3600)
    key = email_key(normalise_email(email))
    if may_mail(ctx, key):
        ctx.call_as_system(send_reset, key)


@command(Permission.system_maintain)
def send_reset(uow: UnitOfWork, actor: Actor, key: str) -> None:
    """Post a link to the account with this address, if it has confirmed it."""
    user = uow.session.execute(
        sa.select(User)
        .where(
            User.email_key == key,  # type: ignore[arg-type]
            User.status == UserStatus.active,  # type: ignore[arg-type]
            User.email_verified_at.is_not(None),  # type: ignore[union-attr]
        )
        .with_for_update()
    ).scalar()
    if user is None:
        return
    token = make_link(uow, user.id, user.email_key, EmailPurpose.reset)
    post_mail(
        uow,
        template="password_reset",
        user_id=user.id,
        to=user.email,
        language=user.language or "",
        key=f"password_reset:{hash_link(token).hex()}",
        params={"name": user.display_name, "token": token},
        expires_in_seconds=RESET_SECONDS,
    )


@workflow(Permission.public)
def reset_password(ctx: Context, actor: Actor, *, token: str, password: str) -> None:
    """Choose a new password by a link; every session of the account ends.

    Raises `LinkDead`, `InvalidInput` on `password`, `RateLimited`.
    """
    limit(ctx, f"reset:{actor.credential.network}", 60, 900)
    owner = ctx.call_as_system(find_reset_owner, token=token)
    checked = check_new_password(password, email=owner.email, name=owner.display_name)
    ctx.call_as_system(
        apply_reset,
        token=token,
        password_hash=ctx.passwords.hash(checked),
        ip=actor.credential.ip,
    )


@query(Permission.system_maintain)
def find_reset_owner(uow: UnitOfWork, actor: Actor, *, token: str) -> Owner:
    """Return whose link it is. Raises `LinkDead`."""
    link = live_link(uow, token, EmailPurpose.reset)
    if link is None:
        raise LinkDead
    return _owner(queries.get_or_404(uow, User, link.user_id))


@query(Permission.public)
def is_reset_link(uow: UnitOfWork, actor: Actor, *, token: str) -> bool:
    """Say whether a link still works; looking changes nothing."""
    return live_link(uow, token, EmailPurpose.reset) is not None


@command(Permission.system_maintain)
def apply_reset(uow: UnitOfWork, actor: Actor, *, token: str, password_hash: str, ip: str) -> None:
    """Use the link up: new password, no session and no older link left. Raises `LinkDead`."""
    _link, user = use_link(uow, token, EmailPurpose.reset)
    caller = Actor(credential=Credential(ip=ip))
    _change_password(uow, user, password_hash, "auth:reset_password", caller)
    end_sessions(uow, LoginSession.user_id == user.id)  # type: ignore[arg-type]


@workflow(Permission.account_secure)
def change_password(ctx: Context, actor: Actor, *, current: str, password: str) -> None:
    """Change the caller's password after asking for the current one; other sessions end.

    Raises `InvalidInput` on `current` or `password`, `StepUpNeeded` for an account with a second
    factor, `Forbidden` for one without a password (it gets its first by mail), `RateLimited`.
    """
    owner = _checked_owner(ctx, actor, current)
    if owner.password_hash is None:
        raise Forbidden("error.no_password")
    checked = check_new_password(password, email=owner.email, name=owner.display_name)
    ctx.call(apply_password_change, before=owner.password_hash, after=ctx.passwords.hash(checked))


@command(Permission.account_secure)
def apply_password_change(uow: UnitOfWork, actor: Actor, *, before: str, after: str) -> None:
    """Store the new hash unless the password was changed meanwhile; end the other sessions."""
    user = queries.get_or_404(uow, User, actor.person, lock=True)
    if user.password_hash != before:
        raise InvalidInput("error.current_password", fields={"current": "error.current_password"})
    _change_password(uow, user, after, "auth:change_password", actor)
    end_sessions(
        uow,
        sa.and_(LoginSession.user_id == user.id, LoginSession.id != actor.session_id),  # type: ignore[arg-type]
    )


@workflow(Permission.account_secure)
def change_email(ctx: Context, actor: Actor, *, email: str, current: str = "") -> None:
    """Ask for another address: a link goes there, a notice to the old one; nothing changes yet.

    An address that is somebody's gets no link, and the caller is not told. Raises `InvalidInput`
    on `email` or `current`, `StepUpNeeded` for an account with a second factor or without a
    password, `RateLimited`.
    """
    limit(ctx, f"change-email:{actor.person}", 5, 3600)
    address = normalise_email(email)
    _checked_owner(ctx, actor, current)
    if may_mail(ctx, email_key(address)):
        ctx.call_as_system(send_change, actor.person, address)


@command(Permission.system_maintain)
def send_change(uow: UnitOfWork, actor: Actor, user_id: UUID, address: str) -> None:
    """Post the link to the new address and the notice to the old one."""
    user = queries.get_or_404(uow, User, user_id, lock=True)
    key = email_key(address)
    taken = uow.session.execute(
        sa.select(User.id).where(  # type: ignore[call-overload]
            User.email_key == key, User.id != user_id, User.email_verified_at.is_not(None)
        )
    ).first()
    token = make_link(uow, user.id, user.email_key, EmailPurpose.change, new_email=address)
    occasion = hash_link(token).hex()
    if not taken:
        post_mail(
            uow,
            template="email_change_confirm",
            user_id=user.id,
            to=address,
            language=user.language or "",
            key=f"email_change_confirm:{occasion}",
            params={"token": token},
            expires_in_seconds=VERIFY_SECONDS,
        )
    if user.email:
        post_mail(
            uow,
            template="email_change_notice",
            user_id=user.id,
            to=user.email,
            language=user.language or "",
            key=f"email_change_notice:{occasion}",
            params={"name": user.display_name, "email": mask_email(address)},
            expires_in_seconds=VERIFY_SECONDS,
        )


@query(Permission.account_secure)
def get_password_owner(uow: UnitOfWork, actor: Actor) -> tuple[Owner, bool]:
    """Return the caller's account as a change of password needs it (stays in the service), and
    whether it has a second factor."""
    owner = _owner(queries.get_or_404(uow, User, actor.person))
    return owner, has_second_factor(uow, actor.person)


def _checked_owner(ctx: Context, actor: Actor, current: str) -> Owner:
    """Return the caller's account once they gave everything it asks for: its password, and a
    fresh proof where it has a second factor or nothing else (ASVS 7.5.1)."""
    limit(ctx, f"current-password:{actor.person}", 10, 300)
    owner, is_protected = ctx.call(get_password_owner)
    if is_protected or owner.password_hash is None:
        actor.ensure(Permission.account_secure, step_up=True)
    if owner.password_hash is None:
        return owner
    candidate = normalise_password(current[:1024].encode("utf-8", "replace").decode())
    if not ctx.passwords.verify(candidate, owner.password_hash)[0]:
        raise InvalidInput("error.current_password", fields={"current": "error.current_password"})
    return owner


def _owner(user: User) -> Owner:
    return Owner(user.id, user.email, user.display_name, user.password_hash)


def _change_password(
    uow: UnitOfWork, user: User, password_hash: str, action: str, actor: Actor
) -> None:
    changes = {"password": (SET, RENEWED) if user.password_hash else (NONE, SET)}
    user.password_hash = password_hash
    uow.add(user)
    kill_links(uow, user.id)
    audit.record(uow, actor, action, user.id, changes=changes, acted_as=user.id)
    if user.email:
        post_mail(
            uow,
            template="password_changed",
            user_id=user.id,
            to=user.email,
            language=user.language or "",
            key=f"password_changed:{secrets.token_hex(16)}",
            params={"name": user.display_name},
            expires_in_seconds=7 * VERIFY_SECONDS,
        )
