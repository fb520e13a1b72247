"""Authenticator apps and recovery codes: set up, asked for, used once, guessed in vain (A10)."""

from __future__ import annotations

import dataclasses
import threading

import pytest
import sqlalchemy as sa

from lms_app import composition
from lms_app.core.actor import Credential
from lms_app.core.errors import Conflict, NotAuthenticated, RateLimited, StepUpNeeded
from lms_app.services import auth
from lms_app.services.auth import SecondStepOver, WrongCode
from tests.factories.people import person
from tests.factories.second_factors import code_of, first_factor, later, with_app

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture
def sam(site):
    return person("Sam")


def second_step(held: Credential, code: str):
    return composition.call(auth.take_second_step, code=code, credential=held)


def who(token: str):
    return composition.call(auth.get_session_user, credential=Credential(session_token=token))


def rows(site, statement: str):
    with site.engine.connect() as connection:
        return connection.execute(sa.text(statement)).all()


def test_an_app_is_on_after_its_first_code_and_asked_for_from_then_on(sam):
    secret, codes = with_app(sam)
    assert len(set(codes)) == 10
    found = sam.call(auth.get_second_factors)
    assert (found.has_app, found.recovery_codes_left, found.is_on) == (True, 10, True)
    signed_in, held = first_factor(sam)
    assert not signed_in.is_complete
    assert who(signed_in.token) is None
    whole = second_step(held, code_of(secret))
    assert who(whole.token).email == sam.email
    assert whole.token != signed_in.token
    assert who(signed_in.token) is None, "the token from before the second step holds nothing"


def test_an_app_counts_for_nothing_until_a_code_of_it_was_seen(sam):
    made = sam.call(auth.begin_authenticator)
    assert made.picture.startswith("data:image/svg+xml")
    assert first_factor(sam)[0].is_complete
    wrong = code_of(made.secret, steps=40)
    with pytest.raises(WrongCode):
        sam.call(auth.confirm_authenticator, code=wrong)
    assert not sam.call(auth.get_second_factors).is_on


def test_a_secret_that_was_shown_long_ago_cannot_be_confirmed(sam):
    secret = sam.call(auth.begin_authenticator).secret
    with later(minutes=16):
        auth_again = dataclasses.replace(sam, credential=first_factor(sam)[1])
        with pytest.raises(Conflict):
            auth_again.call(auth.confirm_authenticator, code=code_of(secret))


def test_the_secret_lies_sealed_and_recovery_codes_hashed(site, sam):
    secret, codes = with_app(sam)
    (stored,) = rows(site, "SELECT sealed_secret FROM totp_factor")
    assert secret.encode() not in bytes(stored[0])
    hashes = [bytes(row[0]) for row in rows(site, "SELECT code_hash FROM recovery_code")]
    assert all(len(value) == 32 for value in hashes)
    assert not any(code.replace("-", "").encode() in b"".join(hashes) for code in codes)


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_code_of_a_neighbouring_step_is_taken(sam, steps):
    secret, _ = with_app(sam)
    with later(seconds=0):
        assert second_step(first_factor(sam)[1], code_of(secret, steps)).is_complete


@pytest.mark.parametrize("steps", [-3, 3])
def test_a_code_of_another_moment_is_refused(sam, steps):
    secret, _ = with_app(sam)
    with pytest.raises(WrongCode):
        second_step(first_factor(sam)[1], code_of(secret, steps))


def test_a_code_works_once_and_none_before_it_any_more(sam):
    secret, _ = with_app(sam)
    with later(seconds=0):
        code, before = code_of(secret), code_of(secret, -1)
        second_step(first_factor(sam)[1], code)
        for used in (code, before):
            with pytest.raises(WrongCode):
                second_step(first_factor(sam)[1], used)


def test_of_many_who_use_one_code_at_once_one_gets_in(sam):
    secret, codes = with_app(sam)
    with later(seconds=0):
        for code in (code_of(secret), codes[0]):
            waiting = [
                dataclasses.replace(first_factor(sam)[1], ip=f"192.0.2.{n}") for n in range(6)
            ]
            outcomes: list[bool] = []

            def attempt(held, code=code, outcomes=outcomes):
                try:
                    outcomes.append(second_step(held, code).is_complete)
                except WrongCode:
                    outcomes.append(False)

            threads = [threading.Thread(target=attempt, args=(held,)) for held in waiting]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            assert sorted(outcomes) == [False] * 5 + [True]


def test_a_recovery_code_works_once_in_any_spelling(sam):
    _, codes = with_app(sam)
    spelled = f" {codes[3].upper().replace('-', ' ')} "
    assert second_step(first_factor(sam)[1], spelled).is_complete
    with pytest.raises(WrongCode):
        second_step(first_factor(sam)[1], codes[3])
    assert sam.call(auth.get_second_factors).recovery_codes_left == 9


