"""Opening a profile, the first page, and starting a course."""

from __future__ import annotations

from uuid import UUID

import pytest

from lms_app.core import urls
from lms_app.core.config import settings
from lms_app.core.permissions import Role
from lms_app.services import course, enrollment, reporting, user
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


async def test_asking_to_teach_opens_the_workplace_once():
    sam = person("Sam")
    state = await start(sam)
    assert (state.standing, state.handle, state.is_reviewed) == ("", "sam", False)
    await InstructorStartState.apply.fn(state, {**PROFILE, "handle": "No"})
    assert (list(state.errors), state.refused_seq) == (["handle"], 1)
    await InstructorStartState.apply.fn(state, PROFILE)
    assert (await notice_of(state)).go_url == urls.INSTRUCTOR
    assert sam.call(user.get_own_profile).headline == "I read maps"
    state = opened(InstructorStartState, urls.INSTRUCTOR_START, sam)
    assert urls.SETTINGS in str(await InstructorStartState.load.fn(state))


async def test_where_an_admin_decides_the_page_shows_how_it_stands(monkeypatch):
    monkeypatch.setenv("INSTRUCTOR_APPROVAL", "1")
    settings.cache_clear()
    sam, root = person("Sam"), person("Root", Role.admin)
    state = await start(sam)
    assert state.is_reviewed
    await InstructorStartState.apply.fn(state, {**PROFILE, "message": "Maps of cities"})
    assert (state.standing, state.saved_seq, state.refused_seq) == ("pending", 1, 0)
    waiting = root.call(reporting.list_applications).rows[0].id
    root.call(user.refuse_application, UUID(waiting), reason="Tell us more")
    state = await start(sam)
    assert (state.standing, state.reason) == ("refused", "Tell us more")
    assert state.message == "Maps of cities"
    monkeypatch.undo()
    settings.cache_clear()


async def test_each_wrong_field_of_an_application_hears_what_is_wrong_with_it():
    state = await start(person("Ada"))
    wrong = {"handle": "No Way", "headline": "h" * 121, "bio_md": "b" * 5001}
    await InstructorStartState.apply.fn(state, wrong)
    assert (set(state.errors), state.refused_seq) == ({"handle", "headline", "bio_md"}, 1)
    assert len(set(state.errors.values())) == 3
    assert "120" in state.errors["headline"]
    assert "121" in state.errors["headline"]
    assert "5,000" in state.errors["bio_md"]
    assert "5,001" in state.errors["bio_md"]
    await InstructorStartState.apply.fn(state, {**PROFILE, "headline": ""})
    assert set(state.errors) == {"headline"}


async def test_a_taken_handle_is_told_at_the_handle():
    instructor("Ada")
    state = await start(person("Sam"))
    await InstructorStartState.apply.fn(state, {**PROFILE, "handle": "ada-teaches"})
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
