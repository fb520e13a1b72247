"""The page of sign-in and security: what it shows once, and where it sends who has to prove it."""

from __future__ import annotations

import pytest

from lms_app.core import urls
from lms_app.services import auth
from lms_app.states.portal.proof import ProofState
from lms_app.states.settings.second_factors import SecondFactorState
from lms_app.states.settings.sessions import SessionsState
from tests.factories.people import person
from tests.factories.second_factors import code_of, first_factor, later, with_app, with_passkey
from tests.states.learn.opened import notice_of, opened


@pytest.fixture
def sam(site):
    return person("Sam")


def shown(who) -> SecondFactorState:
    return opened(SecondFactorState, urls.SETTINGS_SECURITY, who)


async def test_an_app_is_set_up_and_its_secret_forgotten(sam):
    state = shown(sam)
    await SecondFactorState.load.fn(state)
    await SecondFactorState.begin_app.fn(state)
    assert state.is_setting_up
    secret = state.setup_key
    await SecondFactorState.confirm_app.fn(state, {"code": "000000"})
    assert list(state.errors) == ["code"]
    await SecondFactorState.confirm_app.fn(state, {"code": code_of(secret)})
    assert (state.is_on, state.setup_key, state.setup_picture) == (True, "", "")
    assert len(state.new_codes) == 10
    await SecondFactorState.show_codes.fn(state, False)
    assert state.new_codes == []


async def test_a_page_that_opens_shows_no_secret_of_before(sam):
    state = shown(sam)
    await SecondFactorState.begin_app.fn(state)
    state.new_codes = ["abcd"]
    await SecondFactorState.load.fn(state)
    assert (state.setup_key, state.setup_picture, state.new_codes) == ("", "", [])


async def test_who_has_to_prove_it_is_sent_there_and_back_here(sam):
    for act in (
        SecondFactorState.begin_app, SecondFactorState.begin_passkey, SecondFactorState.renew_codes,
    ):  # fmt: skip
        state = shown(sam)
        with later(minutes=6):
            await act.fn(state)
        assert (await notice_of(state)).go_url == "/confirm?next=%2Fsettings%2Fsecurity"
        assert (state.is_setting_up, state.is_adding) == (False, False)


async def test_passkeys_are_listed_and_removed(sam):
    with_app(sam)
    with_passkey(sam)
    with_passkey(sam)
    state = shown(sam)
    await SecondFactorState.load.fn(state)
    assert len(state.passkeys) == 2
    await SecondFactorState.remove.fn(state, state.passkeys[0].id)
    assert len(state.passkeys) == 1
    await SecondFactorState.remove.fn(state, "no id")
    assert len(state.passkeys) == 1


async def test_a_passkey_gets_another_name(sam):
    with_passkey(sam)
    state = shown(sam)
    await SecondFactorState.load.fn(state)
    assert state.passkeys[0].name == "Key"
    await SecondFactorState.rename.fn(state, state.passkeys[0].id, "내 노트북")
    assert state.passkeys[0].name == "내 노트북"
    assert (await notice_of(state)).notice_kind == "success"
    for name in ("", "x" * 81):
        await SecondFactorState.rename.fn(state, state.passkeys[0].id, name)
        assert state.passkeys[0].name == "내 노트북"


async def test_the_first_passkey_brings_recovery_codes(sam):
    with_passkey(sam)
    state = shown(sam)
    await SecondFactorState.passkey_added.fn(state)
    assert len(state.new_codes) == 10
    await SecondFactorState.passkey_added.fn(state)
    assert state.new_codes == []


async def test_sessions_are_listed_and_ended(sam):
    for _ in range(3):
        first_factor(sam)
    state = opened(SessionsState, urls.SETTINGS_SECURITY, sam)
    await SessionsState.load.fn(state)
    assert len(state.rows) == 4
    assert state.has_others
    await SessionsState.end.fn(state, state.rows[1].id)
    assert len(state.rows) == 3
    await SessionsState.end_others.fn(state)
    assert (len(state.rows), state.has_others) == (1, False)


async def test_the_second_step_shows_what_the_account_has_or_that_it_is_over(sam):
    with_passkey(sam)
    _, held = first_factor(sam)

    class Waiting:
        credential = held

    state = opened(ProofState, urls.SECOND_STEP, Waiting())
    await ProofState.load_second_step.fn(state)
    assert (state.is_over, state.has_passkey, state.has_app, state.has_code) == (
        False, True, False, False,
    )  # fmt: skip
    state = opened(ProofState, urls.SECOND_STEP, sam)
    await ProofState.load_second_step.fn(state)
    assert (state.is_over, state.has_passkey) == (True, False)


async def test_the_proof_offers_what_the_account_has(sam):
    with_app(sam)
    state = opened(ProofState, urls.CONFIRM, sam)
    await ProofState.load_confirm.fn(state)
    assert (state.has_password, state.has_code, state.is_loaded) == (False, True, True)


async def test_who_has_nothing_to_prove_it_by_is_shown_what_to_do(sam):
    state = opened(ProofState, urls.CONFIRM + "?next=%2Fsettings%2Fdata", sam)
    await ProofState.load_confirm.fn(state)
    assert (state.has_password, state.has_code, state.has_passkey) == (False, False, False)
    assert state.email == "sam@example.com"
    assert state.sign_in_path == "/login?next=%2Fsettings%2Fdata"
    elsewhere = opened(ProofState, urls.CONFIRM + "?next=https%3A%2F%2Fevil.example", sam)
    await ProofState.load_confirm.fn(elsewhere)
    assert elsewhere.sign_in_path == "/login?next=%2F"


async def test_an_admin_proves_it_before_a_reason_is_asked_for(site):
    from lms_app.core.permissions import Role
    from lms_app.states.admin.users import AdminUsersState

    root = person("Root", Role.admin)
    state = opened(AdminUsersState, urls.ADMIN_USERS + "?q=sam", root)
    await AdminUsersState.load.fn(state)
    with later(minutes=6):
        await AdminUsersState.ask.fn(state, str(root.id))
    assert not state.is_asking
    assert (await notice_of(state)).go_url == "/confirm?next=%2Fadmin%2Fusers%3Fq%3Dsam"
    assert auth.ensure_proved.step_up
