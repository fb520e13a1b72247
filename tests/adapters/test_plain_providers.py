"""GitHub, Kakao and NAVER: their answers as they document them, over HTTP."""

from __future__ import annotations

import base64
import hashlib
import secrets
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from lms_app.adapters.oauth_providers import PlainProvider
from lms_app.adapters.oauth_providers.plain import PLAIN
from lms_app.core.errors import PortUnavailable
from lms_app.core.identity_settings import ProviderSettings
from lms_app.ports.identity_provider import Exchange, Identity, IdentityRefused
from tests.identity_site import serving

GITHUB = {"id": 583231, "login": "octo", "name": None}
GITHUB_EMAILS = [
    {"email": "old@example.com", "primary": False, "verified": True},
    {"email": "octo@example.com", "primary": True, "verified": True},
]
KAKAO = {
    "id": 123456789,
    "kakao_account": {
        "profile": {"nickname": "하나"},
        "email": "hana@example.com", "is_email_valid": True, "is_email_verified": True,
    },
}  # fmt: skip
NAVER = {
    "resultcode": "00", "message": "success",
    "response": {"id": "abc-32", "nickname": "봄", "email": "bom@example.com"},
}  # fmt: skip


class Place:
    """A provider's server: one code, whose verifier it checks, and what it tells of a person."""

    def __init__(self) -> None:
        self.challenge = ""
        self.person: object = {}
        self.emails: object = []
        self.asked: dict[str, str] = {}
        self.status = 200

    def app(self, _url: str) -> Starlette:
        async def token(request: Request) -> Response:
            self.asked = {k: str(v) for k, v in (await request.form()).items()}
            digest = hashlib.sha256(self.asked.get("code_verifier", "").encode()).digest()
            if base64.urlsafe_b64encode(digest).decode().rstrip("=") != self.challenge:
                # GitHub says so with status 200.
                return JSONResponse({"error": "bad_verification_code"})
            return JSONResponse({"access_token": "of-the-person", "token_type": "bearer"})

        def told(what: str):
            async def answer(request: Request) -> Response:
                assert request.headers["authorization"] == "Bearer of-the-person"
                return JSONResponse(getattr(self, what), status_code=self.status)

            return answer

        return Starlette(
            routes=[
                Route("/token", token, methods=["POST"]),
                Route("/person", told("person")),
                Route("/emails", told("emails")),
            ]
        )


@pytest.fixture(scope="module")
def served():
    place = Place()
    with serving(place.app) as url:
        yield place, url


@pytest.fixture
def place(served):
    served[0].status = 200
    return served[0]


def provider(url: str, kind: str) -> PlainProvider:
    known = PLAIN[kind]
    here = replace(
        known, token=f"{url}/token", person=f"{url}/person",
        emails=f"{url}/emails" if known.emails else "",
    )  # fmt: skip
    return PlainProvider(ProviderSettings(kind, kind, kind, "id-of-ours", "hush"), here)


def identify(served, kind: str, issuer: str | None = None, verifier: str = "") -> Identity:
    place, url = served
    asked = provider(url, kind)
    exchange = Exchange(*(secrets.token_urlsafe(32) for _ in range(3)), f"http://x/{kind}/callback")
    sent = parse_qs(urlsplit(asked.authorization_url(exchange, language="ko")).query)
    assert sent["code_challenge_method"] == ["S256"]
    assert sent["state"] == [exchange.state]
    assert sent["redirect_uri"] == [exchange.redirect_uri]
    place.challenge = sent["code_challenge"][0]
    if verifier:
        exchange = replace(exchange, code_verifier=verifier)
    return asked.identify(exchange, code="a-code", issuer=issuer)


def test_github_tells_the_primary_address_and_whether_it_was_proven(served, place):
    place.person, place.emails = GITHUB, GITHUB_EMAILS
    assert identify(served, "github") == Identity("583231", "octo@example.com", True, "octo")
    place.emails = [{"email": "octo@example.com", "primary": True, "verified": False}]
    assert not identify(served, "github").is_email_verified
    place.emails = []
    assert identify(served, "github") == Identity("583231", "", False, "octo")


def test_kakao_tells_an_address_only_when_the_person_agreed(served, place):
    place.person = KAKAO
    assert identify(served, "kakao") == Identity("123456789", "hana@example.com", True, "하나")
    for flag in ("is_email_valid", "is_email_verified"):
        place.person = {**KAKAO, "kakao_account": {**KAKAO["kakao_account"], flag: False}}
        assert not identify(served, "kakao").is_email_verified
    place.person = {"id": 7}
    assert identify(served, "kakao") == Identity("7")


def test_an_address_at_naver_is_never_taken_for_proven(served, place):
    place.person = NAVER
    assert identify(served, "naver") == Identity("abc-32", "bom@example.com", False, "봄")
    assert "state" in place.asked
    place.person = {"response": {"id": "abc-32"}}
    assert identify(served, "naver") == Identity("abc-32")


@pytest.mark.parametrize("kind", sorted(PLAIN))
def test_a_code_with_another_verifier_is_refused(served, place, kind):
    place.person, place.emails = {"id": 1, "response": {"id": "1"}}, []
    with pytest.raises(IdentityRefused):
        identify(served, kind, verifier=secrets.token_urlsafe(32))


@pytest.mark.parametrize("kind", sorted(PLAIN))
@pytest.mark.parametrize(
    "person", [{}, [], {"id": None, "response": {"id": None}}, {"response": 7}, "x"]
)
def test_an_answer_of_another_shape_vouches_for_nobody(served, place, kind, person):
    place.person, place.emails = person, []
    with pytest.raises(IdentityRefused):
        identify(served, kind)


@pytest.mark.parametrize("kind", sorted(PLAIN))
def test_another_issuer_in_the_callback_is_refused(served, place, kind):
    place.person, place.emails = {"id": 1, "response": {"id": "1"}}, []
    with pytest.raises(IdentityRefused):
        identify(served, kind, issuer="https://evil.example")
    assert identify(served, kind, issuer=PLAIN[kind].issuer).subject == "1"


@pytest.mark.parametrize("kind", sorted(PLAIN))
def test_a_provider_in_trouble_is_away(served, place, kind):
    place.person, place.status = {"error": "busy"}, 503
    with pytest.raises(PortUnavailable):
        identify(served, kind)


@pytest.mark.parametrize("kind", sorted(PLAIN))
def test_they_cannot_prove_that_somebody_typed_their_secret_again(served, kind):
    asked = provider(served[1], kind)
    assert not asked.can_reauthenticate
    with pytest.raises(IdentityRefused):
        asked.authorization_url(
            Exchange("s", "n", "v", "http://x"), language="ko", reauthenticate=True
        )
