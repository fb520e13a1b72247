"""The event gate: an event runs only if it was declared, its payload fits its model, its caller
has the session it needs, and its rate is bearable. Who may do what is the door's question.
"""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any

import structlog
from cachetools import TTLCache
from pydantic import ValidationError
from reflex.middleware.middleware import Middleware
from reflex.state import BaseState, StateUpdate
from reflex_base.event import Event
from reflex_base.event.processor.base_state_processor import chain_updates

from lms_app import composition, i18n
from lms_app.core import correlation, urls
from lms_app.core.actor import Actor
from lms_app.core.addresses import counted
from lms_app.core.errors import PortUnavailable
from lms_app.core.permissions import Permission
from lms_app.core.use_case import UseCase
from lms_app.services.auth import peek_actor
from lms_app.states.base import answer, credential_of, declared_use_cases, here, language_of
from lms_app.states.notice import NoticeState
from lms_app.states.payload import Nothing, Payload

__all__ = ["POLICIES", "EventGate", "Nothing", "Payload", "Policy", "event_table", "policy"]
log = structlog.get_logger()

ROOT = "reflex___state____state"
SESSION_CACHE_SECONDS = 5
# A tab, and an address: a whole school may sit behind one.
EVENTS_PER_MINUTE = 600
EVENTS_PER_MINUTE_AND_ADDRESS = 12_000
EXCEPTION_REPORT_BYTES = 4096


@dataclass(frozen=True)
class Policy:
    """What the gate knows of one event. `is_signed_in` follows from its use cases, those it only
    calls for who is signed in left out."""

    payload: type[Payload]
    use_cases: tuple[str, ...]
    is_signed_in: bool
    per_minute: int

    @property
    def is_typed(self) -> bool:
        return self.payload.is_typed or "form_data" in self.payload.model_fields


POLICIES: dict[str, Policy] = {}


