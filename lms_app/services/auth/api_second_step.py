"""What clients of the API do beside tokens: the second step of a sign-in, and the owner's sessions."""

from __future__ import annotations

from lms_app.core.actor import Actor
from lms_app.core.permissions import Permission
from lms_app.core.use_case import query, workflow
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.services.auth.api_sessions import open_tokens
from lms_app.services.auth.api_views import Tokens
from lms_app.services.auth.second_factor_views import SessionRow
from lms_app.services.auth.second_step import take_second_step
from lms_app.services.auth.session_list import list_sessions
from lms_app.services.auth.views import SignedIn
from lms_app.services.context import Context


@workflow(Permission.public)
def finish_sign_in_client(ctx: Context, actor: Actor, *, code: str) -> Tokens:
    """Take the second step of the sign-in whose handle the caller presents; open its tokens.

    Raises what `take_second_step` raises.
    """
    signed_in: SignedIn = ctx.call(take_second_step, code=code)
    return open_tokens(ctx, signed_in.token)


@query(Permission.account_secure)
def review_sessions(uow: UnitOfWork, actor: Actor) -> list[SessionRow]:
    """Return the caller's open sessions to a person, not to a key: it shows where they were."""
    return list_sessions.function(uow, actor)
