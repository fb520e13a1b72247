"""An account's second factors: the authenticator app, recovery codes, and what is on."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa

from lms_app.core import clock
from lms_app.core.actor import Actor
from lms_app.core.errors import Conflict
from lms_app.core.permissions import Permission
from lms_app.core.use_case import command, query, workflow
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import Passkey, TotpFactor, User
from lms_app.services.auth.codes import (
    WrongCode,
    count_recovery_codes,
    drop_recovery_codes,
    issue_recovery_codes,
    open_secret,
    seal_secret,
)
from lms_app.services.auth.entering import has_second_factor
from lms_app.services.auth.limiting import limit
from lms_app.services.auth.second_factor_views import (
    NewAuthenticator,
    PasskeyRow,
    SecondFactors,
)
from lms_app.services.auth.security_record import record_change
from lms_app.services.auth.totp import matching_step, new_secret, setup_picture, setup_uri
from lms_app.services.context import Context

SITE = "Margin"
# How long a secret that was shown may be confirmed.
SETUP_SECONDS = 900


@query(Permission.account_secure)
def get_second_factors(uow: UnitOfWork, actor: Actor) -> SecondFactors:
    """Return how the caller's account is protected. 3 queries."""
    since = uow.session.execute(
        sa.select(TotpFactor.confirmed_at).where(
            TotpFactor.user_id == actor.person, TotpFactor.confirmed_at.is_not(None)
        )
    ).scalar()
    keys = uow.session.execute(
        sa.select(Passkey).where(Passkey.user_id == actor.person).order_by(Passkey.created_at)
    ).scalars()
    return SecondFactors(
        has_app=since is not None,
        app_since=since.isoformat() if since else "",
        passkeys=[
            PasskeyRow(
                id=str(key.id),
                name=key.name,
                created_at=key.created_at.isoformat(),
                last_used_at=key.last_used_at.isoformat() if key.last_used_at else "",
            )
            for key in keys
        ],
        recovery_codes_left=count_recovery_codes(uow, actor.person),
    )


@command(Permission.account_secure, step_up=True)
def begin_authenticator(uow: UnitOfWork, actor: Actor) -> NewAuthenticator:
    """Make a secret for an app that is being set up; one made before and not confirmed is gone."""
    email = uow.session.execute(
        sa.select(User.email).where(User.id == actor.person).with_for_update()
    ).scalar_one()
    uow.session.execute(
        sa.delete(TotpFactor).where(
            TotpFactor.user_id == actor.person, TotpFactor.confirmed_at.is_(None)
        )
    )
    secret = new_secret()
    row = TotpFactor(user_id=actor.person, sealed_secret=b"")
    row.sealed_secret = seal_secret(uow, row.id, secret)
    uow.add(row)
    picture = setup_picture(setup_uri(secret, email or SITE, SITE))
    return NewAuthenticator(secret=secret, picture=picture)


@workflow(Permission.account_secure, step_up=True)
def confirm_authenticator(ctx: Context, actor: Actor, *, code: str) -> tuple[str, ...]:
    """Turn the app on with its first code, in place of an earlier one; return recovery codes.

    They are only returned when the account had none: with its first second factor. Raises
    `WrongCode`, `RateLimited`.
    """
    limit(ctx, f"proof:{actor.person}:{actor.credential.network}", 10, 300)
    codes: tuple[str, ...] = ctx.call(turn_on_authenticator, code=code)
    return codes


@command(Permission.account_secure, step_up=True)
def turn_on_authenticator(uow: UnitOfWork, actor: Actor, *, code: str) -> tuple[str, ...]:
    """Do what `confirm_authenticator` asks for."""
    row = uow.session.execute(
        sa.select(TotpFactor)
        .where(
            TotpFactor.user_id == actor.person,
            TotpFactor.confirmed_at.is_(None),
            TotpFactor.created_at > clock.now() - timedelta(seconds=SETUP_SECONDS),
        )
        .with_for_update()
    ).scalar_one_or_none()
    if row is None:
        raise Conflict("error.setup_over")
    typed = "".join(code[:64].split())
    step = matching_step(open_secret(uow, row.id, row.sealed_secret), typed, clock.now())
    if step is None:
        raise WrongCode
    _delete_app(uow, actor.person)
    row.confirmed_at, row.last_used_step = clock.now(), step
    uow.add(row)
    record_change(uow, actor, "app_on")
    return get_first_recovery_codes(uow, actor)


@command(Permission.account_secure, step_up=True)
def turn_off_authenticator(uow: UnitOfWork, actor: Actor) -> None:
    """Take the app off the account; with the last second factor its recovery codes go too."""
    if _delete_app(uow, actor.person):
        forget_unneeded_codes(uow, actor.person)
        record_change(uow, actor, "app_off")


@command(Permission.account_secure, step_up=True)
def renew_recovery_codes(uow: UnitOfWork, actor: Actor) -> tuple[str, ...]:
    """Return ten new recovery codes; earlier ones work no more. Raises `Conflict` without a factor."""
    if not has_second_factor(uow, actor.person):
        raise Conflict("error.no_second_factor")
    codes = issue_recovery_codes(uow, actor.person)
    record_change(uow, actor, "codes_renewed")
    return codes


@command(Permission.account_secure, step_up=True)
def get_first_recovery_codes(uow: UnitOfWork, actor: Actor) -> tuple[str, ...]:
    """Return recovery codes for an account whose first second factor was just added, else none."""
    if not has_second_factor(uow, actor.person) or count_recovery_codes(uow, actor.person):
        return ()
    return issue_recovery_codes(uow, actor.person)


def forget_unneeded_codes(uow: UnitOfWork, user_id: UUID) -> None:
    """Delete recovery codes once nothing is left that they could stand in for."""
    if not has_second_factor(uow, user_id):
        drop_recovery_codes(uow, user_id)


def _delete_app(uow: UnitOfWork, user_id: UUID) -> bool:
    gone = uow.session.execute(
        sa.delete(TotpFactor)
        .where(TotpFactor.user_id == user_id, TotpFactor.confirmed_at.is_not(None))
        .returning(TotpFactor.id)
    ).all()
    return bool(gone)
