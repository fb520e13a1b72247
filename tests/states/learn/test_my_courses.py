"""My courses: what is in progress, what is finished, what to try when there is nothing."""

from __future__ import annotations

import pytest

from lms_app.core import urls
from lms_app.services import enrollment
from lms_app.states.learn.my_courses import MyCoursesState
from tests.factories.courses import published
from tests.factories.people import instructor, person
from tests.states.learn.opened import opened

pytestmark = pytest.mark.usefixtures("site")


async def show(who: object) -> MyCoursesState:
    state = opened(MyCoursesState, urls.MY_COURSES, who)
    await MyCoursesState.load.fn(state)
    return state


async def test_the_course_of_the_last_activity_is_the_one_to_resume():
    ada, sam = instructor("Ada"), person("Sam")
    maps, knots = published(ada, "Reading maps"), published(ada, "Tying knots")
    for course in (maps, knots):
        sam.call(enrollment.enroll, course.id)
    state = await show(sam)
    assert [card.slug for card in state.resume] == [knots.slug]
    assert {card.slug for card in state.active} == {maps.slug, knots.slug}
    assert state.resume[0].next_lesson_id == str(knots.lesson_ids[0])
    assert state.suggested == []


async def test_who_learns_nothing_yet_gets_previews_to_try():
    ada, sam = instructor("Ada"), person("Sam")
    courses = [published(ada, f"Course {number}") for number in range(4)]
    state = await show(sam)
    assert (state.phase, state.resume, state.active) == ("ready", [], [])
    assert len(state.suggested) == 3
    assert {card.slug for card in state.suggested} <= {course.slug for course in courses}


async def test_a_tab_is_kept():
    state = await show(person("Sam"))
    await MyCoursesState.show.fn(state, "completed")
    assert state.tab == "completed"
