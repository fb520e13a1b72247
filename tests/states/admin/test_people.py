"""The administration of people: one account, and the queue of who asks to teach."""

from __future__ import annotations

import pytest

from lms_app.core import urls
from lms_app.core.config import settings
from lms_app.core.permissions import Role
from lms_app.services import user
from lms_app.services.auth import peek_actor
from lms_app.states.admin.courses import AdminCoursesState
from lms_app.states.admin.instructors import AdminInstructorsState
from lms_app.states.admin.overview import AdminOverviewState
from lms_app.states.admin.user import AdminUserState
from tests.factories.courses import published
from tests.factories.people import instructor, person
from tests.states.learn.opened import notice_of, opened

ABOUT = {"handle": "sam-maps", "headline": "I fold maps", "message": "Maps of cities"}


@pytest.fixture
def root(site):
    return person("Root", Role.admin)


@pytest.fixture
def approval(site, monkeypatch):
    monkeypatch.setenv("INSTRUCTOR_APPROVAL", "1")
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()


async def account(who, user_id) -> AdminUserState:
    state = opened(AdminUserState, urls.admin_user(str(user_id)), who)
    await AdminUserState.load.fn(state)
    return state


async def queue(who, query: str = "") -> AdminInstructorsState:
    state = opened(AdminInstructorsState, urls.ADMIN_INSTRUCTORS + query, who)
    await AdminInstructorsState.load.fn(state)
    return state


async def test_a_role_is_given_and_taken_with_a_reason(root):
    sam = person("Sam")
    state = await account(root, sam.id)
    assert (state.person.roles, state.acts) == ([], [])
    await AdminUserState.ask.fn(state, "grant", "moderator")
    await AdminUserState.decide.fn(state, {"reason": " "})
    assert (list(state.errors), state.is_asking) == (["reason"], True)
    await AdminUserState.decide.fn(state, {"reason": "Helps on weekends"})
    assert (state.person.roles, state.is_asking) == (["moderator"], False)
    assert [(act.action, act.changed, act.reason) for act in state.acts] == [
        ("role:grant", "moderator", "Helps on weekends")
    ]
    await AdminUserState.ask.fn(state, "revoke", "moderator")
    await AdminUserState.decide.fn(state, {"reason": "Moved on"})
    assert state.person.roles == []
    await AdminUserState.ask.fn(state, "suspend", "")
    await AdminUserState.decide.fn(state, {"reason": "Spam"})
    assert state.person.status == "suspended"
    assert sam.call(peek_actor).user_id is None


async def test_the_last_admin_and_oneself_are_said_to_be_so(root):
    state = await account(root, root.id)
    assert (state.person.is_self, state.person.is_last_admin) == (True, True)
    await AdminUserState.ask.fn(state, "revoke", "admin")
    await AdminUserState.decide.fn(state, {"reason": "Tired"})
    assert (await notice_of(state)).notice_kind == "error"
    assert (await account(root, root.id)).person.roles == ["admin"]
    person("Chief", Role.admin)
    assert not (await account(root, root.id)).person.is_last_admin


async def test_an_account_shows_no_whole_address(root):
    sam = person("Sam")
    state = await account(root, sam.id)
    assert sam.email not in repr(state.person)
    assert state.person.email_masked.endswith("@example.com")


@pytest.mark.parametrize("user_id", ["x", "00000000-0000-0000-0000-000000000000"])
async def test_an_account_that_is_none_is_not_found(root, user_id):
    assert (await account(root, user_id)).phase == "not_found"


async def test_moderators_and_instructors_see_no_account(root):
    mia, ada = person("Mia", Role.moderator), person("Ada", Role.instructor)
    for who in (mia, ada):
        assert (await account(who, root.id)).phase == "forbidden"
        assert (await queue(who)).phase == "forbidden"
    overview = opened(AdminOverviewState, urls.ADMIN, mia)
    await AdminOverviewState.load.fn(overview)
    assert (overview.phase, overview.users, overview.totals.sees_people) == ("ready", [], False)


@pytest.mark.usefixtures("approval")
async def test_applications_are_decided_and_leave_the_queue(root):
    sam, kim = person("Sam"), person("Kim")
    sam.call(user.apply_to_teach, **ABOUT)
    kim.call(user.apply_to_teach, **{**ABOUT, "handle": "kim-maps"})
    state = await queue(root)
    assert [(row.display_name, row.message) for row in state.rows] == [
        ("Sam", "Maps of cities"),
        ("Kim", "Maps of cities"),
    ]
    await AdminInstructorsState.approve.fn(state, state.rows[0].id)
    assert sam.call(user.get_teaching).state == "approved"
    await AdminInstructorsState.ask.fn(state, state.rows[1].id)
    assert (state.is_asking, state.target_name) == (True, "Kim")
    await AdminInstructorsState.refuse.fn(state, {"reason": ""})
    assert list(state.errors) == ["reason"]
    await AdminInstructorsState.refuse.fn(state, {"reason": "Tell us more"})
    assert not state.is_asking
    assert (await queue(root)).total == 0
    refused = await queue(root, "?status=refused")
    assert [(r.display_name, r.reason, r.decided_by) for r in refused.rows] == [
        ("Kim", "Tell us more", "Root")
    ]
    kim.call(user.apply_to_teach, **{**ABOUT, "handle": "kim-maps"})
    assert [row.earlier_count for row in (await queue(root)).rows] == [1]


@pytest.mark.usefixtures("approval")
async def test_an_application_decided_by_somebody_else_says_so(root):
    sam, chief = person("Sam"), person("Chief", Role.admin)
    sam.call(user.apply_to_teach, **ABOUT)
    state = await queue(root)
    await AdminInstructorsState.approve.fn(await queue(chief), state.rows[0].id)
    await AdminInstructorsState.approve.fn(state, state.rows[0].id)
    assert (await notice_of(state)).notice_kind == "error"


async def test_a_course_is_taken_down_and_allowed_from_the_list(site):
    mia, ada = person("Mia", Role.moderator), instructor("Ada")
    maps = published(ada, "Maps")
    state = opened(AdminCoursesState, urls.ADMIN_COURSES, mia)
    await AdminCoursesState.load.fn(state)
    for is_down in (True, False):
        await AdminCoursesState.ask.fn(state, str(maps.id))
        assert (state.target_title, state.is_asking) == ("Maps", True)
        await AdminCoursesState.decide.fn(state, {"reason": ""})
        assert list(state.errors) == ["reason"]
        await AdminCoursesState.decide.fn(state, {"reason": "Music"})
        await AdminCoursesState.load.fn(state)
        assert ([row.is_taken_down for row in state.rows] or [False]) == [is_down]
