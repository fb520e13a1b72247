"""What every State shares: the way through the one door, and answers to refusals.

No vars live here (a parent with vars would be loaded with every event).
"""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any, TypeVar
from urllib.parse import parse_qsl, quote, urlencode
from uuid import UUID

import reflex as rx
import structlog
from reflex.istate.proxy import StateProxy

from lms_app import composition, i18n
from lms_app.core import correlation, urls
from lms_app.core.actor import Credential
from lms_app.core.config import settings
from lms_app.core.errors import (
    DomainError,
    Forbidden,
    NotAuthenticated,
    NotFound,
    PortUnavailable,
    StepUpNeeded,
)
from lms_app.core.session_cookie import LANGUAGE_COOKIE, credential_from, read_cookie
from lms_app.core.use_case import UseCase
from lms_app.states.notice import NoticeState

R = TypeVar("R")
log = structlog.get_logger()


def credential_of(cookie_header: str, ip: str, user_agent: str) -> Credential:
    """Return what a caller of this site presents."""
    return credential_from(settings().site_url, cookie_header, ip, user_agent)


def language_of(cookie_header: str) -> str:
    """Return the visitor's chosen language, else the site's."""
    chosen = read_cookie(cookie_header, LANGUAGE_COOKIE)
    return chosen if chosen in i18n.LANGUAGES else settings().language


def here(url: Any) -> str:
    """Return the visitor's address with its query, or without where the query cannot be kept.

    `url` is a router's: its parts come from the browser and are plain input.
    """
    path, query = str(url.path), parse_qsl(str(url.query)[:4096], keep_blank_values=True)
    whole = f"{path}?{urlencode(query, quote_via=quote)}" if query else path
    return urls.own_path(whole, urls.own_path(path))


declared_use_cases: ContextVar[frozenset[str]] = ContextVar("use_cases", default=frozenset())


class AppState(rx.State, mixin=True):
    """Mixin of every State of ours."""

    def _cookies(self) -> str:
        return self.router.headers.raw_headers.get("cookie", "")

    def _credential(self) -> Credential:
        """Return what the caller presents; never taken from a var or an argument."""
        headers = self.router.headers.raw_headers
        return credential_of(
            headers.get("cookie", ""),
            self.router.session.client_ip,
            headers.get("user-agent", ""),
        )

    def _language(self) -> str:
        return language_of(self._cookies())

    def _slug(self) -> str:
        """Return the last part of the address."""
        return urls.slug_in(str(self.router.url.path))

    async def _call(self, use_case: UseCase[R], *args: Any, **kwargs: Any) -> R:
        """Enter the one door in a thread; raises what the use case raises.

        Only for what the running handler's policy names: the gate and the reference trust it.
        """
        if use_case.name not in declared_use_cases.get():
            raise RuntimeError(f"{use_case.name} is not declared by the handler that calls it")
        return await composition.in_thread(
            composition.call, use_case, *args, credential=self._credential(), **kwargs
        )

    async def _say(self, kind: str, key: str, **params: Any) -> None:
        """Show a notice from the catalogue; `kind` is success, info, warning or error."""
        notice = await self.get_state(NoticeState)
        notice._say(kind, i18n.lookup(key, self._language(), **params))

    async def _go(self, path: str) -> None:
        """Leave for an own path with a full navigation."""
        (await self.get_state(NoticeState))._go(urls.own_path(path))

    async def _refuse(self, error: Exception) -> None:
        """Answer a refusal: at the fields, as the page's phase, as a notice, by signing in or
        by proving anew who is there.

        A state may declare `errors: dict[str, str]` (field -> text) and `phase: str`
        (`loading` until its page has data; then `ready`, `not_found`, `forbidden`, `error`).
        """
        if isinstance(error, DomainError):
            await self._refuse_kindly(error)
            return
        reference = correlation.reference()
        if isinstance(error, PortUnavailable):
            log.warning("port_unavailable", port=error.port, reference=reference)
            key = "error.unavailable"
        else:
            log.error("unexpected_error", reference=reference, exc_info=error)
            key = "error.unexpected"
        if getattr(self, "phase", "") == "loading":
            self.phase = "error"
        await self._say("error", key, reference=reference)

    async def _refuse_kindly(self, error: DomainError) -> None:
        language = self._language()
        if isinstance(error, NotAuthenticated):
            await self._go(urls.sign_in(here(self.router.url)))
            return
        if isinstance(error, StepUpNeeded):
            await self._go(urls.confirm(here(self.router.url)))
            return
        if error.fields and hasattr(self, "errors"):
            self.errors = {
                field: i18n.lookup(key, language, **error.params_of(field))
                for field, key in error.fields.items()
            }
            return
        if getattr(self, "phase", "") == "loading" and isinstance(error, NotFound | Forbidden):
            self.phase = "not_found" if isinstance(error, NotFound) else "forbidden"
            return
        notice = await self.get_state(NoticeState)
        notice._say("error", i18n.lookup(error.key, language, **error.params))


async def answer(state: Any, error: Exception) -> None:
    """Answer a refusal from any kind of handler; background handlers take the lock first."""
    if isinstance(state, StateProxy) and not state._is_mutable():
        async with state:
            await state._refuse(error)
    else:
        await state._refuse(error)


def parse_id(value: str) -> UUID:
    """Return an id typed or routed as text; raises `NotFound` when it is none."""
    try:
        return UUID(value)
    except ValueError as error:
        raise NotFound from error
