"""The second step of signing in: a session that belongs to nobody becomes somebody's."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa

from lms_app.core import clock
from lms_app.core.actor import Actor
from lms_app.core.errors import DomainError
from lms_app.core.permissions import Permission
from lms_app.core.use_case import command, query, workflow
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import LoginSession, User, UserStatus
from lms_app.services.auth.codes import WrongCode, spend_code
from lms_app.services.auth.devices import note_device
from lms_app.services.auth.limiting import limit
from lms_app.services.auth.proofs import proof_choices
from lms_app.services.auth.renewal import make_whole
from lms_app.services.auth.second_factor_views import ProofChoices
from lms_app.services.auth.sessions import hash_token
from lms_app.services.auth.views import SignedIn
from lms_app.services.context import Context

WRONG_CODES_ALLOWED = 5


class SecondStepOver(DomainError):
    """No sign-in waits for this caller: it took too long, too many codes were wrong, or none began."""

    status = 401

    def __init__(self) -> None:
        super().__init__("error.second_step_over")


@query(Permission.public)
def get_second_step(uow: UnitOfWork, actor: Actor) -> ProofChoices | None:
    """Return by what the caller may take the second step; None when no sign-in waits."""
    row = uow.session.execute(_waiting(actor)).first()
    return proof_choices(uow, row.user_id) if row else None


@workflow(Permission.public)
def take_second_step(ctx: Context, actor: Actor, *, code: str) -> SignedIn:
    """Complete a sign-in with a code of the app or a recovery code; the token changes (rotation).

    Raises `SecondStepOver`, `WrongCode` (the fifth ends the sign-in), `RateLimited`.
    """
    near = actor.credential.network
    limit(ctx, f"second-step-from:{near}", 100, 300)
    user_id: UUID = ctx.call_as_system(find_waiting, caller=actor)
    limit(ctx, f"second-step:{user_id}:{near}", 10, 300)
    limit(ctx, f"second-step-of:{user_id}", 100, 86_400)
    signed_in: SignedIn | None = ctx.call_as_system(try_second_step, caller=actor, code=code)
    if signed_in is None:
        raise WrongCode
    return signed_in


@query(Permission.system_maintain)
def find_waiting(uow: UnitOfWork, actor: Actor, *, caller: Actor) -> UUID:
    """Return whose sign-in waits for its second step. Raises `SecondStepOver`."""
    row = uow.session.execute(_waiting(caller)).first()
    if row is None:
        raise SecondStepOver
    return row.user_id  # type: ignore[no-any-return]


@command(Permission.system_maintain)
def try_second_step(uow: UnitOfWork, actor: Actor, *, caller: Actor, code: str) -> SignedIn | None:
    """Complete the sign-in, or count a wrong code (which has to be committed) and return None."""
    row = uow.session.execute(_waiting(caller).with_for_update(of=LoginSession)).first()
    if row is None:
        raise SecondStepOver
    if spend_code(uow, row.user_id, code):
        note_device(uow, row.user_id, caller.credential)
        return SignedIn(token=make_whole(uow, row.id), user_id=str(row.user_id))
    failed = row.failed_codes + 1
    ended = {"ended_at": clock.now()} if failed >= WRONG_CODES_ALLOWED else {}
    uow.session.execute(
        sa.update(LoginSession)
        .where(LoginSession.id == row.id)  # type: ignore[arg-type]
        .values(failed_codes=failed, **ended)
    )
    return None


def _waiting(actor: Actor) -> sa.Select[UUID, UUID, int]:
    """The caller's sign-in that waits for its second step, of an account that may still come in."""
    return (
        sa.select(LoginSession.id, LoginSession.user_id, LoginSession.failed_codes)  # type: ignore[call-overload]
        .join(User, User.id == LoginSession.user_id)
        .where(
            LoginSession.token_hash == hash_token(actor.credential.session_token),
            LoginSession.awaits_second_factor.is_(True),  # type: ignore[attr-defined]
            LoginSession.ended_at.is_(None),  # type: ignore[union-attr]
            LoginSession.expires_at > clock.now(),
            User.status == UserStatus.active,
        )
    )
