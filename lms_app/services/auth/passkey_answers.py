"""What an authenticator answers, held against what was asked (WebAuthn level 2, section 7)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from webauthn import (
    base64url_to_bytes,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers.exceptions import WebAuthnException

from lms_app.core import clock
from lms_app.core.actor import Actor
from lms_app.core.permissions import Permission
from lms_app.core.use_case import command, query
from lms_app.db import audit
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import ChallengePurpose, Passkey, User, UserStatus
from lms_app.services.auth.limiting import limit
from lms_app.services.auth.passkey_challenges import (
    Asked,
    PasskeyRefused,
    relying_party,
    take_challenge,
)
from lms_app.services.context import Context

ANSWER_LENGTH = 20_000
TRANSPORTS = frozenset({"usb", "nfc", "ble", "internal", "hybrid", "smart-card", "cable"})


@dataclass(frozen=True)
class KnownKey:
    """A stored passkey, as verifying needs it."""

    id: UUID
    user_id: UUID
    public_key: bytes
    sign_count: int


@dataclass(frozen=True)
class MadeKey:
    """A passkey that was just made and verified."""

    credential_id: bytes
    public_key: bytes
    sign_count: int
    transports: tuple[str, ...]
    is_backed_up: bool


def verified_key(
    ctx: Context, actor: Actor, purpose: ChallengePurpose, answer: str, browser: str
) -> tuple[KnownKey, Asked]:
    """Return the passkey that gave a right answer to what this browser was asked."""
    limit(ctx, f"passkey:{actor.credential.network}", 60, 300)
    asked: Asked | None = ctx.call_as_system(take_challenge, purpose=purpose, browser=browser)
    if asked is None:
        raise PasskeyRefused
    given = _parsed(answer)
    key: KnownKey | None = ctx.call_as_system(find_passkey, credential_id=_id_of(given))
    if key is None or not _is_of(key, given):
        raise PasskeyRefused
    try:
        verified = verify_authentication_response(
            credential=given,
            expected_challenge=asked.challenge,
            expected_rp_id=relying_party(ctx.settings),
            expected_origin=ctx.settings.site_origin,
            credential_public_key=key.public_key,
            credential_current_sign_count=key.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, TypeError, KeyError) as error:
        ctx.call_as_system(note_refusal, key=key, caller=actor)
        raise PasskeyRefused from error
    if not ctx.call_as_system(note_use, key=key, sign_count=verified.new_sign_count):
        raise PasskeyRefused
    return key, asked


def verified_new_key(ctx: Context, challenge: bytes, answer: str) -> MadeKey:
    given = _parsed(answer)
    try:
        verified = verify_registration_response(
            credential=given,
            expected_challenge=challenge,
            expected_rp_id=relying_party(ctx.settings),
            expected_origin=ctx.settings.site_origin,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, TypeError, KeyError) as error:
        raise PasskeyRefused from error
    response = given.get("response")
    told = response.get("transports") if isinstance(response, dict) else None
    transports = [t for t in told if t in TRANSPORTS] if isinstance(told, list) else []
    return MadeKey(
        credential_id=verified.credential_id,
        public_key=verified.credential_public_key,
        sign_count=verified.sign_count,
        transports=tuple(dict.fromkeys(transports)),
        is_backed_up=verified.credential_backed_up,
    )


def _parsed(answer: str) -> dict[str, Any]:
    if len(answer) > ANSWER_LENGTH:
        raise PasskeyRefused
    try:
        given = json.loads(answer)
    except (ValueError, RecursionError) as error:
        raise PasskeyRefused from error
    if not isinstance(given, dict):
        raise PasskeyRefused
    return given


def _id_of(given: dict[str, Any]) -> bytes:
    try:
        return base64url_to_bytes(str(given.get("id", ""))[:2000])
    except ValueError as error:
        raise PasskeyRefused from error


def _is_of(key: KnownKey, given: dict[str, Any]) -> bool:
    """Whether the authenticator names the same person; one that names nobody is no passkey."""
    response = given.get("response")
    handle = response.get("userHandle") if isinstance(response, dict) else None
    try:
        return isinstance(handle, str) and base64url_to_bytes(handle) == key.user_id.bytes
    except ValueError:
        return False


@query(Permission.system_maintain)
def find_passkey(uow: UnitOfWork, actor: Actor, *, credential_id: bytes) -> KnownKey | None:
    """Return a passkey of an account that may sign in."""
    row = uow.session.execute(
        sa.select(Passkey.id, Passkey.user_id, Passkey.public_key, Passkey.sign_count)
        .join(User, User.id == Passkey.user_id)
        .where(Passkey.credential_id == credential_id, User.status == UserStatus.active)
    ).first()
    return KnownKey(*row) if row else None


@command(Permission.system_maintain)
def note_use(uow: UnitOfWork, actor: Actor, *, key: KnownKey, sign_count: int) -> bool:
    """Store the counter of a verified answer; False when another answer was faster."""
    used = uow.session.execute(
        sa.update(Passkey)
        .where(Passkey.id == key.id, Passkey.sign_count == key.sign_count)
        .values(sign_count=sign_count, last_used_at=clock.now())
        .returning(Passkey.id)
    ).scalar()
    return used is not None


@command(Permission.system_maintain)
def note_refusal(uow: UnitOfWork, actor: Actor, *, key: KnownKey, caller: Actor) -> None:
    """Write down that a known passkey answered wrongly: a copy may be about."""
    changes = {"passkey": (str(key.id), str(key.id))}
    audit.record(uow, caller, "second_factor:passkey_refused", key.user_id, changes=changes)
