"""The page of API keys: what is ticked is what the key may do; it is shown once."""

from __future__ import annotations

import pytest

from lms_app.core import urls
from lms_app.core.permissions import SCOPES
from lms_app.pages.settings.api import _SCOPES
from lms_app.services import auth
from lms_app.states.settings.api_keys import ApiKeysState, KeyFields
from tests.factories.people import Nobody, instructor, person
from tests.factories.second_factors import later
from tests.states.learn.opened import notice_of, opened

pytestmark = pytest.mark.usefixtures("site")


def form(**ticked: str) -> dict[str, str]:
    return {**KeyFields(name="backup", days="30").model_dump(), **ticked}


async def page_of(who) -> ApiKeysState:
    state = opened(ApiKeysState, urls.SETTINGS_API, who)
    await ApiKeysState.load.fn(state)
    return state


async def test_a_key_is_made_of_what_was_ticked_and_shown_until_the_page_is_left():
    sam = person("Sam")
    page = await page_of(sam)
    await ApiKeysState.begin.fn(page)
    assert page.is_making
    await ApiKeysState.create.fn(page, form(account_read="on", enrollment_read="on"))
    assert page.new_key.startswith("margin_")
    assert not page.is_making
    assert [(key.name, key.scopes) for key in page.keys] == [
        ("backup", ["account:read", "enrollment:read"])
    ]
    await ApiKeysState.load.fn(page)
    assert page.new_key == ""
    assert page.keys[0].prefix


async def test_a_key_takes_a_fresh_proof_before_anything_is_typed():
    page = await page_of(person("Sam"))
    with later(minutes=6):
        await ApiKeysState.begin.fn(page)
        assert not page.is_making
        await ApiKeysState.create.fn(page, form(account_read="on"))
    assert (page.keys, page.new_key) == ([], "")
    assert (await notice_of(page)).go_url == "/confirm?next=%2Fsettings%2Fapi"


async def test_a_person_is_offered_what_they_may_do():
    assert "course:edit" not in (await page_of(person("Sam"))).scopes
    assert set((await page_of(instructor("Ada"))).scopes) == {scope.value for scope in SCOPES}


async def test_nothing_ticked_and_no_such_time_are_told_at_the_field():
    page = await page_of(person("Sam"))
    await ApiKeysState.create.fn(page, form())
    assert set(page.errors) == {"scopes"}
    await ApiKeysState.create.fn(page, {**form(account_read="on"), "days": "9999"})
    assert set(page.errors) == {"expires_in_days"}
    assert page.keys == []


async def test_a_scope_that_is_not_offered_is_not_given():
    page = await page_of(person("Sam"))
    await ApiKeysState.create.fn(page, form(account_read="on", course_edit="on"))
    assert page.keys[0].scopes == ["account:read"]


async def test_a_key_is_revoked_by_its_owner_only():
    sam = person("Sam")
    page, other = await page_of(sam), await page_of(person("Kim"))
    await ApiKeysState.create.fn(page, form(account_read="on"))
    await ApiKeysState.revoke.fn(other, page.keys[0].id)
    assert len(sam.call(auth.list_api_keys)) == 1
    await ApiKeysState.revoke.fn(page, page.keys[0].id)
    assert page.keys == []
    assert (await notice_of(page)).notice_kind == "success"


async def test_a_guest_is_asked_to_sign_in():
    page = await page_of(Nobody())
    assert (await notice_of(page)).go_url.startswith(urls.SIGN_IN)


def test_every_scope_has_words_and_a_field():
    assert set(_SCOPES) == {scope.value for scope in SCOPES}
    fields = set(KeyFields.model_fields) - {"name", "days"}
    assert fields == {scope.value.replace(":", "_") for scope in SCOPES}
