"""Sign-in and sign-up pages: what came back in the address. The forms themselves are posted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode

import reflex as rx

from lms_app import i18n
from lms_app.core import urls
from lms_app.core.config import settings
from lms_app.core.session_cookie import (
    FORM_COOKIE,
    SIGN_UP_COOKIE,
    named_cookie,
    read_cookie,
)
from lms_app.services.auth import get_email_link, is_reset_link
from lms_app.states.base import AppState
from lms_app.states.gate import policy

FIELDS = ("email", "password", "display_name", "birth_date", "terms", "privacy")
TICKS = ("terms", "privacy", "marketing")
# What the forms' routes answer with; anything else in an address was not written by them.
REFUSALS = frozenset(
    f"error.{name}"
    for name in (
        "email", "email_taken", "wrong_password",
        "forbidden", "impersonating", "passkey_refused", "second_step_over", "wrong_code",
        "password_common", "password_long", "password_short",
        "text_characters", "text_long", "text_required", "text_short",
        "oauth_account_exists", "oauth_cannot_confirm", "oauth_denied", "oauth_flow", "oauth_refused",
        "birth_date", "too_young", "consent_required", "link_dead", "link_other_account",
        "sign_up_password",
        "body_too_large", "foreign_origin", "form", "rate_limited", "unavailable",
    )
)  # fmt: skip


@dataclass(frozen=True)
class ProviderLink:
    """A provider that is offered beside the form."""

    key: str
    label: str


class AccountFormState(AppState, rx.State):
    """The error and where to go afterwards, from the address; what was typed, from the cookie
    of two minutes in which the form's answer carried it."""

    next_path: str = urls.HOME
    email: str = ""
    display_name: str = ""
    error: str = ""
    email_error: str = ""
    password_error: str = ""
    name_error: str = ""
    birth_error: str = ""
    consent_error: str = ""
    born: str = ""
    ticked: list[str] = []
    notice: str = ""
    kind: str = ""
    token: str = ""
    asks_password: bool = False
    has_inbox: bool = False
    providers: list[ProviderLink] = []

    @rx.event
    @policy()
    async def load(self):
        """Read both; an error the catalogue does not know is shown as an unexpected one."""
        await self._read()

    @rx.event
    @policy()
    async def load_sent(self):
        """A mail was asked for, or is to be: `kind` says which."""
        typed = await self._read()
        # Taken along from the sign-in, on the way here. What another form left is not for this page.
        self.email = self.email or _first(typed, "forgotten")
        query = parse_qs(str(self.router.url.query)[:2000])
        self.kind = "again" if "again" in query else "sent" if "sent" in query else ""
        self.has_inbox = settings().dev_mail

    @rx.event
    @policy(get_email_link, is_reset_link)
    async def load_link(self):
        """Say what the link in the address would do; using it is the form's."""
        await self._read()
        query = parse_qs(str(self.router.url.query)[:2000])
        self.token, done = _first(query, "token")[:200], _first(query, "done")
        if done:
            self.kind = "changed" if done == "change" else "done"
        elif str(self.router.url.path).startswith(urls.RESET):
            works = await self._call(is_reset_link, token=self.token)
            self.kind = "reset" if works else "dead"
        else:
            mark = named_cookie(settings().site_url, SIGN_UP_COOKIE).name
            browser = read_cookie(self._cookies(), mark)
            view = await self._call(get_email_link, token=self.token, browser=browser)
            self.kind, self.email = view.needs or view.kind, view.email
            self.asks_password = view.asks_password
            if view.needs:
                self.next_path = urls.sign_in(f"{urls.VERIFY}?{urlencode({'token': self.token})}")

    async def _read(self) -> dict[str, list[str]]:
        typed = parse_qs(read_cookie(self._cookies(), FORM_COOKIE))
        self._fill(str(self.router.url.query), typed, self._language())
        return typed

    def _fill(self, address: str, typed: dict[str, list[str]], language: str) -> None:
        """Put in place what the address says (also for pages rendered on the server)."""
        query = parse_qs(address[:2000])
        self.providers = [ProviderLink(one.key, one.label) for one in settings().identity_providers]
        self.next_path = urls.own_path(_first(query, "next"))
        code, field = _first(query, "error"), _first(query, "field")
        self.email = _first(typed, "email") if code else ""
        self.display_name = _first(typed, "name") if code else ""
        words = self._words(code, query, language) if code else ""
        self.email_error = words if field == "email" else ""
        self.password_error = words if field == "password" else ""
        self.name_error = words if field == "display_name" else ""
        self.birth_error = words if field == "birth_date" else ""
        self.consent_error = words if field in {"terms", "privacy"} else ""
        self.born = _first(typed, "born")[:10] if code else ""
        self.ticked = [name for name in TICKS if code and _first(typed, name)]
        is_reset = _first(query, "notice") == "reset"
        self.notice = i18n.lookup("reset.done", language) if is_reset else ""
        self.error = "" if field in FIELDS else words

    def _words(self, code: str, query: dict[str, list[str]], language: str) -> str:
        known = code if code in REFUSALS else "error.unexpected"
        seconds, count = _first(query, "seconds"), _first(query, "count")[:6]
        details = {
            "reference": re.sub(r"[^0-9a-f]", "", _first(query, "reference")[:16]) or "-",
            "seconds": min(int(seconds[:6]), 86_400) if seconds.isdecimal() else 60,
            "minimum": settings().min_age if code == "error.too_young" else 1,
            "maximum": 80,
            "count": int(count) if count.isdecimal() else len(self.display_name),
        }
        return i18n.lookup(known, language, **details)


def _first(query: dict[str, list[str]], name: str) -> str:
    return query.get(name, [""])[0]
