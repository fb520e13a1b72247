"""The administration: who may look, what the address filters, suspending with a reason."""

from __future__ import annotations

import pytest

from lms_app.core import urls
from lms_app.core.permissions import Role
from lms_app.services.auth import peek_actor
from lms_app.states.admin.courses import AdminCoursesState
from lms_app.states.admin.list_address import ListAddress
from lms_app.states.admin.overview import AdminOverviewState
from lms_app.states.admin.users import AdminUsersState
from tests.factories.courses import draft, published
from tests.factories.people import instructor, person
from tests.states.learn.opened import notice_of, opened


@pytest.fixture
def root(site):
    return person("Root", Role.admin)


async def users(who, query: str = "") -> AdminUsersState:
    state = opened(AdminUsersState, urls.ADMIN_USERS + query, who)
    await AdminUsersState.load.fn(state)
    return state


def test_the_address_keeps_filters_and_the_page_starts_over():
    address = ListAddress.parse("/x", "q=a%26b&role=admin&page=3&utm=1&q=c", ("q", "role"))
    assert (address.get("q"), address.request.number) == ("a&b", 3)
    assert address.href(role="") == "/x?q=a%26b"
    assert address.href(role="instructor") == "/x?q=a%26b&role=instructor"
    assert address.page_prefix == "/x?q=a%26b&role=admin&page="
    assert ListAddress("/x", {}).page_prefix == "/x?page="


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999", "²"])
def test_a_page_that_is_none_is_brought_into_range(page):
    number = ListAddress.parse("/x", f"page={page}", ()).request.number
    assert 1 <= number <= 10_000


async def test_only_admins_see_the_administration(root):
    ada = instructor("Ada")
    for cls in (AdminOverviewState, AdminUsersState, AdminCoursesState):
        for who, phase in ((ada, "forbidden"), (root, "ready")):
            state = opened(cls, urls.ADMIN, who)
            await cls.load.fn(state)
            assert state.phase == phase


async def test_people_are_filtered_by_text_role_and_status(root):
    instructor("Ada")
    person("Sam")
    assert (await users(root, "?q=sa")).total == 1
    state = await users(root, "?role=instructor&page=1")
    assert [row.display_name for row in state.rows] == ["Ada"]
    assert (await users(root, "?status=suspended")).total == 0
    assert "@example.com" in state.rows[0].email_masked
    assert "ada@" not in state.rows[0].email_masked


async def test_suspending_needs_a_reason_and_can_be_undone(root):
    sam = person("Sam")
    state = await users(root, "?q=sam")
    await AdminUsersState.ask.fn(state, str(sam.id))
    assert (state.is_asking, state.target_name) == (True, "Sam")
    await AdminUsersState.decide.fn(state, {"reason": "  "})
    assert list(state.errors) == ["reason"]
    assert state.is_asking
    await AdminUsersState.decide.fn(state, {"reason": "Shared videos"})
    assert not state.is_asking
    assert sam.call(peek_actor).user_id is None
    await AdminUsersState.load.fn(state)
    await AdminUsersState.ask.fn(state, str(sam.id))
    assert state.target_is_suspended
    await AdminUsersState.decide.fn(state, {"reason": "A mistake"})
    assert (await users(root, "?status=suspended")).total == 0


async def test_an_admin_cannot_suspend_themselves(root):
    state = await users(root)
    await AdminUsersState.ask.fn(state, str(root.id))
    await AdminUsersState.decide.fn(state, {"reason": "Tired"})
    assert (await notice_of(state)).notice_kind == "error"
    assert (await users(root, "?status=suspended")).total == 0


async def test_courses_are_filtered_by_text_and_status(root):
    ada = instructor("Ada")
    published(ada, "Maps")
    draft(ada, "Knots")
    for query, titles in (
        ("", {"Maps", "Knots"}),
        ("?status=draft", {"Knots"}),
        ("?q=map", {"Maps"}),
    ):
        state = opened(AdminCoursesState, urls.ADMIN_COURSES + query, root)
        await AdminCoursesState.load.fn(state)
        assert {row.title for row in state.rows} == titles
