"""The routes of the second step, of proofs and passkeys: cookies, ways on, who may post."""

from __future__ import annotations

import re
from uuid import UUID

import pytest

from lms_app import composition
from lms_app.core.actor import Credential
from lms_app.core.config import settings
from lms_app.services import auth
from tests.factories.people import PASSWORD, Person, as_system
from tests.factories.second_factors import code_of, later, with_app, with_passkey
from tests.factories.uploads import client

COOKIE = "__Host-sid"


@pytest.fixture
def sam(site) -> Person:
    hashed = site.passwords.hash(PASSWORD)
    as_system(auth.create_person, email="sam@example.com", display_name="Sam", password_hash=hashed)
    signed_in = composition.call(auth.sign_in, email="sam@example.com", password=PASSWORD)
    held = Credential(session_token=signed_in.token, ip="192.0.2.1")
    return Person(UUID(signed_in.user_id), held, "sam@example.com")


def post(http, path: str, **data: str):
    return http.post(f"/api/auth/{path}", data=data, follow_redirects=False)


def token_of(answer) -> str:
    for header in answer.headers.get_list("set-cookie"):
        if found := re.match(rf"{COOKIE}=([\w-]+);", header):
            return found[1]
    return ""


def signed_in(token: str) -> bool:
    held = Credential(session_token=token)
    return composition.call(auth.get_session_user, credential=held) is not None


def browser(token: str = "", mark: str = ""):
    http = client()
    parts = ([f"{COOKIE}={token}"] if token else []) + ([f"__Host-passkey={mark}"] if mark else [])
    http.headers["cookie"] = "; ".join(parts)
    return http


def test_a_password_leads_to_the_second_step_and_a_code_on_to_where_the_visitor_wanted(sam):
    secret, _ = with_app(sam)
    first = post(browser(), "sign-in", email=sam.email, password=PASSWORD, next="/courses/maps?l=1")
    assert first.headers["location"] == "/login/second?next=%2Fcourses%2Fmaps%3Fl%3D1"
    waiting = token_of(first)
    assert not signed_in(waiting)
    flags = next(c for c in first.headers.get_list("set-cookie") if c.startswith(COOKIE)).lower()
    assert all(flag in flags for flag in ("httponly", "secure", "path=/", "samesite=lax"))
    second = post(browser(waiting), "second-step", code=code_of(secret), next="/courses/maps?l=1")
    assert (second.status_code, second.headers["location"]) == (303, "/courses/maps?l=1")
    assert second.headers["cache-control"] == "no-store"
    assert token_of(second) not in {"", waiting}
    assert signed_in(token_of(second))
    assert not signed_in(waiting)


def test_a_wrong_code_returns_to_the_form_and_the_last_one_to_the_start(sam):
    with_app(sam)
    waiting = token_of(post(browser(), "sign-in", email=sam.email, password=PASSWORD))
    for _ in range(5):
        refused = post(browser(waiting), "second-step", code="000000", next="/courses")
        assert refused.headers["location"].startswith("/login/second?error=error.wrong_code")
        assert "000000" not in str(refused.headers)
        assert token_of(refused) == ""
    over = post(browser(waiting), "second-step", code="000000", next="/courses")
    assert over.headers["location"].startswith("/login?error=error.second_step_over")


@pytest.mark.parametrize("target", ["https://evil.example", "//evil.example", "/\\evil.example"])
def test_nobody_is_sent_to_another_site(sam, target):
    secret, _ = with_app(sam)
    waiting = token_of(post(browser(), "sign-in", email=sam.email, password=PASSWORD))
    answer = post(browser(waiting), "second-step", code=code_of(secret), next=target)
    assert answer.headers["location"] == "/"


def test_a_wrong_password_says_the_same_with_and_without_a_second_factor(sam):
    without = post(browser(), "sign-in", email=sam.email, password="not the right one, no")
    with_app(sam)
    with_one = post(browser(), "sign-in", email=sam.email, password="not the right one, no")
    unknown = post(browser(), "sign-in", email="no@example.com", password="not the right one, no")
    assert without.headers["location"] == with_one.headers["location"]
    assert without.headers["location"] == unknown.headers["location"]


