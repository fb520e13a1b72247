"""Passkeys: made, both factors at once, and every way an answer can be wrong (A10)."""

from __future__ import annotations

import dataclasses
import json
import threading

import pytest
import sqlalchemy as sa

from lms_app import composition
from lms_app.core.actor import Actor, Credential
from lms_app.core.config import settings
from lms_app.core.errors import Conflict, InvalidInput, NotFound
from lms_app.core.permissions import Role
from lms_app.services import auth, user
from lms_app.services.auth import PasskeyRefused
from tests.factories.authenticator import PRESENT, Authenticator
from tests.factories.people import Nobody, person
from tests.factories.second_factors import first_factor, later, with_app, with_passkey

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture
def sam(site):
    return person("Sam")


def sign_in(held: Authenticator, caller: Credential = Credential(), **changes):
    question = composition.call(auth.ask_passkey, credential=caller)
    answer = held.answer(question.options, **changes)
    return composition.call(
        auth.sign_in_with_passkey, answer=answer, browser=question.browser, credential=caller
    )


def who(token: str):
    return composition.call(auth.get_session_user, credential=Credential(session_token=token))


def test_a_passkey_signs_in_at_once_with_a_fresh_proof(sam):
    held = with_passkey(sam)
    signed_in = sign_in(held)
    assert signed_in.is_complete
    assert who(signed_in.token).email == sam.email
    composition.call(auth.ensure_proved, credential=Credential(session_token=signed_in.token))


def test_the_question_names_no_account(sam):
    with_passkey(sam)
    options = json.loads(Nobody().call(auth.ask_passkey).options)
    assert options["allowCredentials"] == []
    assert options["rpId"] == "localhost"
    assert options["userVerification"] == "required"


def test_with_a_passkey_another_first_factor_is_not_enough(sam):
    held = with_passkey(sam)
    signed_in, waiting = first_factor(sam)
    assert not signed_in.is_complete
    whole = sign_in(held, waiting)
    assert who(whole.token).email == sam.email
    assert composition.call(auth.get_second_step, credential=waiting) is None


def test_at_the_second_step_a_passkey_of_another_account_is_refused(sam):
    with_passkey(sam)
    theirs = with_passkey(person("Kim"))
    with pytest.raises(PasskeyRefused):
        sign_in(theirs, first_factor(sam)[1])


@pytest.mark.parametrize(
    "changes",
    [
        {"origin": "https://evil.example"},
        {"origin": "http://localhost:1"},
        {"rp_id": "evil.example"},
        {"flags": PRESENT},
        {"flags": 0},
        {"user_handle": b"somebody else's"},
        {"user_handle": b""},
    ],
)
def test_answers_of_another_site_person_or_without_verifying_are_refused(sam, changes):
    held = with_passkey(sam)
    with pytest.raises(PasskeyRefused):
        sign_in(dataclasses.replace(held, **changes))


def test_an_answer_signed_by_another_key_is_refused(sam):
    held = with_passkey(sam)
    other = Authenticator(
        held.origin, credential_id=held.credential_id, user_handle=held.user_handle
    )
    with pytest.raises(PasskeyRefused):
        sign_in(other)


def test_a_copy_that_counts_behind_is_refused_and_written_down(site, sam):
    held = with_passkey(sam)
    copy = dataclasses.replace(held)
    sign_in(held)
    sign_in(held)
    with pytest.raises(PasskeyRefused):
        sign_in(copy)
    with site.engine.connect() as connection:
        written = sa.text("SELECT count(*) FROM audit_entry WHERE action LIKE '%passkey_refused'")
        assert connection.execute(written).scalar_one() == 1


def test_a_question_is_answered_once_by_the_browser_that_was_asked_within_five_minutes(sam):
    held = with_passkey(sam)
    question, other = (Nobody().call(auth.ask_passkey) for _ in range(2))
    answer = held.answer(question.options)

    def give(browser: str):
        return Nobody().call(auth.sign_in_with_passkey, answer=answer, browser=browser)

    for stranger in ("", "made up", other.browser):
        with pytest.raises(PasskeyRefused):
            give(stranger)
    assert give(question.browser).is_complete
    with pytest.raises(PasskeyRefused):
        give(question.browser)
    late = Nobody().call(auth.ask_passkey)
    answer = held.answer(late.options)
    with later(minutes=6), pytest.raises(PasskeyRefused):
        give(late.browser)


