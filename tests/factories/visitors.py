"""A browser as far as the account routes are concerned: it keeps cookies and follows by hand."""

from __future__ import annotations

from http.cookies import SimpleCookie
from urllib.parse import parse_qsl, urlsplit

import httpx

from lms_app.core.config import settings
from tests.factories.people import Person
from tests.factories.uploads import client
from tests.identity_site import agree


class Visitor:
    """One browser. Secure cookies are kept although the test's address is plain http."""

    def __init__(self, who: Person | None = None) -> None:
        self.cookies: dict[str, str] = {}
        if who is not None:
            self.cookies["__Host-sid"] = who.credential.session_token
        self._http = client()

    def get(self, address: str, **headers: str) -> httpx.Response:
        return self._ask("GET", address, headers)

    def post(self, address: str, data: dict[str, str], **headers: str) -> httpx.Response:
        return self._ask("POST", address, headers, data=data)

    def _ask(self, method: str, address: str, headers: dict[str, str], **more) -> httpx.Response:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        sent["cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        answer = self._http.request(
            method, address.removeprefix(settings().site_url), headers=sent,
            follow_redirects=False, **more,
        )  # fmt: skip
        for line in answer.headers.get_list("set-cookie"):
            for name, morsel in SimpleCookie(line).items():
                if morsel["max-age"] == "0":
                    self.cookies.pop(name, None)
                else:
                    self.cookies[name] = morsel.value
        return answer

    @property
    def is_signed_in(self) -> bool:
        return self.user_id is not None

    @property
    def user_id(self):
        """Who the door takes this browser for."""
        from lms_app import composition
        from lms_app.core.actor import Credential
        from lms_app.services import auth

        token = self.cookies.get("__Host-sid", "")
        held = Credential(session_token=token, ip="192.0.2.7")
        return composition.call(auth.peek_actor, credential=held).user_id

    def leave_for(self, provider: str, next_path: str = "/", intent: str = "sign_in") -> str:
        """Begin; the address of the provider's page."""
        answer = self.get(
            f"/api/auth/oauth/{provider}/start?intent={intent}&next={next_path}",
            sec_fetch_site="same-origin",
        )
        assert answer.status_code == 303, answer.text
        return answer.headers["location"]

    def come_back(self, provider: str, answers: dict[str, str]) -> httpx.Response:
        """Follow the provider's redirect, as a browser does: from another site."""
        address = httpx.URL(f"/api/auth/oauth/{provider}/callback", params=answers)
        return self.get(str(address), sec_fetch_site="cross-site", sec_fetch_mode="navigate")

    def sign_in_at(
        self, provider: str, person: str, next_path: str = "/", intent: str = "sign_in"
    ) -> httpx.Response:
        return self.come_back(provider, agree(self.leave_for(provider, next_path, intent), person))


def query_of(answer: httpx.Response) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(answer.headers["location"]).query))


def path_of(answer: httpx.Response) -> str:
    return urlsplit(answer.headers["location"]).path