def test_a_proof_renews_the_session_and_leads_back(sam):
    with later(minutes=6):
        held = browser(sam.credential.session_token)
        wrong = post(held, "proof/password", password="not the right one, no", next="/admin")
        assert wrong.headers["location"].startswith("/confirm?error=error.wrong_password")
        proved = post(held, "proof/password", password=PASSWORD, next="/admin/users?q=x")
        assert proved.headers["location"] == "/admin/users?q=x"
        assert signed_in(token_of(proved))
        assert not signed_in(sam.credential.session_token)
        nobody = post(browser(), "proof/password", password=PASSWORD, next="/admin")
        assert nobody.headers["location"].startswith("/login?error=")


def test_a_proof_by_code(sam):
    secret, _ = with_app(sam)
    with later(minutes=6):
        held = browser(sam.credential.session_token)
        assert (
            "error.forbidden" in post(held, "proof/password", password=PASSWORD).headers["location"]
        )
        assert "error.wrong_code" in post(held, "proof/code", code="000000").headers["location"]
        assert signed_in(token_of(post(held, "proof/code", code=code_of(secret))))


def asked(http, path: str) -> tuple[str, str]:
    answer = http.post(f"/api/auth/passkey/{path}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "no-store"
    cookie = answer.headers["set-cookie"]
    assert all(flag in cookie.lower() for flag in ("httponly", "secure", "samesite=strict"))
    return answer.text, re.match(r"__Host-passkey=([\w-]+);", cookie)[1]


def test_a_passkey_is_made_used_to_sign_in_and_to_prove(sam):
    from tests.factories.authenticator import Authenticator

    token = sam.credential.session_token
    options, mark = asked(browser(token), "ask-new")
    held = Authenticator(settings().site_origin)
    kept = browser(token, mark).post(
        "/api/auth/passkey/add", json={"answer": held.made(options), "name": "Laptop"}
    )
    assert kept.status_code == 204, kept.text
    assert [row.name for row in sam.call(auth.get_second_factors).passkeys] == ["Laptop"]
    options, mark = asked(browser(), "ask")
    entered = post(
        browser(mark=mark), "passkey/sign-in", answer=held.answer(options), next="/courses"
    )
    assert entered.headers["location"] == "/courses"
    fresh = token_of(entered)
    assert signed_in(fresh)
    with later(minutes=6):
        options, mark = asked(browser(fresh), "ask-own")
        proved = post(
            browser(fresh, mark), "passkey/prove", answer=held.answer(options), next="/admin"
        )
        assert proved.headers["location"] == "/admin"
        assert signed_in(token_of(proved))


def test_a_refused_passkey_leads_back_to_where_it_was_asked(sam):
    with_passkey(sam)
    refused = post(browser(), "passkey/sign-in", answer="{}", next="/courses")
    assert refused.headers["location"].startswith("/login?error=error.passkey_refused")
    waiting = token_of(post(browser(), "sign-in", email=sam.email, password=PASSWORD))
    refused = post(browser(waiting), "passkey/sign-in", answer="{}", next="/courses")
    assert refused.headers["location"].startswith("/login/second?error=error.passkey_refused")
    with later(minutes=6):
        held = browser(sam.credential.session_token)
        refused = post(held, "passkey/prove", answer="{}", next="/admin")
        assert refused.headers["location"].startswith("/confirm?error=error.passkey_refused")
        stale = held.post("/api/auth/passkey/ask-new")
        assert (stale.status_code, stale.json()["code"]) == (403, "error.step_up_needed")
    assert browser().post("/api/auth/passkey/ask-own").status_code == 401


@pytest.mark.parametrize(
    "path",
    ["second-step", "proof/password", "proof/code", "passkey/ask", "passkey/ask-new",
     "passkey/ask-own", "passkey/sign-in", "passkey/prove", "passkey/add"],
)  # fmt: skip
@pytest.mark.parametrize(
    "headers",
    [{"origin": "https://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}],
)
def test_requests_of_other_sites_are_refused(site, path, headers):
    answer = client().post(f"/api/auth/{path}", headers=headers, follow_redirects=False)
    assert answer.status_code == 403