def test_a_question_for_one_purpose_is_no_question_for_another(sam):
    held = with_passkey(sam)
    asked = sam.call(auth.ask_own_passkey)
    with pytest.raises(PasskeyRefused):
        Nobody().call(
            auth.sign_in_with_passkey,
            answer=held.answer(asked.options),
            browser=asked.browser,
        )


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "[]",
        "{}",
        "null",
        '{"id": 1}',
        '{"id": "é"}',
        "[" * 9000,
        "x" * 30_000,
        '{"id": "AAAA"}',
    ],
)
def test_what_is_no_answer_is_refused(sam, answer):
    with_passkey(sam)
    question = Nobody().call(auth.ask_passkey)
    with pytest.raises(PasskeyRefused):
        Nobody().call(auth.sign_in_with_passkey, answer=answer, browser=question.browser)
    asked = sam.call(auth.ask_new_passkey)
    with pytest.raises(PasskeyRefused):
        sam.call(auth.add_passkey, answer=answer, browser=asked.browser, name="")


def test_a_known_key_with_a_broken_answer_is_refused(sam):
    held = with_passkey(sam)
    for part in ("clientDataJSON", "authenticatorData", "signature"):
        with pytest.raises(PasskeyRefused):
            sign_in(held, **{part: b"\xff\x00"})


def test_somebody_suspended_does_not_get_in(sam):
    held = with_passkey(sam)
    person("Root", Role.admin).call(user.suspend_user, sam.id, reason="spam")
    with pytest.raises(PasskeyRefused):
        sign_in(held)


def test_a_passkey_made_for_one_account_is_not_kept_for_another(sam):
    kim = person("Kim")
    asked = sam.call(auth.ask_new_passkey)
    held = Authenticator(settings().site_origin)
    with pytest.raises(PasskeyRefused):
        kim.call(auth.add_passkey, answer=held.made(asked.options), browser=asked.browser, name="")


def test_one_credential_is_one_passkey(sam):
    held = with_passkey(sam)
    kim = person("Kim")
    asked = kim.call(auth.ask_new_passkey)
    with pytest.raises(Conflict):
        kim.call(auth.add_passkey, answer=held.made(asked.options), browser=asked.browser, name="")


def test_passkeys_are_named_renamed_and_removed_by_their_owner_only(sam):
    kim = person("Kim")
    with_passkey(sam)
    with_app(sam)
    (row,) = sam.call(auth.get_second_factors).passkeys
    from uuid import UUID

    key = UUID(row.id)
    with pytest.raises(NotFound):
        kim.call(auth.rename_passkey, key, name="Mine")
    with pytest.raises(NotFound):
        kim.call(auth.remove_passkey, key)
    sam.call(auth.rename_passkey, key, name="  My   laptop ")
    assert sam.call(auth.get_second_factors).passkeys[0].name == "My laptop"
    with pytest.raises(InvalidInput):
        sam.call(auth.rename_passkey, key, name="")


def test_the_last_way_in_stays(site, sam):
    with_passkey(sam)
    with_passkey(sam)
    from uuid import UUID

    keys = [UUID(row.id) for row in sam.call(auth.get_second_factors).passkeys]
    outcomes: list[str] = []

    def remove(key: UUID) -> None:
        try:
            sam.call(auth.remove_passkey, key)
            outcomes.append("gone")
        except Conflict:
            outcomes.append("stays")

    threads = [threading.Thread(target=remove, args=(key,)) for key in keys]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["gone", "stays"]
    assert len(sam.call(auth.get_second_factors).passkeys) == 1


def test_recovery_codes_come_with_the_first_second_factor_once(sam):
    with_passkey(sam)
    codes = sam.call(auth.get_first_recovery_codes)
    assert len(codes) == 10
    assert sam.call(auth.get_first_recovery_codes) == ()
    assert person("Kim").call(auth.get_first_recovery_codes) == ()
    _, waiting = first_factor(sam)
    assert composition.call(auth.take_second_step, code=codes[0], credential=waiting).is_complete


def test_there_is_an_end_to_passkeys(sam):
    for _ in range(10):
        with_passkey(sam)
    with pytest.raises(InvalidInput):
        sam.call(auth.ask_new_passkey)


def test_old_questions_are_cleared_away(site, sam):
    Nobody().call(auth.ask_passkey)
    with later(minutes=6):
        Nobody().call(auth.ask_passkey)
    with site.engine.connect() as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM passkey_challenge")).scalar() == 1


def test_signing_in_ends_what_the_browser_held_before(sam):
    held = with_passkey(sam)
    before = sam.call(auth.peek_actor)
    assert isinstance(before, Actor)
    sign_in(held, sam.credential)
    assert sam.call(auth.get_session_user) is None
