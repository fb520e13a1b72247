"""Signing in with a provider. An address never decides who somebody is."""

from __future__ import annotations

import base64
import json
from dataclasses import asdict, dataclass

from lms_app.core import clock, urls
from lms_app.core.actor import Actor
from lms_app.core.errors import Conflict, DomainError, InvalidInput, PortUnavailable
from lms_app.core.permissions import Permission
from lms_app.core.use_case import workflow
from lms_app.models import OAuthFlow, OAuthIntent
from lms_app.ports.identity_provider import Identity
from lms_app.ports.key_vault import KeyUnreadable
from lms_app.services.auth.entering import start_session
from lms_app.services.auth.identities import confirm_by_identity, link_identity, recognise
from lms_app.services.auth.oauth_flow import FlowRefused, identify, take
from lms_app.services.auth.views import SignedIn
from lms_app.services.context import Context
from lms_app.services.user import normalise_email

NEWCOMER_SECONDS = 1800
_SEALED_FOR = "oauth newcomer"


@dataclass(frozen=True)
class OAuthOutcome:
    """What a provider's answer led to: a session, somebody new whom this site does not know, or
    a refusal, to be told where they set out from.

    `newcomer` is sealed; the browser carries it to the form that asks for age and consents, and
    until then nothing about them is stored here.
    """

    next_path: str
    signed_in: SignedIn | None = None
    newcomer: str = ""
    refusal: DomainError | PortUnavailable | None = None
    intent: OAuthIntent = OAuthIntent.sign_in


@dataclass(frozen=True)
class Newcomer:
    """Somebody a provider vouches for who has no account yet."""

    provider: str
    subject: str
    email: str
    is_email_verified: bool
    name: str
    next_path: str


@workflow(Permission.public)
def finish_oauth(
    ctx: Context,
    actor: Actor,
    *,
    provider: str,
    state: str,
    browser: str,
    code: str = "",
    issuer: str | None = None,
    error: str = "",
) -> OAuthOutcome:
    """Answer a provider's callback. Raises what `take` raises; what goes wrong later is told in
    the outcome, `Conflict` for somebody whose address is an account's already among it."""
    flow = take(ctx, actor, provider=provider, state=state, browser=browser)
    try:
        identity = identify(ctx, flow, state=state, code=code, issuer=issuer, error=error)
        if flow.intent is OAuthIntent.sign_in:
            return _enter(ctx, actor, flow, identity)
        if flow.intent is OAuthIntent.link:
            label = ctx.providers[provider].label
            ctx.call(link_identity, provider=provider, label=label, identity=identity)
        else:
            proved = ctx.call(confirm_by_identity, provider=provider, identity=identity)
            return OAuthOutcome(flow.next_path, signed_in=proved, intent=flow.intent)
    except (DomainError, PortUnavailable) as refusal:
        return OAuthOutcome(flow.next_path, refusal=refusal, intent=flow.intent)
    return OAuthOutcome(flow.next_path)


def _enter(ctx: Context, actor: Actor, flow: OAuthFlow, identity: Identity) -> OAuthOutcome:
    known = ctx.call_as_system(recognise, provider=flow.provider, identity=identity)
    if known.user_id is not None:
        if not known.is_active:
            raise InvalidInput("error.oauth_refused")
        signed_in = ctx.call_as_system(
            start_session,
            user_id=known.user_id,
            caller=actor,
            method=f"oauth:{flow.provider}",
        )
        return OAuthOutcome(flow.next_path, signed_in=signed_in)
    if known.is_address_taken:
        raise Conflict("error.oauth_account_exists")
    return OAuthOutcome(flow.next_path, newcomer=_sealed(ctx, flow, identity))


def _sealed(ctx: Context, flow: OAuthFlow, found: Identity) -> str:
    address = _address(found.email)
    newcomer = Newcomer(
        provider=flow.provider,
        subject=found.subject,
        email=address,
        is_email_verified=found.is_email_verified and bool(address),
        name=found.name[:80],
        # A cookie holds four kilobytes.
        next_path=flow.next_path if len(flow.next_path) <= 1000 else urls.HOME,
    )
    inner = {**asdict(newcomer), "until": clock.now().timestamp() + NEWCOMER_SECONDS}
    sealed = ctx.keys.seal_key(json.dumps(inner).encode(), _SEALED_FOR)
    return base64.urlsafe_b64encode(sealed).decode()


def _address(told: str) -> str:
    """Return the address a provider told, or nothing when it is none: then it is asked for."""
    try:
        return normalise_email(told)
    except InvalidInput:
        return ""


def open_newcomer(ctx: Context, sealed: str) -> Newcomer:
    """Return who was sealed by `finish_oauth`; raises `FlowRefused` when late or made up."""
    try:
        inner = json.loads(ctx.keys.open_key(base64.urlsafe_b64decode(sealed), _SEALED_FOR))
        if clock.now().timestamp() > inner.pop("until") or inner["provider"] not in ctx.providers:
            raise FlowRefused
        return Newcomer(**{**inner, "next_path": urls.own_path(inner["next_path"])})
    except (KeyUnreadable, ValueError, KeyError, TypeError) as error:
        raise FlowRefused from error


@dataclass(frozen=True)
class NewcomerView:
    """What the form shows of a newcomer: their own words, back to them alone."""

    label: str
    email: str
    is_email_verified: bool
    name: str
    next_path: str


@workflow(Permission.public)
def get_newcomer(ctx: Context, actor: Actor, sealed: str) -> NewcomerView:
    """Return a newcomer for the form at `/signup/complete`. Raises `FlowRefused`."""
    newcomer = open_newcomer(ctx, sealed)
    return NewcomerView(
        label=ctx.providers[newcomer.provider].label,
        email=newcomer.email,
        is_email_verified=newcomer.is_email_verified,
        name=newcomer.name,
        next_path=newcomer.next_path,
    )
