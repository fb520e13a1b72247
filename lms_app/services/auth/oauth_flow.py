"""To a provider and back: what leaves is remembered once, and what returns must fit it."""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
import structlog

from lms_app.core import clock, urls
from lms_app.core.actor import Actor
from lms_app.core.errors import Forbidden, InvalidInput, NotFound
from lms_app.core.permissions import Permission
from lms_app.core.use_case import command, workflow
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import OAuthFlow, OAuthIntent
from lms_app.ports.identity_provider import Exchange, Identity, IdentityProvider, IdentityRefused
from lms_app.services.auth.limiting import limit
from lms_app.services.context import Context

log = structlog.get_logger()
FLOW_SECONDS = 600
_BROWSER = re.compile(r"[\w-]{43}")


class FlowRefused(InvalidInput):
    """What came back fits nothing that left: late, twice, from another browser, or made up."""

    def __init__(self) -> None:
        super().__init__("error.oauth_flow")


@dataclass(frozen=True)
class Departure:
    """Where to send the browser, and the mark it must bring back (a cookie of ten minutes)."""

    url: str
    browser: str


@workflow(Permission.public)
def begin_oauth(
    ctx: Context,
    actor: Actor,
    *,
    provider: str,
    intent: str = "sign_in",
    next_path: str = urls.HOME,
    browser: str = "",
    language: str = "",
) -> Departure:
    """Remember a flow and return where it leads.

    `browser` is the mark of an earlier flow of the same browser, if it has one. Linking asks for
    a fresh step-up. Raises `NotFound` for a provider that is not configured, `StepUpNeeded`,
    `NotAuthenticated`, `Forbidden`, `RateLimited`, `PortUnavailable`.
    """
    limit(ctx, f"oauth-begin:{actor.credential.network}", 60, 300)
    elsewhere, aim = _provider(ctx, provider), _intent(intent)
    if aim is not OAuthIntent.sign_in:
        actor.ensure(Permission.identity_manage, step_up=aim is OAuthIntent.link)
    again = aim is OAuthIntent.confirm
    if again and not elsewhere.can_reauthenticate:
        raise Forbidden("error.oauth_cannot_confirm")
    exchange = Exchange(
        state=secrets.token_urlsafe(32),
        nonce=secrets.token_urlsafe(32),
        code_verifier=secrets.token_urlsafe(48),
        redirect_uri=_redirect_uri(ctx, provider),
    )
    url = elsewhere.authorization_url(
        exchange, language=language or ctx.settings.language, reauthenticate=again
    )
    mark = browser if _BROWSER.fullmatch(browser) else secrets.token_urlsafe(32)
    inner = json.dumps([exchange.nonce, exchange.code_verifier]).encode()
    ctx.call_as_system(
        store_flow,
        state_hash=_hash(exchange.state),
        browser_hash=_hash(mark),
        provider=provider,
        intent=aim,
        next_path=urls.own_path(next_path),
        sealed=ctx.keys.seal_key(inner, _context(_hash(exchange.state))),
        session_id=actor.session_id,
    )
    return Departure(url=url, browser=mark)


@command(Permission.system_maintain)
def store_flow(
    uow: UnitOfWork,
    actor: Actor,
    *,
    state_hash: bytes,
    browser_hash: bytes,
    provider: str,
    intent: OAuthIntent,
    next_path: str,
    sealed: bytes,
    session_id: UUID | None,
) -> None:
    """Store a flow of `begin_oauth`; what expired an hour ago goes."""
    now = clock.now()
    uow.session.execute(sa.delete(OAuthFlow).where(OAuthFlow.expires_at < now - timedelta(hours=1)))
    uow.add(
        OAuthFlow(
            state_hash=state_hash,
            browser_hash=browser_hash,
            provider=provider,
            intent=intent,
            next_path=next_path,
            secrets_sealed=sealed,
            session_id=session_id,
            expires_at=now + timedelta(seconds=FLOW_SECONDS),
        )
    )


@command(Permission.system_maintain)
def take_flow(uow: UnitOfWork, actor: Actor, *, state: str) -> OAuthFlow | None:
    """Use a flow up and return it; None when it is unknown, used or late. 1 query."""
    now = clock.now()
    return uow.session.execute(
        sa.update(OAuthFlow)
        .where(
            OAuthFlow.state_hash == _hash(state),
            OAuthFlow.used_at.is_(None),
            OAuthFlow.expires_at > now,
        )
        .values(used_at=now)
        .returning(OAuthFlow)
    ).scalar()


def take(ctx: Context, actor: Actor, *, provider: str, state: str, browser: str) -> OAuthFlow:
    """Use up the flow that a callback names, whatever comes of it.

    Raises `FlowRefused` unless it was the same browser's, at this provider, and for anything but
    signing in the same session's; `NotFound`, `RateLimited`.
    """
    limit(ctx, f"oauth-finish:{actor.credential.network}", 60, 300)
    _provider(ctx, provider)
    flow: OAuthFlow | None = ctx.call_as_system(take_flow, state=state) if state else None
    if flow is None or flow.provider != provider or not _is_of(flow, actor, browser):
        raise FlowRefused
    return flow


def identify(
    ctx: Context, flow: OAuthFlow, *, state: str, code: str, issuer: str | None, error: str
) -> Identity:
    """Return who the provider speaks of. Raises `InvalidInput` (`error.oauth_denied`,
    `error.oauth_refused`), `PortUnavailable`."""
    if error or not code:
        key = "error.oauth_denied" if error == "access_denied" else "error.oauth_refused"
        raise InvalidInput(key)
    nonce, verifier = json.loads(
        ctx.keys.open_key(flow.secrets_sealed, _context(flow.state_hash)).decode()
    )
    exchange = Exchange(state, nonce, verifier, _redirect_uri(ctx, flow.provider))
    try:
        return _provider(ctx, flow.provider).identify(exchange, code=code, issuer=issuer)
    except IdentityRefused as refusal:
        log.warning("identity_refused", provider=flow.provider, reason=refusal.reason)
        raise InvalidInput("error.oauth_refused") from refusal


def _is_of(flow: OAuthFlow, actor: Actor, browser: str) -> bool:
    """Tell whether the browser that came back is the one that left, and still the same person."""
    if not secrets.compare_digest(flow.browser_hash, _hash(browser)):
        return False
    return flow.intent is OAuthIntent.sign_in or (
        flow.session_id is not None and flow.session_id == actor.session_id
    )


def _provider(ctx: Context, key: str) -> IdentityProvider:
    found = ctx.providers.get(key)
    if found is None:
        raise NotFound
    return found


def _intent(name: str) -> OAuthIntent:
    try:
        return OAuthIntent(name)
    except ValueError as error:
        raise NotFound from error


def _redirect_uri(ctx: Context, provider: str) -> str:
    return ctx.settings.site_url + urls.oauth_callback(provider)


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "replace")).digest()


def _context(state_hash: bytes) -> str:
    return f"oauth flow {state_hash.hex()}"
