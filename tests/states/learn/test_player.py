"""The learn page's state: what it shows to whom, with real services behind it."""

from __future__ import annotations

from uuid import UUID

import pytest

from lms_app.core import urls
from lms_app.services import enrollment
from lms_app.services.course import add_lesson, update_lesson
from lms_app.states.learn.player import LearnState
from tests.factories.courses import published
from tests.factories.people import Nobody, as_system, instructor, person
from tests.states.learn.opened import opened

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture
def ada():
    return instructor("Ada")


@pytest.fixture
def sam():
    return person("Sam")


async def show(path: str, who: object) -> LearnState:
    state = opened(LearnState, path, who)
    await LearnState.load.fn(state)
    return state


async def test_a_student_gets_the_lesson_with_its_surroundings(ada, sam):
    course = published(ada, lessons=3)
    sam.call(enrollment.enroll, course.id)
    state = await show(urls.learn(course.slug, str(course.lesson_ids[1])), sam)
    assert state.phase == "ready"
    assert state.page.viewer == "enrolled"
    assert state.page.lesson_id == str(course.lesson_ids[1])
    assert [section.id for section in state.here] == [str(course.section_id)]
    assert state.page.previous_lesson_id == str(course.lesson_ids[0])
    assert state.page.next_lesson_id == str(course.lesson_ids[2])


async def test_every_loading_is_a_new_visit_and_a_refresh_of_the_lists_is_not(ada, sam):
    course = published(ada)
    sam.call(enrollment.enroll, course.id)
    state = await show(urls.learn(course.slug), sam)
    first = state.visit
    await LearnState.lesson_done.fn(state, state.page.lesson_id)
    assert state.visit == first
    await LearnState.load.fn(state)
    assert state.visit not in {"", first}


async def test_a_lesson_that_is_done_after_the_next_one_was_opened_has_its_tick(ada, sam):
    course = published(ada, lessons=1)
    first = ada.call(add_lesson, course.section_id, title="Words", kind="article")
    ada.call(update_lesson, UUID(first), body_md="Some text.")
    sam.call(enrollment.enroll, course.id)
    second = str(course.lesson_ids[0])
    state = await show(urls.learn(course.slug, second), sam)
    sam.call(enrollment.complete_article, UUID(first))
    await LearnState.lesson_done.fn(state, first)
    assert state.page.lesson_id == second
    assert [row.state for row in state.page.sections[0].lessons] == ["new", "done"]
    await LearnState.lesson_done.fn(state, "of another course")
    assert state.page.lesson_id == second


async def test_a_stranger_sees_the_preview_and_is_told_why_the_rest_is_closed(ada, sam):
    course = published(ada, lessons=2)
    free, closed = (str(lesson_id) for lesson_id in course.lesson_ids)
    preview = await show(urls.learn(course.slug, free), sam)
    assert (preview.phase, preview.page.viewer) == ("ready", "preview")
    locked = await show(urls.learn(course.slug, closed), sam)
    assert locked.phase == "locked"
    assert [card.slug for card in locked.closed_course] == [course.slug]
    assert locked.preview_href == urls.learn(course.slug, free)


async def test_a_guest_is_asked_to_sign_in_and_comes_back_to_the_lesson(ada):
    course = published(ada, lessons=2)
    address = urls.learn(course.slug, str(course.lesson_ids[1]))
    state = await show(address, Nobody())
    assert state.phase == "sign_in"
    assert state.sign_in_href == urls.sign_in(address)


@pytest.mark.parametrize("lesson", ["", "not-an-id", "00000000-0000-0000-0000-000000000000"])
async def test_what_does_not_exist_is_not_found(ada, sam, lesson):
    course = published(ada)
    path = f"/learn/{course.slug}?l={lesson}" if lesson else "/learn/no-such-course"
    assert (await show(path, sam)).phase == "not_found"


async def test_a_revoked_student_is_told_so(ada, sam):
    course = published(ada, lessons=2)
    enrolled = sam.call(enrollment.enroll, course.id)
    as_system(enrollment.revoke_enrollment, enrolled, reason="asked for")
    state = await show(urls.learn(course.slug, str(course.lesson_ids[1])), sam)
    assert state.phase == "revoked"


async def test_enrolling_opens_the_lesson_at_once(ada, sam):
    course = published(ada, lessons=2)
    state = await show(urls.learn(course.slug, str(course.lesson_ids[1])), sam)
    await LearnState.enroll.fn(state)
    assert (state.phase, state.page.viewer) == ("ready", "enrolled")
    assert state.page.lesson_id == str(course.lesson_ids[1])


async def test_an_article_is_read_and_leads_on(ada, sam):
    course = published(ada, lessons=1)
    article = ada.call(add_lesson, course.section_id, title="Words", kind="article")
    ada.call(update_lesson, UUID(article), body_md="Some text.")
    sam.call(enrollment.enroll, course.id)
    state = await show(urls.learn(course.slug, article), sam)
    await LearnState.mark_read.fn(state, article)
    assert state.page.lesson_done
    assert state.page.done_count == 1


async def test_what_was_read_is_marked_even_when_the_next_lesson_is_open_by_now(ada, sam):
    course = published(ada, lessons=1)
    ids = [ada.call(add_lesson, course.section_id, title=t, kind="article") for t in ("A", "B")]
    for article in ids:
        ada.call(update_lesson, UUID(article), body_md="Some text.")
    sam.call(enrollment.enroll, course.id)
    state = await show(urls.learn(course.slug, ids[1]), sam)
    assert await LearnState.mark_read.fn(state, ids[0]) is None
    assert state.page.lesson_id == ids[1]
    page = sam.call(enrollment.get_learn_page, course.slug, UUID(ids[1]))
    done = {x.title: x.state == "done" for section in page.sections for x in section.lessons}
    assert done == {"Lesson 1": False, "A": True, "B": False}


async def test_what_was_left_does_not_flash_up_again(ada, sam):
    course = published(ada)
    state = await show(urls.learn(course.slug), sam)
    await LearnState.leave.fn(state)
    assert (state.phase, state.page.lesson_id, state.transcript) == ("loading", "", {})
