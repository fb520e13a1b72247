"""Whether an address has an account shows nowhere: one answer and one cost, by pages and by the API
(A02). The cost is counted where it arises, in Argon2; milliseconds are measured by the benchmarks."""

from __future__ import annotations

import dataclasses

import argon2
import pytest
import sqlalchemy as sa

from lms_app import composition
from lms_app.adapters.argon2_password_hasher import Argon2PasswordHasher
from lms_app.core.errors import RateLimited
from lms_app.services import auth
from lms_app.services.auth import registration
from tests.api.test_accounts import FORM, post
from tests.api.v1.client import Program, with_password
from tests.factories.mails import token_to
from tests.factories.people import PASSWORD, Nobody, person

ADDRESSES = {
    "an account's": "sam@example.com",
    "nobody's": "nobody@example.com",
    "of an account without a password": "kim@example.com",
    "of a suspended account": "lee@example.com",
    "no address at all": "no address",
}
WRONG = "not the password, no"


@pytest.fixture
def hashes(site, monkeypatch) -> list[str]:
    """Every hash that Argon2 computes from now on, in a process that has computed none yet."""
    with_password("sam@example.com")
    person("Kim")
    with_password("lee@example.com")
    with site.engine.begin() as connection:
        connection.execute(
            sa.text("UPDATE user_account SET status = 'suspended' WHERE email LIKE 'lee@%'")
        )
    fresh = dataclasses.replace(site, passwords=Argon2PasswordHasher())
    monkeypatch.setattr(composition, "implementations", lambda: fresh)
    computed: list[str] = []
    for name in ("hash", "verify"):
        inner = getattr(argon2.PasswordHasher, name)

        def counted(self, *args, _name=name, _inner=inner, **kwargs):
            computed.append(_name)
            return _inner(self, *args, **kwargs)

        monkeypatch.setattr(argon2.PasswordHasher, name, counted)
    return computed


def told(answer) -> tuple:
    """All that an answer says, but for what was typed and sealed cookies."""
    names = sorted(name for name, _ in answer.headers.multi_items())
    return answer.status_code, answer.headers.get("location"), answer.text, names


def costs(hashes: list[str], ask) -> dict[str, list[str]]:
    found = {}
    for what, email in ADDRESSES.items():
        hashes.clear()
        ask(email)
        found[what] = list(hashes)
    return found


def test_signing_in_by_the_form_costs_one_hash_and_gets_one_answer(hashes):
    answers = []

    def ask(email: str) -> None:
        answers.append(told(post("sign-in", {"email": email, "password": WRONG})))

    assert costs(hashes, ask) == {what: ["verify"] for what in ADDRESSES}
    assert len(set(map(repr, answers))) == 1


def test_signing_in_by_the_api_costs_one_hash_and_gets_one_answer(hashes):
    answers = []

    def ask(email: str) -> None:
        answers.append(told(Program().post("/auth/sign-in", {"email": email, "password": WRONG})))

    assert costs(hashes, ask) == {what: ["verify"] for what in ADDRESSES}
    told_once = {repr((status, body)) for status, _, body, _ in answers}
    assert len(told_once) == 1


def test_the_right_password_costs_one_hash_too(hashes):
    assert post("sign-in", {"email": "sam@example.com", "password": PASSWORD}).status_code == 303
    assert hashes == ["verify"]
    hashes.clear()
    body = {"email": "sam@example.com", "password": PASSWORD}
    assert Program().post("/auth/sign-in", body).status_code == 200
    assert hashes == ["verify"]


def test_asking_for_a_reset_costs_no_hash_and_gets_one_answer(hashes):
    known = {what: email for what, email in ADDRESSES.items() if "@" in email}
    answers = [told(post("forgot", {"email": email})) for email in known.values()]
    assert hashes == []
    assert len(set(map(repr, answers))) == 1


def test_a_reset_costs_one_hash_and_a_link_that_is_none_says_only_that(hashes):
    answers = [
        told(post("reset", {"token": token, "password": PASSWORD}))
        for token in ("x" * 43, "y" * 43)
    ]
    assert hashes == []
    assert [answer[1].partition("&")[2] for answer in answers] == [
        answers[0][1].partition("&")[2]
    ] * 2
    post("forgot", {"email": "sam@example.com"})
    used = post("reset", {"token": token_to("sam@example.com"), "password": "a walk at dawn, 8"})
    assert used.headers["location"] == "/login?notice=reset"
    assert hashes == ["hash"]


def test_signing_up_costs_one_hash_and_gets_one_answer(hashes):
    known = {what: email for what, email in ADDRESSES.items() if "@" in email}
    answers = []
    for email in known.values():
        hashes.clear()
        answers.append(told(post("sign-up", {**FORM, "email": email})))
        assert hashes == ["hash"]
    assert len(set(map(repr, answers))) == 1


def test_a_handful_of_tries_from_many_addresses_is_limited_for_all_together(site, monkeypatch):
    monkeypatch.setattr(registration, "TRIES_IN_ALL", (3, 300))
    for number in range(3):
        with pytest.raises(registration.WrongPassword):
            composition.call(
                auth.sign_in,
                email=f"a{number}@example.com",
                password=WRONG,
                credential=dataclasses.replace(Nobody.credential, ip=f"203.0.113.{number}"),
            )
    with pytest.raises(RateLimited):
        composition.call(
            auth.sign_in,
            email="z@example.com",
            password=WRONG,
            credential=dataclasses.replace(Nobody.credential, ip="198.51.100.1"),
        )
    body = {"email": "z@example.com", "password": WRONG}
    assert Program().post("/auth/sign-in", body).status_code == 429
    assert "rate_limited" in post("sign-in", body).headers["location"]
