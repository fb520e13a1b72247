"""Opening a profile, the first page, and starting a course."""

from __future__ import annotations

import pytest

from lms_app.core import urls
from lms_app.services import course, enrollment, user
from lms_app.states.instructor.courses import InstructorCoursesState
from lms_app.states.instructor.dashboard import InstructorDashboardState
from lms_app.states.instructor.start import InstructorStartState
from tests.factories.courses import draft, published
from tests.factories.people import instructor, person
from tests.states.learn.opened import notice_of, opened

pytestmark = pytest.mark.usefixtures("site")
PROFILE = {"handle": "sam-maps", "headline": "I read maps", "bio_md": ""}


async def start(who) -> InstructorStartState:
    state = opened(InstructorStartState, urls.INSTRUCTOR_START, who)
    await InstructorStartState.load.fn(state)
    return state


async def dashboard(who) -> tuple[InstructorDashboardState, object]:
    state = opened(InstructorDashboardState, urls.INSTRUCTOR, who)
    return state, await InstructorDashboardState.load.fn(state)


async def test_who_does_not_teach_is_led_to_the_profile():
    state, event = await dashboard(person("Sam"))
    assert state.phase == "loading"
    assert urls.INSTRUCTOR_START in str(event)
    courses = opened(InstructorCoursesState, urls.INSTRUCTOR_COURSES, person("Kim"))
    assert urls.INSTRUCTOR_START in str(await InstructorCoursesState.load.fn(courses))


async def test_a_profile_is_opened_once_and_changed_later():
    sam = person("Sam")
    state = await start(sam)
    assert (state.exists, state.handle) == (False, "sam")
    await InstructorStartState.save.fn(state, {**PROFILE, "handle": "No"})
    assert (list(state.errors), state.refused_seq) == (["handle"], 1)
    await InstructorStartState.save.fn(state, PROFILE)
    assert (await notice_of(state)).go_url == urls.INSTRUCTOR
    state = await start(sam)
    await InstructorStartState.save.fn(state, {**PROFILE, "headline": "I fold maps"})
    assert state.saved_seq == 1
    assert sam.call(user.get_own_instructor_profile).headline == "I fold maps"


@pytest.mark.parametrize("teaches", [False, True])
async def test_each_wrong_field_of_a_profile_hears_what_is_wrong_with_it(teaches):
    state = await start(instructor("Ada") if teaches else person("Ada"))
    wrong = {"handle": "No Way", "headline": "h" * 121, "bio_md": "b" * 5001}
    await InstructorStartState.save.fn(state, wrong)
    assert (set(state.errors), state.refused_seq) == ({"handle", "headline", "bio_md"}, 1)
    assert len(set(state.errors.values())) == 3
    assert "120" in state.errors["headline"]
    assert "121" in state.errors["headline"]
    assert "5,000" in state.errors["bio_md"]
    assert "5,001" in state.errors["bio_md"]
    await InstructorStartState.save.fn(state, {**PROFILE, "headline": ""})
    assert set(state.errors) == {"headline"}


async def test_a_profile_changed_in_another_tab_is_not_written_over():
    ada = instructor("Ada")
    first, second = await start(ada), await start(ada)
    for text in ("I fold maps", "I read and fold maps"):
        await InstructorStartState.save.fn(first, {**PROFILE, "headline": text})
    await InstructorStartState.save.fn(second, {**PROFILE, "bio_md": "Ten years."})
    assert (first.saved_seq, second.saved_seq, second.refused_seq) == (2, 0, 1)
    found = ada.call(user.get_own_instructor_profile)
    assert (found.headline, found.bio_md) == ("I read and fold maps", "")


async def test_a_taken_handle_is_told_at_the_handle():
    instructor("Ada")
    state = await start(person("Sam"))
    await InstructorStartState.save.fn(state, {**PROFILE, "handle": "ada-teaches"})
    assert list(state.errors) == ["handle"]


async def test_the_steps_lead_to_the_first_publish_and_end_there():
    ada = instructor("Ada")
    state, _ = await dashboard(ada)
    assert [(s.name, s.is_done, s.is_current) for s in state.steps] == [
        ("profile", True, False),
        ("course", False, True),
        ("video", False, False),
        ("publish", False, False),
    ]
    made = draft(ada)
    state, _ = await dashboard(ada)
    assert (state.done_count, state.steps[3].is_current) == (3, True)
    ada.call(course.publish_course, made.id)
    ada.call(course.archive_course, made.id)
    state, _ = await dashboard(ada)
    assert state.steps == []


async def test_the_tiles_count_own_courses_only():
    ada, ben = instructor("Ada"), instructor("Ben")
    maps, knots = published(ada, "Maps"), published(ada, "Knots")
    published(ben, "Theirs")
    for who, made in ((person("Sam"), maps), (person("Kim"), maps)):
        who.call(enrollment.enroll, made.id)
    ben.call(enrollment.enroll, knots.id)
    state, _ = await dashboard(ada)
    totals = state.totals
    assert (totals.course_count, totals.published_count, totals.lesson_count) == (2, 2, 4)
    assert (totals.student_count, totals.new_student_count) == (3, 3)
    assert (totals.video_seconds, totals.media_ready_count, totals.media_failed_count) == (
        400,
        4,
        0,
    )
    assert {row.title for row in state.courses} == {"Maps", "Knots"}


async def test_a_new_course_opens_in_the_builder():
    state = opened(InstructorCoursesState, urls.INSTRUCTOR_COURSES + "?new=1", instructor("Ada"))
    await InstructorCoursesState.load.fn(state)
    assert state.is_creating
    fields = {"title": "", "category_slug": "dev", "level": "beginner", "language": "ko"}
    await InstructorCoursesState.create.fn(state, fields)
    assert (list(state.errors), state.is_creating) == (["title"], True)
    event = await InstructorCoursesState.create.fn(state, {**fields, "title": "처음"})
    assert "/instructor/courses/" in str(event)
    assert not state.is_creating
