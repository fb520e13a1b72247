"""What a browser is asked to sign with a passkey: once, within five minutes, by that browser."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import UUID

import sqlalchemy as sa
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
)
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from lms_app.core import clock
from lms_app.core.actor import Actor
from lms_app.core.config import Settings
from lms_app.core.errors import InvalidInput
from lms_app.core.permissions import Permission
from lms_app.core.use_case import command, workflow
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import ChallengePurpose, Passkey, PasskeyChallenge, User
from lms_app.services.auth.limiting import limit
from lms_app.services.context import Context

CHALLENGE_SECONDS = 300
PASSKEYS_AT_MOST = 10
SITE = "Margin"


class PasskeyRefused(InvalidInput):
    """The passkey proved nothing: unknown, too late, of another site, or used by a copy."""

    def __init__(self) -> None:
        super().__init__("error.passkey_refused")


@dataclass(frozen=True)
class Question:
    """Options for the browser (JSON of WebAuthn), and the mark that it has to bring back."""

    options: str
    browser: str


@dataclass(frozen=True)
class Asked:
    """What was asked, taken back: it cannot be answered a second time."""

    challenge: bytes
    user_id: UUID | None


def relying_party(settings: Settings) -> str:
    """Return the name passkeys are bound to: the site's host."""
    return urlsplit(settings.site_url).hostname or "localhost"


@workflow(Permission.public)
def ask_passkey(ctx: Context, actor: Actor) -> Question:
    """Ask a browser for any passkey of this site, to sign in or for the second step.

    It names no account, so nothing is learned of any. Raises `RateLimited`.
    """
    return _ask(ctx, actor, ChallengePurpose.sign_in)


@workflow(Permission.account_secure)
def ask_own_passkey(ctx: Context, actor: Actor) -> Question:
    """Ask for a passkey of the caller's, as a proof of who they are. Raises `RateLimited`."""
    return _ask(ctx, actor, ChallengePurpose.confirm)


def _ask(ctx: Context, actor: Actor, purpose: ChallengePurpose) -> Question:
    limit(ctx, f"passkey-asked:{actor.credential.network}", 300, 300)
    browser = secrets.token_urlsafe(32)
    challenge: bytes = ctx.call_as_system(
        store_challenge, purpose=purpose, browser=browser, user_id=actor.user_id
    )
    options = generate_authentication_options(
        rp_id=relying_party(ctx.settings),
        challenge=challenge,
        timeout=CHALLENGE_SECONDS * 1000,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return Question(options_to_json(options), browser)


@dataclass(frozen=True)
class Registrant:
    """Who makes a passkey, and which they have."""

    email: str
    display_name: str
    known: tuple[bytes, ...]


@workflow(Permission.account_secure, step_up=True)
def ask_new_passkey(ctx: Context, actor: Actor) -> Question:
    """Ask a browser to make a passkey for the caller's account.

    Raises `InvalidInput` for one too many, `RateLimited`.
    """
    limit(ctx, f"passkey-asked:{actor.credential.network}", 300, 300)
    person: Registrant = ctx.call_as_system(find_registrant, user_id=actor.person)
    if len(person.known) >= PASSKEYS_AT_MOST:
        raise InvalidInput("error.passkeys_full", maximum=PASSKEYS_AT_MOST)
    browser = secrets.token_urlsafe(32)
    challenge: bytes = ctx.call_as_system(
        store_challenge, purpose=ChallengePurpose.register, browser=browser, user_id=actor.person
    )
    options = generate_registration_options(
        rp_id=relying_party(ctx.settings),
        rp_name=SITE,
        user_id=actor.person.bytes,
        user_name=person.email or person.display_name,
        user_display_name=person.display_name,
        challenge=challenge,
        timeout=CHALLENGE_SECONDS * 1000,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[PublicKeyCredentialDescriptor(id=key) for key in person.known],
    )
    return Question(options_to_json(options), browser)


@command(Permission.system_maintain)
def find_registrant(uow: UnitOfWork, actor: Actor, *, user_id: UUID) -> Registrant:
    """Return whose passkey is to be made."""
    row = uow.session.execute(
        sa.select(User.email, User.display_name).where(User.id == user_id)
    ).one()
    known = uow.session.execute(
        sa.select(Passkey.credential_id).where(Passkey.user_id == user_id)
    ).scalars()
    return Registrant(row.email, row.display_name, tuple(known))


@command(Permission.system_maintain)
def store_challenge(
    uow: UnitOfWork,
    actor: Actor,
    *,
    purpose: ChallengePurpose,
    browser: str,
    user_id: UUID | None,
) -> bytes:
    """Store a fresh challenge and clear away those that are over."""
    now = clock.now()
    uow.session.execute(sa.delete(PasskeyChallenge).where(PasskeyChallenge.expires_at < now))
    challenge = secrets.token_bytes(32)
    uow.add(
        PasskeyChallenge(
            challenge=challenge,
            purpose=purpose,
            browser_hash=_hash(browser),
            user_id=user_id,
            expires_at=now + timedelta(seconds=CHALLENGE_SECONDS),
        )
    )
    return challenge


@command(Permission.system_maintain)
def take_challenge(
    uow: UnitOfWork, actor: Actor, *, purpose: ChallengePurpose, browser: str
) -> Asked | None:
    """Take back what this browser was asked; None when nothing was, or it is over."""
    row = uow.session.execute(
        sa.delete(PasskeyChallenge)
        .where(
            PasskeyChallenge.browser_hash == _hash(browser),
            PasskeyChallenge.purpose == purpose,
            PasskeyChallenge.expires_at > clock.now(),
        )
        .returning(PasskeyChallenge.challenge, PasskeyChallenge.user_id)
    ).first()
    return Asked(row.challenge, row.user_id) if row else None


def _hash(browser: str) -> bytes:
    return hashlib.sha256(browser[:100].encode("utf-8", "replace")).digest()