def policy(
    *use_cases: UseCase[Any],
    for_signed_in: Sequence[UseCase[Any]] = (),
    payload: type[Payload] = Nothing,
    per_minute: int = 240,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare a handler: `@rx.event` outside, this inside.

    The handler and what it calls may enter the door for these use cases only. Its refusals are answered in the visitor's words. `per_minute` limits one tab.
    """

    def declare(handler: Callable[..., Any]) -> Callable[..., Any]:
        if not inspect.iscoroutinefunction(handler):
            raise TypeError(f"{handler.__qualname__} must be async and return, not yield")
        declared = tuple(use_case.name for use_case in (*use_cases, *for_signed_in))
        POLICIES[f"{handler.__module__}.{handler.__qualname__}"] = Policy(
            payload=payload,
            use_cases=declared,
            is_signed_in=any(u.permission is not Permission.public for u in use_cases),
            per_minute=per_minute,
        )

        @wraps(handler)
        async def answered(self: Any, *args: Any, **kwargs: Any) -> Any:
            entered = declared_use_cases.set(frozenset(declared))
            try:
                with correlation.scope():
                    return await _or_answer(handler, self, *args, **kwargs)
            finally:
                declared_use_cases.reset(entered)

        return answered

    return declare


async def _or_answer(handler: Callable[..., Any], state: Any, *args: Any, **kwargs: Any) -> Any:
    try:
        return await handler(state, *args, **kwargs)
    except Exception as error:  # noqa: BLE001  (the boundary: every error becomes words)
        await answer(state, error)
        return None


class _ClientVars(Payload):
    """No var of ours is kept by the browser, so nothing may be written this way."""

    vars: dict[str, str] | None = None
    hashes: list[str] | None = None


class _Hydrated(Payload):
    value: bool


class _FrontendException(Payload):
    info: str
    component_stack: str


_INTERNAL = "reflex___state____{0}"
FRAMEWORK: Mapping[str, type[Payload]] = {
    f"{ROOT}.hydrate": Nothing,
    f"{ROOT}.hydrate_and_load": _ClientVars,
    f"{ROOT}.set_is_hydrated": _Hydrated,
    f"{ROOT}.{_INTERNAL.format('update_vars_internal_state')}.update_vars_internal": _ClientVars,
    f"{ROOT}.{_INTERNAL.format('on_load_internal_state')}.on_load_internal": Nothing,
    f"{ROOT}.{_INTERNAL.format('on_load_internal_state')}.set_is_hydrated": _Hydrated,
    f"{ROOT}.{_INTERNAL.format('frontend_event_exception_state')}.handle_frontend_exception": (
        _FrontendException
    ),
}
HYDRATING = frozenset({f"{ROOT}.hydrate", f"{ROOT}.hydrate_and_load"})


def event_table(handlers: Mapping[str, Any]) -> tuple[dict[str, Policy], list[str]]:
    """Map every registered event to its policy; also name handlers of ours without one."""
    table: dict[str, Policy] = {}
    undeclared: list[str] = []
    for name, registered in handlers.items():
        function = getattr(registered.handler, "fn", None)
        qualified = f"{getattr(function, '__module__', '')}.{getattr(function, '__qualname__', '')}"
        if qualified in POLICIES:
            table[name] = POLICIES[qualified]
        elif name not in FRAMEWORK and not name.endswith(".setvar"):
            undeclared.append(qualified)
    return table, undeclared


class EventGate(Middleware):
    """Stands before every handler: ordinary, background, chained and framework events alike."""

    def __init__(self) -> None:
        self._table: dict[str, Policy] | None = None
        self._sessions: TTLCache[str, Actor] = TTLCache(20_000, SESSION_CACHE_SECONDS)
        self._limits = composition.flood_limiter()

    async def preprocess(self, app: Any, state: BaseState, event: Event) -> StateUpdate | None:
        """Return None to let the event through, an empty update to drop it."""
        if self._table is None:
            self._table, _ = event_table(app._registration_context.event_handlers)
        if not isinstance(event.payload, dict):
            return self._deny(event, "payload")
        headers = _headers(state, event)
        cookies = headers.get("cookie", "")
        address = event.router_data.get("ip") or state._get_root_state().router.session.client_ip
        tab = state._get_root_state().router.session.client_token
        if not (
            # The address first: the name of a tab is the browser's invention.
            self._limits.hit(f"events-from:{counted(address)}", EVENTS_PER_MINUTE_AND_ADDRESS, 60)
            and self._limits.hit(f"events:{tab}", EVENTS_PER_MINUTE, 60)
        ):
            return self._deny(event, "flood")
        rebound = await self._bind(state, event, cookies)
        if rebound is not None:
            return rebound
        framework = FRAMEWORK.get(event.name)
        if framework is not None:
            return self._check_framework(event, framework)
        declared = self._table.get(event.name)
        if declared is None:
            return self._deny(event, "undeclared")
        return await self._check_declared(state, event, declared, cookies, address)

    def _check_framework(self, event: Event, model: type[Payload]) -> StateUpdate | None:
        try:
            model.model_validate(event.payload)
        except ValidationError:
            return self._deny(event, "payload")
        if event.payload.get("vars"):
            event.payload["vars"] = {}
        if model is _FrontendException:
            for name, text in event.payload.items():
                event.payload[name] = text[:EXCEPTION_REPORT_BYTES]
        return None

    async def _check_declared(
        self, state: BaseState, event: Event, declared: Policy, cookies: str, address: str
    ) -> StateUpdate | None:
        fits = self._fits(event, declared.payload)
        if not fits and not declared.is_typed:
            return self._deny(event, "payload")
        tab = state._get_root_state().router.session.client_token
        if not self._limits.hit(f"{event.name}:{tab}", declared.per_minute, 60):
            await self._tell(state, cookies, "error.rate_limited", seconds=60)
            return self._deny(event, "rate")
        if declared.is_signed_in:
            try:
                actor = await self._session(cookies, address)
            except PortUnavailable:
                return None  # the door will find out too, and its answer has words
            if actor.user_id is None:
                await self._send_to_sign_in(state)
                return self._deny(event, "session")
        if not fits:
            # The same words whatever is wrong, to whom a form that fits would be taken from, and
            # counted as one: nothing is learned from them, and they cost no more.
            await self._tell(state, cookies, "error.form")
            return self._deny(event, "payload")
        return None

    def _fits(self, event: Event, model: type[Payload]) -> bool:
        """Put the values in place as their model has them; say whether they are such."""
        try:
            event.payload.update(model.model_validate(event.payload).model_dump())
        except ValidationError:
            return False
        return True

    async def _session(self, cookies: str, address: str) -> Actor:
        credential = credential_of(cookies, address, "")
        if not credential.session_token:
            return Actor()
        known = self._sessions.get(credential.session_token)
        if known is not None:
            return known
        actor: Actor = await composition.in_thread(
            composition.call, peek_actor, credential=credential
        )
        self._sessions[credential.session_token] = actor
        return actor

    async def _bind(self, state: BaseState, event: Event, cookies: str) -> StateUpdate | None:
        """Tie server-side state to the cookie's session: whoever holds only the token of a tab
        (it stands in the socket's address) gets a fresh state, never somebody else's.

        The substates expire one by one, so a missing mark says nothing: only a hydrate, which
        holds the whole tree, binds, and it starts from defaults. Any other event of an unbound
        state asks the page to load anew.

        A page that loads (its first hydrate names the defaults it was built with) starts from
        defaults too: values of the page before it would be shown over what was rendered.
        """
        token = credential_of(cookies, "", "").session_token
        mark = hashlib.sha256(token.encode()).hexdigest()[:32] if token else "anonymous"
        notice = await state.get_state(NoticeState)
        root = state._get_root_state()
        loads = event.name in HYDRATING and bool(event.payload.get("hashes"))
        if notice._bound_to == mark and not loads:
            return None
        if event.name in HYDRATING:
            root.reset()
            notice._bound_to = mark
            return None
        if not notice._bound_to:
            notice._go(here(root.router.url))
            await chain_updates(None, handler_name="gate", root_state=root)
        return self._deny(event, "unbound")

    async def _send_to_sign_in(self, state: BaseState) -> None:
        notice = await state.get_state(NoticeState)
        root = state._get_root_state()
        notice._go(urls.sign_in(here(root.router.url)))
        await chain_updates(None, handler_name="gate", root_state=root)

    async def _tell(self, state: BaseState, cookies: str, key: str, **params: object) -> None:
        notice = await state.get_state(NoticeState)
        notice._say("warning", i18n.lookup(key, language_of(cookies), **params))
        await chain_updates(None, handler_name="gate", root_state=state._get_root_state())

    def _deny(self, event: Event, reason: str) -> StateUpdate:
        log.info("event_denied", event_name=event.name[:200], reason=reason)
        return StateUpdate()


def _headers(state: BaseState, event: Event) -> Mapping[str, str]:
    """The handshake's headers as the server captured them; chained events carry none."""
    captured = event.router_data.get("headers") if event.router_data else None
    return captured or state._get_root_state().router.headers.raw_headers
