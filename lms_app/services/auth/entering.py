"""The one way to open a session after any first factor: password, OAuth, passkey, API."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa

from lms_app.core.actor import Actor
from lms_app.core.permissions import Permission
from lms_app.core.use_case import command
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import LoginSession, Passkey, SessionKind, TotpFactor, User
from lms_app.services.auth.sessions import end_sessions, hash_token, open_session
from lms_app.services.auth.views import SignedIn


@command(Permission.system_maintain)
def start_session(
    uow: UnitOfWork,
    actor: Actor,
    *,
    user_id: UUID,
    caller: Actor,
    new_hash: str | None = None,
    method: str = "password",
    kind: SessionKind = SessionKind.web,
    is_strong: bool = False,
) -> SignedIn:
    """Open a session after a checked first factor; what the caller held before ends (rotation).

    An account with a second factor gets a session that awaits it, unless the first factor
    `is_strong` (a passkey that verified its person). `new_hash` replaces the password's.
    """
    if new_hash:
        uow.session.execute(
            sa.update(User).where(User.id == user_id).values(password_hash=new_hash)
        )
    held = caller.credential.session_token
    if held:
        end_sessions(uow, LoginSession.token_hash == hash_token(held))  # type: ignore[arg-type]
    awaits = not is_strong and has_second_factor(uow, user_id)
    token = open_session(
        uow, user_id, caller.credential, method=method, kind=kind, awaits_second_factor=awaits
    )
    return SignedIn(token=token, user_id=str(user_id), is_complete=not awaits)


def has_second_factor(uow: UnitOfWork, user_id: UUID) -> bool:
    """Tell whether the account asks for more than a first factor. 1 query."""
    app = sa.select(TotpFactor.id).where(  # type: ignore[call-overload]
        TotpFactor.user_id == user_id,
        TotpFactor.confirmed_at.is_not(None),  # type: ignore[union-attr]
    )
    passkey = sa.select(Passkey.id).where(Passkey.user_id == user_id)  # type: ignore[call-overload]
    return bool(uow.session.execute(sa.select(app.exists() | passkey.exists())).scalar())
