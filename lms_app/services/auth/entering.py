"""The one way to open a session after any first factor: password, OAuth, passkey, API."""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa

from lms_app.core.actor import Actor
from lms_app.core.errors import InvalidInput
from lms_app.core.permissions import Permission
from lms_app.core.use_case import command
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import LoginSession, Passkey, SessionKind, TotpFactor, User, UserStatus
from lms_app.services.auth.devices import note_device
from lms_app.services.auth.sessions import end_sessions, hash_token, open_session
from lms_app.services.auth.views import SignedIn
from lms_app.services.user import chosen_looks


class WrongPassword(InvalidInput):
    """Address or password is wrong; which of them is not said."""

    def __init__(self) -> None:
        super().__init__("error.wrong_password")


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
    checked_hash: str | None = None,
) -> SignedIn:
    """Open a session after a checked first factor; what the caller held before ends (rotation).

    An account with a second factor gets a session that awaits it, unless the first factor
    `is_strong` (a passkey that verified its person). `new_hash` replaces the password's, if it is
    still the one that was checked (`checked_hash`). Raises `WrongPassword` when the account was
    suspended, or its password changed, since the factor was checked.
    """
    _hold(uow, user_id, checked_hash, is_to_change=bool(new_hash))
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
    if not awaits:
        note_device(uow, user_id, caller.credential)
    language, theme = chosen_looks(uow, user_id)
    return SignedIn(
        token=token,
        user_id=str(user_id),
        is_complete=not awaits,
        language=language,
        theme=theme,
    )


def _hold(uow: UnitOfWork, user_id: UUID, checked_hash: str | None, *, is_to_change: bool) -> None:
    """Keep the account as it is until the session is there: who suspends it, or changes its
    password, then finds the session and ends it."""
    found = uow.session.execute(
        sa.select(User.status, User.password_hash)  # type: ignore[call-overload]
        .where(User.id == user_id)
        .with_for_update(read=not is_to_change)
    ).first()
    is_changed = checked_hash is not None and found and found.password_hash != checked_hash
    if found is None or found.status is not UserStatus.active or is_changed:
        raise WrongPassword


def has_second_factor(uow: UnitOfWork, user_id: UUID) -> bool:
    """Tell whether the account asks for more than a first factor. 1 query."""
    app = sa.select(TotpFactor.id).where(  # type: ignore[call-overload]
        TotpFactor.user_id == user_id,
        TotpFactor.confirmed_at.is_not(None),  # type: ignore[union-attr]
    )
    passkey = sa.select(Passkey.id).where(Passkey.user_id == user_id)  # type: ignore[call-overload]
    return bool(uow.session.execute(sa.select(app.exists() | passkey.exists())).scalar())
