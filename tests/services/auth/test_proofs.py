"""Proving once more who is there: by everything the account has, and nothing less."""

from __future__ import annotations

import dataclasses

import pytest

from lms_app import composition
from lms_app.core.actor import Credential
from lms_app.core.errors import Forbidden, NotAuthenticated, RateLimited, StepUpNeeded
from lms_app.services import auth
from lms_app.services.auth import ProofChoices, WrongCode, WrongPassword
from tests.factories.people import PASSWORD, Person, as_system, person
from tests.factories.second_factors import code_of, later, with_app, with_passkey

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture
def sam(site) -> Person:
    hashed = site.passwords.hash(PASSWORD)
    as_system(auth.create_person, email="sam@example.com", display_name="Sam", password_hash=hashed)
    signed_in = composition.call(auth.sign_in, email="sam@example.com", password=PASSWORD)
    from uuid import UUID

    held = Credential(session_token=signed_in.token, ip="192.0.2.1")
    return Person(UUID(signed_in.user_id), held, "sam@example.com")


def holding(who: Person, token: str) -> Person:
    return dataclasses.replace(
        who, credential=dataclasses.replace(who.credential, session_token=token)
    )


def test_a_password_proves_who_is_there_for_five_minutes_and_the_token_changes(sam):
    with later(minutes=6):
        with pytest.raises(StepUpNeeded):
            sam.call(auth.ensure_proved)
        proved = sam.call(auth.prove_by_password, password=PASSWORD)
        assert sam.call(auth.get_session_user) is None, "the old token holds nothing"
        holding(sam, proved.token).call(auth.ensure_proved)
        assert len(holding(sam, proved.token).call(auth.list_sessions)) == 1
    with later(minutes=12), pytest.raises(StepUpNeeded):
        holding(sam, proved.token).call(auth.ensure_proved)


def test_a_wrong_password_proves_nothing_and_guessing_is_limited(sam):
    with later(minutes=6):
        for _ in range(10):
            with pytest.raises(WrongPassword):
                sam.call(auth.prove_by_password, password="not the right one, no")
        with pytest.raises(RateLimited):
            sam.call(auth.prove_by_password, password=PASSWORD)
        with pytest.raises(StepUpNeeded):
            sam.call(auth.ensure_proved)


def test_with_a_second_factor_the_password_is_not_enough(sam):
    secret, codes = with_app(sam)
    assert sam.call(auth.get_proof_choices) == ProofChoices(
        has_password=False,
        has_app=True,
        has_passkey=False,
        has_recovery_codes=True,
        email="sam@example.com",
    )
    with later(minutes=6):
        with pytest.raises(Forbidden):
            sam.call(auth.prove_by_password, password=PASSWORD)
        with pytest.raises(WrongCode):
            sam.call(auth.prove_by_code, code="000000")
        proved = holding(sam, sam.call(auth.prove_by_code, code=code_of(secret)).token)
        proved.call(auth.ensure_proved)
        with pytest.raises(WrongCode):
            proved.call(auth.prove_by_code, code=code_of(secret))
        proved.call(auth.prove_by_code, code=codes[0])


def test_a_passkey_proves_who_is_there(sam):
    held = with_passkey(sam)
    with later(minutes=6):
        question = sam.call(auth.ask_own_passkey)
        proved = sam.call(
            auth.prove_by_passkey,
            answer=held.answer(question.options),
            browser=question.browser,
        )
        holding(sam, proved.token).call(auth.ensure_proved)


def test_a_passkey_of_somebody_else_proves_nothing(sam):
    theirs = with_passkey(person("Kim"))
    with later(minutes=6):
        question = sam.call(auth.ask_own_passkey)
        with pytest.raises(auth.PasskeyRefused):
            sam.call(
                auth.prove_by_passkey,
                answer=theirs.answer(question.options),
                browser=question.browser,
            )


def test_nobody_proves_anything_without_a_session(site):
    for use_case, given in (
        (auth.prove_by_password, {"password": PASSWORD}),
        (auth.prove_by_code, {"code": "000000"}),
        (auth.prove_by_passkey, {"answer": "{}", "browser": ""}),
        (auth.ask_own_passkey, {}),
    ):
        with pytest.raises(NotAuthenticated):
            composition.call(use_case, **given)
