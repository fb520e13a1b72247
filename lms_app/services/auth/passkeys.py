"""Passkeys: made, used to sign in and as a proof, renamed, removed (WebAuthn level 2)."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa

from lms_app.core import clock
from lms_app.core.actor import Actor
from lms_app.core.errors import Conflict, InvalidInput, NotAuthenticated, NotFound
from lms_app.core.permissions import Permission
from lms_app.core.text import clean_line
from lms_app.core.use_case import command, workflow
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import ChallengePurpose, LoginSession, Passkey, User
from lms_app.services.auth.devices import device_label
from lms_app.services.auth.entering import start_session
from lms_app.services.auth.identities import ways_in
from lms_app.services.auth.limiting import limit
from lms_app.services.auth.passkey_answers import (
    KnownKey,
    MadeKey,
    verified_key,
    verified_new_key,
)
from lms_app.services.auth.passkey_challenges import (
    PASSKEYS_AT_MOST,
    Asked,
    PasskeyRefused,
    take_challenge,
)
from lms_app.services.auth.renewal import prove_anew
from lms_app.services.auth.second_factors import forget_unneeded_codes
from lms_app.services.auth.security_record import record_change
from lms_app.services.auth.sessions import hash_token
from lms_app.services.auth.views import SignedIn
from lms_app.services.context import Context

NAME_LENGTH = 80


@workflow(Permission.public)
def sign_in_with_passkey(ctx: Context, actor: Actor, *, answer: str, browser: str) -> SignedIn:
    """Sign in with a passkey that verified its person: both factors at once.

    As the second step of a sign-in, it has to be a key of that account. Raises `PasskeyRefused`,
    `RateLimited`.
    """
    key, _ = verified_key(ctx, actor, ChallengePurpose.sign_in, answer, browser)
    return ctx.call_as_system(enter_by_passkey, key=key, caller=actor)


@workflow(Permission.account_secure)
def prove_by_passkey(ctx: Context, actor: Actor, *, answer: str, browser: str) -> SignedIn:
    """Step up by a passkey of the caller's; the token changes. Raises `PasskeyRefused`."""
    key, asked = verified_key(ctx, actor, ChallengePurpose.confirm, answer, browser)
    if key.user_id != actor.user_id or asked.user_id != actor.user_id:
        raise PasskeyRefused
    return ctx.call_as_system(finish_passkey_proof, caller=actor)


@workflow(Permission.account_secure, step_up=True)
def add_passkey(ctx: Context, actor: Actor, *, answer: str, browser: str, name: str) -> None:
    """Keep a passkey the caller's browser just made.

    Raises `PasskeyRefused`, `InvalidInput` for a bad name or one too many, `RateLimited`.
    """
    limit(ctx, f"passkey:{actor.credential.network}", 60, 300)
    shown = clean_line(
        name or device_label(actor.credential.user_agent) or "Passkey", "name", maximum=NAME_LENGTH
    )
    asked: Asked | None = ctx.call_as_system(
        take_challenge, purpose=ChallengePurpose.register, browser=browser
    )
    if asked is None or asked.user_id != actor.user_id:
        raise PasskeyRefused
    made = verified_new_key(ctx, asked.challenge, answer)
    ctx.call(store_passkey, made=made, name=shown)


@command(Permission.account_secure, step_up=True)
def store_passkey(uow: UnitOfWork, actor: Actor, *, made: MadeKey, name: str) -> None:
    """Store what `add_passkey` verified."""
    _hold(uow, actor.person)
    count = uow.session.execute(
        sa.select(sa.func.count()).select_from(Passkey).where(Passkey.user_id == actor.person)
    ).scalar_one()
    if count >= PASSKEYS_AT_MOST:
        raise InvalidInput("error.passkeys_full", maximum=PASSKEYS_AT_MOST)
    uow.add(
        Passkey(
            user_id=actor.person,
            credential_id=made.credential_id,
            public_key=made.public_key,
            sign_count=made.sign_count,
            transports=list(made.transports),
            is_backed_up=made.is_backed_up,
            name=name,
        )
    )
    record_change(uow, actor, "passkey_added", changes={"passkey": (None, name)})


@command(Permission.account_secure)
def rename_passkey(uow: UnitOfWork, actor: Actor, passkey_id: UUID, *, name: str) -> None:
    """Give one of the caller's passkeys another name. Raises `NotFound`, `InvalidInput`."""
    shown = clean_line(name, "name", maximum=NAME_LENGTH)
    renamed = uow.session.execute(
        sa.update(Passkey)
        .where(Passkey.id == passkey_id, Passkey.user_id == actor.person)
        .values(name=shown)
        .returning(Passkey.id)
    ).scalar()
    if renamed is None:
        raise NotFound


@command(Permission.account_secure, step_up=True)
def remove_passkey(uow: UnitOfWork, actor: Actor, passkey_id: UUID) -> None:
    """Remove one of the caller's passkeys, never the last way in. Raises `NotFound`, `Conflict`."""
    _hold(uow, actor.person)
    gone = uow.session.execute(
        sa.delete(Passkey)
        .where(Passkey.id == passkey_id, Passkey.user_id == actor.person)
        .returning(Passkey.name)
    ).scalar()
    if gone is None:
        raise NotFound
    if ways_in(uow, actor.person).count == 0:
        raise Conflict("error.last_way_in")
    forget_unneeded_codes(uow, actor.person)
    record_change(uow, actor, "passkey_removed", changes={"passkey": (gone, None)})


@command(Permission.system_maintain)
def enter_by_passkey(uow: UnitOfWork, actor: Actor, *, key: KnownKey, caller: Actor) -> SignedIn:
    """Open the session of `sign_in_with_passkey`."""
    waiting = uow.session.execute(
        sa.select(LoginSession.user_id).where(
            LoginSession.token_hash == hash_token(caller.credential.session_token),
            LoginSession.awaits_second_factor.is_(True),
            LoginSession.ended_at.is_(None),
            LoginSession.expires_at > clock.now(),
        )
    ).scalar()
    if waiting is not None and waiting != key.user_id:
        raise PasskeyRefused
    return start_session(
        uow, actor, user_id=key.user_id, caller=caller, method="passkey", is_strong=True
    )


@command(Permission.system_maintain)
def finish_passkey_proof(uow: UnitOfWork, actor: Actor, *, caller: Actor) -> SignedIn:
    """Renew the session of `prove_by_passkey`."""
    if caller.session_id is None:
        raise NotAuthenticated
    return SignedIn(token=prove_anew(uow, caller.session_id), user_id=str(caller.person))


def _hold(uow: UnitOfWork, user_id: UUID) -> None:
    """Hold the person's row: of two ways in that are taken away at once, one stays."""
    uow.session.execute(sa.select(User.id).where(User.id == user_id).with_for_update())
