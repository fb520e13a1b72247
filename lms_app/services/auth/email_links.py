"""Links sent by mail: made, looked up, used once.

A link works for the address the account had when it was made, so that a change of address kills
every older one, whoever is faster.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa

from lms_app.core import clock
from lms_app.core.errors import InvalidInput
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import EmailPurpose, EmailToken, User, UserStatus

RESET_SECONDS = 1800
VERIFY_SECONDS = 86_400
_SECONDS = {
    EmailPurpose.reset: RESET_SECONDS,
    EmailPurpose.verify: VERIFY_SECONDS,
    EmailPurpose.change: VERIFY_SECONDS,
}


class LinkDead(InvalidInput):
    """The link was used, is too old, or never was one."""

    def __init__(self) -> None:
        super().__init__("error.link_dead")


def hash_link(token: str) -> bytes:
    """Return what is stored of a link's token (256 random bits need no salt)."""
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()


def new_link() -> str:
    """Return a token for a link."""
    return secrets.token_urlsafe(32)


def make_link(
    uow: UnitOfWork, user_id: UUID, email_key: str, purpose: EmailPurpose, *, new_email: str = ""
) -> str:
    """Store a link in the caller's transaction and return its token; older ones of its kind die."""
    token = new_link()
    kill_links(uow, user_id, purpose)
    uow.add(
        EmailToken(
            user_id=user_id,
            purpose=purpose,
            token_hash=hash_link(token),
            email_key=email_key,
            new_email=new_email,
            expires_at=clock.now() + timedelta(seconds=_SECONDS[purpose]),
        )
    )
    return token


def live_link(uow: UnitOfWork, token: str, *purposes: EmailPurpose) -> EmailToken | None:
    """Return the link as long as it would work; using it up is `use_link`."""
    return uow.session.execute(
        sa.select(EmailToken)
        .join(User, User.id == EmailToken.user_id)  # type: ignore[arg-type]
        .where(*_alive(token, purposes))
    ).scalar()


def use_link(uow: UnitOfWork, token: str, *purposes: EmailPurpose) -> tuple[EmailToken, User]:
    """Use a link up and return it with its account, whose row is held. Raises `LinkDead`.

    The account is locked before the link is looked at: of two links of one account, or one used
    twice, the second sees what the first has done.
    """
    user_id = uow.session.execute(
        sa.select(EmailToken.user_id).where(EmailToken.token_hash == hash_link(token))  # type: ignore[call-overload]
    ).scalar()
    user = uow.session.get(User, user_id, with_for_update=True) if user_id else None
    if user is None:
        raise LinkDead
    found = live_link(uow, token, *purposes)
    if found is None or found.user_id != user.id:
        raise LinkDead
    found.used_at = clock.now()
    uow.add(found)
    return found, user


def kill_links(uow: UnitOfWork, user_id: UUID, *purposes: EmailPurpose) -> None:
    """Make an account's links unusable: all, or those of some purposes."""
    which = [EmailToken.user_id == user_id, EmailToken.used_at.is_(None)]  # type: ignore[union-attr]
    if purposes:
        which.append(EmailToken.purpose.in_(purposes))  # type: ignore[attr-defined]
    uow.session.execute(sa.update(EmailToken).where(*which).values(used_at=clock.now()))  # type: ignore[arg-type]


def _alive(token: str, purposes: tuple[EmailPurpose, ...]) -> list[sa.ColumnElement[bool]]:
    return [
        EmailToken.token_hash == hash_link(token),
        EmailToken.purpose.in_(purposes),  # type: ignore[attr-defined]
        EmailToken.used_at.is_(None),  # type: ignore[union-attr]
        EmailToken.expires_at > clock.now(),
        EmailToken.email_key == User.email_key,
        User.status == UserStatus.active,
    ]  # type: ignore[list-item]
