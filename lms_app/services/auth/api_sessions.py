"""Clients of the API: signing in, staying signed in, and being ended by their owner."""

from __future__ import annotations

from uuid import UUID

from lms_app.core.actor import Actor
from lms_app.core.errors import NotAuthenticated
from lms_app.core.permissions import Permission
from lms_app.core.use_case import command, workflow
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import LoginSession, SessionKind
from lms_app.services.auth.access_tokens import issue_access
from lms_app.services.auth.api_views import Tokens
from lms_app.services.auth.entering import start_session
from lms_app.services.auth.limiting import limit
from lms_app.services.auth.refresh_tokens import (
    REFRESH_DAYS,
    Chain,
    Rotation,
    Turn,
    open_chain,
    rotate,
    successor_of,
)
from lms_app.services.auth.registration import WrongPassword, check_password
from lms_app.services.auth.sessions import end_sessions
from lms_app.services.auth.signing_keys import ACCESS_SECONDS, current_key
from lms_app.services.auth.views import SignedIn
from lms_app.services.context import Context

LONGEST_REFRESH_TOKEN = 64


class SecondFactorRequired(NotAuthenticated):
    """The password was right; `handle` names the sign-in that waits for its second step."""

    def __init__(self, handle: str) -> None:
        super().__init__("error.second_factor_required")
        self.handle = handle


@workflow(Permission.public)
def sign_in_client(ctx: Context, actor: Actor, *, email: str, password: str) -> Tokens:
    """Check address and password and open a session of the API.

    Raises `NotAuthenticated` for a wrong password, `SecondFactorRequired` for an account that has
    one, `RateLimited`.
    """
    try:
        checked = check_password(ctx, actor, email=email, password=password)
        signed_in: SignedIn = ctx.call_as_system(
            start_session,
            user_id=checked.user_id,
            caller=actor,
            new_hash=checked.new_hash,
            checked_hash=checked.hashed,
            method="password",
            kind=SessionKind.api,
        )
    except WrongPassword as error:
        raise NotAuthenticated(error.key) from error
    if not signed_in.is_complete:
        raise SecondFactorRequired(signed_in.token)
    return open_tokens(ctx, signed_in.token)


def open_tokens(ctx: Context, session_token: str) -> Tokens:
    """Return the first tokens of a session of the API that has everything it needs."""
    chain: Chain = ctx.call_as_system(open_chain, session_token=session_token)
    return _tokens(ctx, chain.refresh_token, chain.user_id, chain.session_id)


@workflow(Permission.public)
def refresh_client(ctx: Context, actor: Actor, *, refresh_token: str) -> Tokens:
    """Change a refresh token for the next one and a fresh access token.

    A second use ends the session (within ten seconds the same client gets the same answer again).
    Raises `NotAuthenticated` for what is no live refresh token, `RateLimited`.
    """
    limit(ctx, f"refresh-from:{actor.credential.network}", 600, 60)
    presented = refresh_token[:LONGEST_REFRESH_TOKEN]
    successor = successor_of(presented, ctx.settings.secret_key)
    done: Rotation = ctx.call_as_system(
        rotate, presented=presented, successor=successor, caller=actor
    )
    if done.user_id is None or done.session_id is None or done.turn is Turn.reused:
        raise NotAuthenticated("error.refresh_token")
    return _tokens(ctx, successor, done.user_id, done.session_id)


@command(Permission.api_key_manage)
def sign_out_client(uow: UnitOfWork, actor: Actor) -> None:
    """End the session whose access token the caller presents; a key has none to end."""
    if actor.session_id is not None:
        end_sessions(uow, LoginSession.id == actor.session_id)


def _tokens(ctx: Context, refresh_token: str, user_id: UUID, session_id: UUID) -> Tokens:
    access = issue_access(
        current_key(ctx), ctx.settings.site_url, user_id=user_id, session_id=session_id
    )
    return Tokens(
        access_token=access,
        expires_in_seconds=ACCESS_SECONDS,
        refresh_token=refresh_token,
        refresh_expires_in_seconds=REFRESH_DAYS * 86_400,
    )
