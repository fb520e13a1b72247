"""The public page of an instructor, opened at the handle they have and at one they had."""

from __future__ import annotations

import pytest

from lms_app.core import urls
from lms_app.services import user
from lms_app.states.portal.instructor import InstructorPageState
from tests.factories.people import Nobody, instructor
from tests.states.learn.opened import notice_of, opened


@pytest.mark.parametrize(
    ("asked", "goes"), [("ada-draws", ""), ("ada-teaches", "/instructors/ada-draws")]
)
async def test_a_former_handle_leads_to_the_present_one(site, asked, goes):
    instructor("Ada").call(user.update_own_profile, handle="ada-draws")
    state = opened(InstructorPageState, urls.instructor(asked), Nobody())
    await InstructorPageState.load.fn(state)
    assert (state.phase, state.handle) == ("ready", "ada-draws")
    assert (await notice_of(state)).go_url == goes
