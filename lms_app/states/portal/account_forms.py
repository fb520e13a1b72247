"""Sign-in and sign-up pages: what came back in the address. The forms themselves are posted."""

from __future__ import annotations

from urllib.parse import parse_qs

import reflex as rx

from lms_app import i18n
from lms_app.core import urls
from lms_app.states.base import AppState
from lms_app.states.gate import policy

# The field a refusal belongs beside; everything else stands above the form.
FIELD_OF = {
    "error.email": "email",
    "error.email_taken": "email",
    "error.password_short": "password",
    "error.password_long": "password",
    "error.password_common": "password",
    "error.text_required": "display_name",
    "error.text_long": "display_name",
    "error.text_characters": "display_name",
}


class AccountFormState(AppState, rx.State):
    """Errors, the typed address and where to go afterwards, read from the page's address."""

    next_path: str = urls.HOME
    email: str = ""
    display_name: str = ""
    error: str = ""
    email_error: str = ""
    password_error: str = ""
    name_error: str = ""

    @rx.event
    @policy()
    async def load(self):
        """Read the address; an error the catalogue does not know is shown as an unexpected one."""
        query = parse_qs(str(self.router.url.query)[:2000])
        self.next_path = urls.own_path(_first(query, "next"))
        self.email = _first(query, "email")[:254]
        self.display_name = _first(query, "name")[:80]
        code = _first(query, "error")
        words = self._words(code) if code else ""
        field = FIELD_OF.get(code, "")
        self.email_error = words if field == "email" else ""
        self.password_error = words if field == "password" else ""
        self.name_error = words if field == "display_name" else ""
        self.error = "" if field else words

    def _words(self, code: str) -> str:
        known = code if code in i18n.texts() and code.startswith("error.") else "error.unexpected"
        defaults = {"reference": "", "seconds": 60, "minimum": 10, "maximum": 80, "limit": 80}
        try:
            return i18n.lookup(known, self._language(), **defaults)
        except KeyError:
            return i18n.lookup("error.form", self._language())


def _first(query: dict[str, list[str]], name: str) -> str:
    return query.get(name, [""])[0]
