"""Proving anew who is there: what matters asks for it (`step_up=True`)."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import sqlalchemy as sa

from lms_app.core.actor import Actor
from lms_app.core.errors import Forbidden, NotAuthenticated
from lms_app.core.permissions import Permission
from lms_app.core.use_case import command, query, workflow
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import Passkey, TotpFactor, User
from lms_app.services.auth.codes import WrongCode, count_recovery_codes, spend_code
from lms_app.services.auth.entering import has_second_factor
from lms_app.services.auth.limiting import limit
from lms_app.services.auth.passwords import normalise_password
from lms_app.services.auth.registration import WrongPassword
from lms_app.services.auth.renewal import prove_anew
from lms_app.services.auth.second_factor_views import ProofChoices
from lms_app.services.auth.views import SignedIn
from lms_app.services.context import Context


def proof_choices(uow: UnitOfWork, user_id: UUID) -> ProofChoices:
    """Return by what somebody can prove who they are. 2 queries."""
    app = sa.exists().where(TotpFactor.user_id == user_id, TotpFactor.confirmed_at.is_not(None))
    passkey = sa.exists().where(Passkey.user_id == user_id)
    row = uow.session.execute(
        sa.select(
            User.password_hash.is_not(None).label("has_password"),
            app.label("has_app"),
            passkey.label("has_passkey"),
        ).where(User.id == user_id)
    ).one()
    return ProofChoices(
        has_password=row.has_password and not (row.has_app or row.has_passkey),
        has_app=row.has_app,
        has_passkey=row.has_passkey,
        has_recovery_codes=count_recovery_codes(uow, user_id) > 0,
    )


@query(Permission.account_secure)
def get_proof_choices(uow: UnitOfWork, actor: Actor) -> ProofChoices:
    """Return by what the caller can prove who they are. 3 queries."""
    email = uow.session.execute(
        sa.select(User.email).where(User.id == actor.person, User.email_verified_at.is_not(None))
    ).scalar()
    return replace(proof_choices(uow, actor.person), email=email or "")


@query(Permission.account_secure, step_up=True)
def ensure_proved(uow: UnitOfWork, actor: Actor) -> None:
    """Raise `StepUpNeeded` unless the caller proved who they are within five minutes.

    For pages that are about to ask for something that would be lost on the way to the proof.
    """


@workflow(Permission.account_secure)
def prove_by_password(ctx: Context, actor: Actor, *, password: str) -> SignedIn:
    """Step up by the password; the token changes. Only for an account without a second factor.

    Raises `WrongPassword`, `Forbidden`, `RateLimited`.
    """
    _limit(ctx, actor)
    hashed: str | None = ctx.call_as_system(find_own_hash, user_id=actor.person)
    candidate = normalise_password(password[:1024].encode("utf-8", "replace").decode())
    valid, _ = ctx.passwords.verify(candidate, hashed)
    if not valid:
        raise WrongPassword
    return ctx.call_as_system(finish_proof, caller=actor, by_password=True)


@workflow(Permission.account_secure)
def prove_by_code(ctx: Context, actor: Actor, *, code: str) -> SignedIn:
    """Step up by a code of the app or a recovery code; the token changes.

    Raises `WrongCode`, `RateLimited`.
    """
    _limit(ctx, actor)
    return ctx.call_as_system(finish_proof, caller=actor, code=code)


@query(Permission.system_maintain)
def find_own_hash(uow: UnitOfWork, actor: Actor, *, user_id: UUID) -> str | None:
    """Return somebody's password hash."""
    found: str | None = uow.session.execute(
        sa.select(User.password_hash).where(User.id == user_id)
    ).scalar_one()
    return found


@command(Permission.system_maintain)
def finish_proof(
    uow: UnitOfWork, actor: Actor, *, caller: Actor, by_password: bool = False, code: str = ""
) -> SignedIn:
    """Renew the caller's session with a fresh proof, once it is one.

    Raises `WrongCode`, `Forbidden` for a password where more is asked for, `NotAuthenticated`.
    """
    if caller.session_id is None:
        raise NotAuthenticated
    if by_password and has_second_factor(uow, caller.person):
        raise Forbidden
    if not by_password and not spend_code(uow, caller.person, code):
        raise WrongCode
    return SignedIn(token=prove_anew(uow, caller.session_id), user_id=str(caller.person))


def _limit(ctx: Context, actor: Actor) -> None:
    limit(ctx, f"proof:{actor.person}:{actor.credential.network}", 10, 300)
    limit(ctx, f"proof-of:{actor.person}", 100, 86_400)
