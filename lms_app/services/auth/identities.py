"""Who is whom at a provider: found, linked, taken away. Nobody is ever linked by an address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from lms_app.core import clock
from lms_app.core.actor import Actor
from lms_app.core.errors import Conflict, Forbidden, NotAuthenticated, NotFound
from lms_app.core.permissions import Permission
from lms_app.core.use_case import command, query, workflow
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import OAuthIdentity, Passkey, User, UserStatus
from lms_app.ports.identity_provider import Identity, IdentityProvider
from lms_app.services.auth.entering import has_second_factor
from lms_app.services.auth.renewal import prove_anew
from lms_app.services.auth.telling import tell
from lms_app.services.auth.views import SignedIn
from lms_app.services.context import Context
from lms_app.services.user import email_key

FRESH = timedelta(seconds=120)


@dataclass(frozen=True)
class LinkedAccount:
    """One provider on a person's own settings page; `email` is what it told when linked.

    `can_confirm`: it can be asked to have the person prove themselves again.
    """

    provider: str
    label: str
    is_linked: bool
    email: str = ""
    linked_at: str = ""
    is_last_way_in: bool = False
    can_confirm: bool = False


@dataclass(frozen=True)
class OwnIdentity:
    """A row of `ways_in`."""

    provider: str
    email: str
    linked_at: datetime


@dataclass(frozen=True)
class WaysIn:
    """What somebody can sign in with."""

    identities: tuple[OwnIdentity, ...]
    has_password: bool
    passkeys: int

    @property
    def count(self) -> int:
        """How many there are; the last may not be taken away."""
        return len(self.identities) + self.passkeys + int(self.has_password)


@workflow(Permission.identity_manage)
def list_linked_accounts(ctx: Context, actor: Actor) -> list[LinkedAccount]:
    """Return every configured provider, and those once linked that are configured no more."""
    ways: WaysIn = ctx.call(own_ways_in)
    linked = {row.provider: row for row in ways.identities}
    keys = (*ctx.providers, *(key for key in linked if key not in ctx.providers))
    return [
        _account(key, ctx.providers.get(key), linked.get(key), is_last=ways.count == 1)
        for key in keys
    ]


def _account(
    key: str, provider: IdentityProvider | None, row: OwnIdentity | None, *, is_last: bool
) -> LinkedAccount:
    label = provider.label if provider else key.capitalize()
    if row is None:
        return LinkedAccount(key, label, is_linked=False)
    return LinkedAccount(
        key,
        label,
        is_linked=True,
        email=row.email,
        linked_at=row.linked_at.isoformat(),
        is_last_way_in=is_last,
        can_confirm=provider is not None and provider.can_reauthenticate,
    )


@query(Permission.identity_manage)
def own_ways_in(uow: UnitOfWork, actor: Actor) -> WaysIn:
    """Return what the caller can sign in with. 2 queries."""
    return ways_in(uow, actor.person)


def ways_in(uow: UnitOfWork, user_id: UUID) -> WaysIn:
    """Return what somebody can sign in with."""
    rows = uow.session.execute(
        sa.select(
            OAuthIdentity.provider,
            OAuthIdentity.email,
            OAuthIdentity.created_at,
        )
        .where(OAuthIdentity.user_id == user_id)
        .order_by(OAuthIdentity.created_at)
    ).all()
    passkeys = (
        sa.select(sa.func.count())
        .select_from(Passkey)
        .where(Passkey.user_id == user_id)
        .scalar_subquery()
    )
    person = uow.session.execute(
        sa.select(
            User.password_hash.is_not(None).label("has_password"), passkeys.label("passkeys")
        ).where(User.id == user_id)
    ).one()
    return WaysIn(
        tuple(OwnIdentity(*row) for row in rows), bool(person.has_password), person.passkeys
    )


@dataclass(frozen=True)
class Known:
    """What this site knows of somebody at a provider."""

    user_id: UUID | None
    is_active: bool
    is_address_taken: bool


@command(Permission.system_maintain)
def recognise(uow: UnitOfWork, actor: Actor, *, provider: str, identity: Identity) -> Known:
    """Return whose identity it is, and note that it was used; else whether its proven address is
    an account's already. An address never decides who somebody is."""
    found = uow.session.execute(
        sa.update(OAuthIdentity)
        .where(
            OAuthIdentity.provider == provider,
            OAuthIdentity.subject == identity.subject[:255],
            OAuthIdentity.user_id == User.id,
        )
        .values(last_used_at=clock.now())
        .returning(User.id, User.status)
    ).first()
    if found is not None:
        return Known(found.id, found.status == UserStatus.active, is_address_taken=False)
    is_taken = False
    if identity.email and identity.is_email_verified:
        is_taken = bool(
            uow.session.execute(
                sa.select(
                    sa.exists().where(
                        User.email_key == email_key(identity.email),
                        User.email_verified_at.is_not(None),
                    )
                )
            ).scalar()
        )
    return Known(None, is_active=False, is_address_taken=is_taken)


