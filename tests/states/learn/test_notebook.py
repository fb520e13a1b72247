"""The notes tab of my courses: what its address asks for, and nobody else's."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from lms_app.core import urls
from lms_app.services import enrollment
from lms_app.states.learn import notebook
from lms_app.states.learn.my_courses import MyCoursesState
from lms_app.states.learn.notebook import NotebookState
from lms_app.states.learn.player import LearnState
from tests.factories.courses import published
from tests.factories.people import instructor, person
from tests.states.learn.opened import opened

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture
def sam(site):
    return person("Sam")


@pytest.fixture
def maps(sam):
    made = published(instructor("Ada"), "Reading maps")
    sam.call(enrollment.enroll, made.id)
    return made


def write(who, made, body: str) -> UUID:
    note_id = uuid4()
    lesson = made.lesson_ids[1]
    who.call(enrollment.save_note, note_id, lesson_id=lesson, body_md=body, second=7.0)
    return note_id


async def shown(who, query: str = "") -> NotebookState:
    state = opened(NotebookState, urls.MY_COURSES + query, who)
    await NotebookState.load.fn(state)
    return state


async def test_the_address_says_what_is_searched_for(sam, maps):
    write(sam, maps, "contours")
    write(sam, maps, "rivers")
    state = await shown(sam)
    assert [row.body_md for row in state.rows] == ["rivers", "contours"]
    assert (state.total, state.has_more) == (2, False)
    state = await shown(sam, f"?tab=notes&q=contour&course={maps.id}")
    assert [row.body_md for row in state.rows] == ["contours"]
    assert state.export_href == f"/api/notes/export.md?course={maps.id}"
    assert (await shown(sam, "?course=not-one-of-mine")).course == ""


async def test_more_follows_where_the_page_ended(sam, maps, monkeypatch):
    monkeypatch.setattr(notebook, "SIZE", 2)
    for number in range(5):
        write(sam, maps, str(number))
    state = await shown(sam)
    assert state.has_more
    for _ in range(3):
        await NotebookState.more.fn(state)
    assert [row.body_md for row in state.rows] == ["4", "3", "2", "1", "0"]
    assert not state.has_more


async def test_a_note_is_deleted_for_good_once_that_was_meant(sam, maps):
    note_id = str(write(sam, maps, "old"))
    state = await shown(sam)
    await NotebookState.ask.fn(state, note_id)
    assert state.asked == note_id
    await NotebookState.delete.fn(state, note_id)
    assert (state.rows, state.total, state.asked) == ([], 0, "")


async def test_the_tab_is_opened_by_its_address(sam):
    state = opened(MyCoursesState, urls.MY_NOTES, sam)
    await MyCoursesState.load.fn(state)
    assert state.tab == "notes"


@pytest.mark.parametrize(
    ("asked", "second"), [("42", 42.0), ("-3", 0.0), ("9999", 0.0), ("x", 0.0)]
)
async def test_the_address_of_a_lesson_names_a_second(sam, maps, asked, second):
    path = urls.learn(maps.slug, str(maps.lesson_ids[1])) + f"&t={asked}"
    state = opened(LearnState, path, sam)
    await LearnState.load.fn(state)
    assert state.page.resume_seconds == second
