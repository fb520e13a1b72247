"""Changing password and address on the settings page."""

import pytest

from lms_app.states.settings.credentials import ChangeAddress as AddressForm
from lms_app.states.settings.credentials import CredentialState
from tests.factories.mails import mails_to
from tests.factories.people import PASSWORD, person
from tests.services.auth.test_recovery import NEW, member, sign_in
from tests.states.learn.opened import notice_of, opened

pytestmark = pytest.mark.usefixtures("site")


async def test_a_password_is_changed_and_a_wrong_one_is_told_at_its_field():
    state = opened(CredentialState, "/settings/security", member())
    wrong = {"password_current": "not it", "password_password": NEW}
    await CredentialState.change_password.fn(state, wrong)
    assert list(state.errors) == ["current"]
    assert (state.in_form, state.round) == ("password", 0)
    await CredentialState.change_password.fn(
        state, {"password_current": PASSWORD, "password_password": NEW}
    )
    assert (state.errors, state.round) == ({}, 1)
    assert (await notice_of(state)).notice_kind == "success"
    assert sign_in(NEW).token


async def test_a_new_address_gets_a_link_and_the_page_shows_the_old_one():
    state = opened(CredentialState, "/settings/security", member())
    await CredentialState.load.fn(state)
    assert (state.address, state.has_password) == ("sam@example.com", True)
    await CredentialState.change_address.fn(
        state, {"address_current": PASSWORD, "address_email": "new@example.com"}
    )
    assert state.errors == {}
    assert len(mails_to("new@example.com")) == 1


async def test_who_has_no_password_is_not_asked_for_it():
    kim = person("Kim")
    state = opened(CredentialState, "/settings/security", kim)
    await CredentialState.load.fn(state)
    assert (state.address, state.has_password) == ("kim@example.com", False)
    sent = AddressForm(form_data={"address_email": "new@example.com"}).form_data
    await CredentialState.change_address.fn(state, sent.model_dump())
    assert state.errors == {}
    assert len(mails_to("new@example.com")) == 1
