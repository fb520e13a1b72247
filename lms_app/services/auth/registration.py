"""Signing up and signing in. Hashing happens outside transactions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from lms_app.core import clock
from lms_app.core.actor import Actor
from lms_app.core.errors import Conflict
from lms_app.core.events import UserRegistered
from lms_app.core.permissions import Permission, Role
from lms_app.core.use_case import command, query, workflow
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import RoleGrant, User, UserStatus
from lms_app.services.auth.consents import ConsentRecord, write_consents
from lms_app.services.auth.entering import WrongPassword, start_session
from lms_app.services.auth.limiting import limit
from lms_app.services.auth.passwords import normalise_password
from lms_app.services.auth.views import SignedIn
from lms_app.services.context import Context
from lms_app.services.user import email_key, normalise_email

# Of everybody together (tries, seconds): what thousands of addresses may guess between them. More
# than an ordinary machine can hash, so that nobody is locked out by it who would have been served.
TRIES_IN_ALL = (12_000, 300)


class EmailTaken(Conflict):
    """An account with this address (in any spelling) exists."""

    def __init__(self) -> None:
        super().__init__("error.email_taken", fields={"email": "error.email_taken"})


@dataclass(frozen=True)
class CheckedPassword:
    """Whose password it was, the hash it fitted, and a new one when that is outdated."""

    user_id: UUID
    hashed: str
    new_hash: str | None


def register(
    uow: UnitOfWork,
    *,
    email: str,
    display_name: str,
    password_hash: str | None,
    language: str,
    is_email_verified: bool,
    consents: Sequence[ConsentRecord],
    ip: str,
    agreed_at: datetime | None = None,
) -> UUID:
    """Make the account of somebody new in the caller's transaction, with what they agreed to.

    Whoever calls has run `check_applicant` before anything was stored. A confirmed address is
    taken from an account that only claims it; one that is only claimed belongs to nobody. Raises
    `EmailTaken`.
    """
    if is_email_verified:
        release_address(uow, email_key(email))
    user_id = create_user(
        uow,
        email=email,
        display_name=display_name,
        password_hash=password_hash,
        language=language,
        is_email_verified=is_email_verified,
    )
    write_consents(uow, user_id, consents, ip=ip, at=agreed_at)
    return user_id


def release_address(uow: UnitOfWork, key: str, *, keep: UUID | None = None) -> None:
    """Take an address from an account that only claims it: its owner has confirmed it now.

    That account stays, without an address, until its person gives it another one.
    """
    which = [User.email_key == key, User.email_verified_at.is_(None)]  # type: ignore[union-attr]
    if keep is not None:
        which.append(User.id != keep)
    nobodys = sa.func.concat("released:", sa.cast(User.id, sa.Text))
    uow.session.execute(
        sa.update(User).where(*which).values(email="", email_key=nobodys)  # type: ignore[arg-type]
    )


def create_user(
    uow: UnitOfWork,
    *,
    email: str,
    display_name: str,
    password_hash: str | None,
    language: str = "",
    roles: tuple[Role, ...] = (),
    is_email_verified: bool = True,
) -> UUID:
    """Add an account in the caller's transaction; the unique key decides races."""
    user = User(
        email=email,
        email_key=email_key(email),
        display_name=display_name,
        password_hash=password_hash,
        language=language if language in {"ko", "en"} else None,
        email_verified_at=clock.now() if is_email_verified else None,
    )
    values = user.model_dump()
    inserted = uow.session.execute(
        insert(User)
        .values(**values)
        .on_conflict_do_nothing(index_elements=["email_key"])
        .returning(User.id)
    ).scalar()
    if inserted is None:
        raise EmailTaken
    for role in roles:
        uow.add(RoleGrant(user_id=user.id, role=role))
    uow.emit(UserRegistered(user_id=user.id))
    return user.id


@workflow(Permission.public)
def sign_in(ctx: Context, actor: Actor, *, email: str, password: str) -> SignedIn:
    """Check address and password and open a fresh session.

    An unknown address, a suspended account and a wrong password give the same answer and cost
    one hash each. Raises `WrongPassword`, `RateLimited`.
    """
    checked = check_password(ctx, actor, email=email, password=password)
    return ctx.call_as_system(
        start_session,
        user_id=checked.user_id,
        caller=actor,
        new_hash=checked.new_hash,
        checked_hash=checked.hashed,
    )


def check_password(ctx: Context, actor: Actor, *, email: str, password: str) -> CheckedPassword:
    """Return whose password it is; `start_session` is told all of it.

    Counted under the same limits wherever somebody signs in. Raises `WrongPassword`, `RateLimited`.
    """
    key = email_key(email[:254])
    # Narrow for one account from one address, wide for an account and for an address: a stranger
    # must not be able to lock somebody out by guessing a few times, nor for long by many.
    limit(ctx, f"sign-in:{key}:{actor.credential.network}", 10, 300)
    limit(ctx, f"sign-in-of:{key}", 100, 900)
    limit(ctx, f"sign-in-from:{actor.credential.network}", 300, 300)
    limit(ctx, "sign-in-anywhere", *TRIES_IN_ALL)
    found = ctx.call_as_system(find_password_hash, key)
    user_id, hashed = found or (None, None)
    # Hashing costs the same however long the input is, but not its normalisation.
    candidate = normalise_password(password[:1024].encode("utf-8", "replace").decode())
    valid, replacement = ctx.passwords.verify(candidate, hashed)
    if not valid or user_id is None or hashed is None:
        raise WrongPassword
    return CheckedPassword(user_id, hashed, replacement)


@query(Permission.system_maintain)
def find_password_hash(uow: UnitOfWork, actor: Actor, key: str) -> tuple[UUID, str | None] | None:
    """Return id and hash of the active account with this address key."""
    row = uow.session.execute(
        sa.select(User.id, User.password_hash).where(
            User.email_key == key, User.status == UserStatus.active
        )
    ).first()
    return (row.id, row.password_hash) if row else None


@command(Permission.system_maintain)
def create_person(
    uow: UnitOfWork,
    actor: Actor,
    *,
    email: str,
    display_name: str,
    password_hash: str | None,
    language: str = "",
    roles: tuple[Role, ...] = (),
    is_email_verified: bool = True,
) -> str:
    """Create an account with roles (command line and seed data); return its id."""
    return str(
        create_user(
            uow,
            email=normalise_email(email),
            display_name=display_name,
            password_hash=password_hash,
            language=language,
            roles=roles,
            is_email_verified=is_email_verified,
        )
    )