def add_identity(uow: UnitOfWork, user_id: UUID, provider: str, identity: Identity) -> None:
    """Link in the caller's transaction; the unique keys decide races.

    Raises `Conflict` when it is linked to somebody else, or this person has one of the provider.
    """
    added = uow.session.execute(
        insert(OAuthIdentity)
        .values(
            **OAuthIdentity(
                user_id=user_id,
                provider=provider,
                subject=identity.subject,
                email=identity.email[:254],
                last_used_at=clock.now(),
            ).model_dump()
        )
        .on_conflict_do_nothing()
        .returning(OAuthIdentity.id)
    ).scalar()
    if added is None:
        raise Conflict("error.oauth_linked_elsewhere")


@command(Permission.identity_manage)
def link_identity(
    uow: UnitOfWork, actor: Actor, *, provider: str, label: str, identity: Identity
) -> None:
    """Let the caller sign in with this identity from now on; they are told by mail.

    The step-up was asked for when the flow began, and the flow is bound to that session.
    """
    person = _locked(uow, actor.person)
    add_identity(uow, person.id, provider, identity)
    tell(uow, person.id, "account_linked", key=f"account_linked:{uuid4()}", provider=label)


@command(Permission.identity_manage)
def confirm_by_identity(
    uow: UnitOfWork, actor: Actor, *, provider: str, identity: Identity
) -> SignedIn:
    """Count the caller as stepped up: they have just proved themselves at a provider of theirs.

    The token changes. Not with an account that has a second factor: that one is asked for. Raises
    `Forbidden`, `NotAuthenticated`.
    """
    proved_at = identity.authenticated_at
    is_fresh = proved_at is not None and clock.now() - proved_at <= FRESH
    is_theirs = uow.session.execute(
        sa.select(
            sa.exists().where(
                OAuthIdentity.user_id == actor.person,
                OAuthIdentity.provider == provider,
                OAuthIdentity.subject == identity.subject,
            )
        )
    ).scalar()
    if not is_fresh or not is_theirs or has_second_factor(uow, actor.person):
        raise Forbidden("error.oauth_cannot_confirm")
    if actor.session_id is None:
        raise NotAuthenticated
    return SignedIn(token=prove_anew(uow, actor.session_id), user_id=str(actor.person))


@workflow(Permission.identity_manage, step_up=True)
def unlink_identity(ctx: Context, actor: Actor, provider: str) -> str:
    """Take a way in away, never the last, and return its name; the person is told by mail.

    Raises `NotFound`, `Conflict`.
    """
    known = ctx.providers.get(provider)
    label = known.label if known else provider[:40].capitalize()
    ctx.call(take_identity_away, provider, label)
    return label


@command(Permission.identity_manage, step_up=True)
def take_identity_away(uow: UnitOfWork, actor: Actor, provider: str, label: str) -> None:
    """Do what `unlink_identity` asks for."""
    person = _locked(uow, actor.person)
    ways = ways_in(uow, person.id)
    if provider not in {row.provider for row in ways.identities}:
        raise NotFound
    if ways.count == 1:
        raise Conflict("error.last_way_in")
    uow.session.execute(
        sa.delete(OAuthIdentity).where(
            OAuthIdentity.user_id == person.id, OAuthIdentity.provider == provider
        )
    )
    tell(uow, person.id, "account_unlinked", key=f"account_unlinked:{uuid4()}", provider=label)


def _locked(uow: UnitOfWork, user_id: UUID) -> User:
    """Return the person's row, held: of two ways in that are taken away at once, one stays."""
    person: User = uow.session.execute(
        sa.select(User).where(User.id == user_id).with_for_update()
    ).scalar_one()
    return person