def test_new_recovery_codes_take_the_place_of_the_old(sam):
    _, codes = with_app(sam)
    renewed = sam.call(auth.renew_recovery_codes)
    assert not set(codes) & set(renewed)
    with pytest.raises(WrongCode):
        second_step(first_factor(sam)[1], codes[0])
    assert second_step(first_factor(sam)[1], renewed[0]).is_complete


def test_codes_of_somebody_else_prove_nothing(sam):
    kim = person("Kim")
    with_app(sam)
    secret, codes = with_app(kim)
    for code in (code_of(secret), codes[0]):
        with pytest.raises(WrongCode):
            second_step(first_factor(sam)[1], code)


@pytest.mark.parametrize("code", ["", "0", "000000", "abcdef", "٠٠٠٠٠٠", "x" * 5000, "\x00" * 6])
def test_what_is_no_code_is_a_wrong_code(sam, code):
    with_app(sam)
    with pytest.raises(WrongCode):
        second_step(first_factor(sam)[1], code)


def test_the_fifth_wrong_code_ends_the_sign_in(sam):
    secret, _ = with_app(sam)
    _, held = first_factor(sam)
    for _ in range(5):
        with pytest.raises(WrongCode):
            second_step(held, "000000")
    with pytest.raises(SecondStepOver):
        second_step(held, code_of(secret))
    assert composition.call(auth.get_second_step, credential=held) is None


def test_guessing_from_one_address_is_limited_and_the_owner_elsewhere_still_gets_in(sam):
    secret, _ = with_app(sam)
    for _ in range(2):
        held = dataclasses.replace(first_factor(sam)[1], ip="203.0.113.9")
        for _ in range(5):
            with pytest.raises(WrongCode):
                second_step(held, "000000")
    held = dataclasses.replace(first_factor(sam)[1], ip="203.0.113.9")
    with pytest.raises(RateLimited):
        second_step(held, code_of(secret))
    assert second_step(first_factor(sam)[1], code_of(secret)).is_complete


def test_codes_are_refused_while_nobody_counts(site, sam, monkeypatch):
    from lms_app.adapters.rate_limiters import redis_rate_limiter

    secret, _ = with_app(sam)
    _, held = first_factor(sam)
    away = dataclasses.replace(site, limits=redis_rate_limiter("redis://127.0.0.1:1/0"))
    monkeypatch.setattr(composition, "implementations", lambda: away)
    with pytest.raises(RateLimited):
        second_step(held, code_of(secret))


def test_a_sign_in_waits_ten_minutes_and_no_longer(sam):
    secret, _ = with_app(sam)
    _, held = first_factor(sam)
    with later(minutes=11), pytest.raises(SecondStepOver):
        second_step(held, code_of(secret))


def test_nobody_learns_whether_an_account_has_a_second_factor(sam):
    with_app(sam)
    for held in (Credential(), Credential(session_token="made up"), sam.credential):
        assert composition.call(auth.get_second_step, credential=held) is None
        with pytest.raises(SecondStepOver):
            second_step(held, "000000")


def test_changing_a_second_factor_asks_for_a_fresh_proof(sam):
    with_app(sam)
    with later(minutes=6):
        for use_case, given in (
            (auth.begin_authenticator, {}),
            (auth.confirm_authenticator, {"code": "000000"}),
            (auth.turn_off_authenticator, {}),
            (auth.renew_recovery_codes, {}),
            (auth.get_first_recovery_codes, {}),
            (auth.ask_new_passkey, {}),
        ):
            with pytest.raises(StepUpNeeded):
                sam.call(use_case, **given)


def test_a_session_that_waits_cannot_change_what_it_waits_for(sam):
    with_app(sam)
    _, held = first_factor(sam)
    with pytest.raises(NotAuthenticated):
        composition.call(auth.turn_off_authenticator, credential=held)


def test_turning_the_app_off_takes_the_recovery_codes_too(site, sam):
    with_app(sam)
    sam.call(auth.turn_off_authenticator)
    found = sam.call(auth.get_second_factors)
    assert (found.is_on, found.recovery_codes_left) == (False, 0)
    assert first_factor(sam)[0].is_complete
    actions = [row[0] for row in rows(site, "SELECT action FROM audit_entry ORDER BY created_at")]
    assert actions == ["second_factor:app_on", "second_factor:app_off"]
    mails = rows(site, "SELECT template FROM mail_message")
    assert [row[0] for row in mails] == ["second_factor_changed"] * 2


def test_another_app_takes_the_place_of_the_first_once_it_is_confirmed(sam):
    secret, _ = with_app(sam)
    made = sam.call(auth.begin_authenticator)
    assert second_step(first_factor(sam)[1], code_of(secret)).is_complete
    assert sam.call(auth.confirm_authenticator, code=code_of(made.secret, 1)) == ()
    with pytest.raises(WrongCode):
        second_step(first_factor(sam)[1], code_of(secret, 1))
