"""The page that the mail about a suspension leads to."""

from __future__ import annotations

from uuid import UUID

import pytest

from lms_app.core import urls
from lms_app.core.permissions import Role
from lms_app.services import privacy, user
from lms_app.states.portal.suspended import SuspendedState
from tests.factories.mails import token_to
from tests.factories.people import Nobody, as_system, person
from tests.states.learn.opened import opened


@pytest.fixture
def sam(site):
    root, who = person("Root", Role.admin), person("Sam")
    root.call(user.suspend_user, who.id, reason="Spam")
    return who


async def page(token: str) -> SuspendedState:
    state = opened(SuspendedState, f"{urls.SUSPENDED}?token={token}", Nobody())
    await SuspendedState.load.fn(state)
    return state


async def test_a_copy_is_asked_for_and_can_be_fetched(sam):
    state = await page(token_to(sam.email))
    assert (state.phase, state.export.status) == ("ready", "")
    await SuspendedState.ask_for_copy.fn(state)
    assert state.export.status == "waiting"
    as_system(privacy.build_export, UUID(state.export.id))
    await SuspendedState.load.fn(state)
    await SuspendedState.fetch.fn(state)
    assert state.export.id in state.copy_href
    await SuspendedState.ask_for_copy.fn(state)
    assert state.export.status == "ready", "one in ten minutes"


async def test_leaving_is_asked_for_and_taken_back(sam):
    state = await page(token_to(sam.email))
    await SuspendedState.leave.fn(state)
    assert state.leaving_at
    await SuspendedState.stay.fn(state)
    assert state.leaving_at == ""


async def test_a_dead_link_says_so(site):
    assert (await page("")).phase == "not_found"
    assert (await page("made-up")).phase == "not_found"
