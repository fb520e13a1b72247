"""The invented past of the demo school is believable: no date before its cause or after now."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID

import pytest

from lms_app.seed.history import Learner, Offered, Taught, invent, joined_days_ago, past_enrollment
from lms_app.seed.logins import demo_logins
from lms_app.services.enrollment import PastEnrollment

NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)
COURSES = [
    Offered(
        course_id=UUID(int=number),
        slug=f"course-{number}",
        language="ko" if number % 3 else "en",
        popularity=10 * number,
        published_at=NOW - timedelta(days=30 * number),
        lessons=tuple(Taught(UUID(int=1000 * number + i), 20 * (i % 2)) for i in range(12)),
    )
    for number in range(1, 8)
]
LEARNERS = [
    Learner(UUID(int=10**6 + number), "ko" if number % 2 else "en", NOW - timedelta(days=days))
    for number, days in enumerate(joined_days_ago(120))
]


@pytest.fixture(scope="module")
def past() -> list[PastEnrollment]:
    return invent(LEARNERS, COURSES, NOW, 300)


def test_it_is_the_same_on_every_machine(past: list[PastEnrollment]) -> None:
    assert past == invent(LEARNERS, COURSES, NOW, 300)


def test_nobody_enrolls_twice_or_before_the_course_exists(past: list[PastEnrollment]) -> None:
    assert len({(item.user_id, item.course_id) for item in past}) == len(past) == 300
    published = {course.course_id: course.published_at for course in COURSES}
    joined = {learner.user_id: learner.joined_at for learner in LEARNERS}
    for item in past:
        assert item.enrolled_at >= published[item.course_id]
        assert item.enrolled_at >= joined[item.user_id]
        assert item.enrolled_at <= item.last_activity_at <= NOW


def test_lessons_are_completed_in_time_and_only_when_played(past: list[PastEnrollment]) -> None:
    seconds = {taught.lesson_id: taught.seconds for c in COURSES for taught in c.lessons}
    for item in past:
        done = [x.completed_at for x in item.lessons if x.completed_at]
        assert all(before <= after for before, after in pairwise(done))
        assert all(at <= item.last_activity_at + timedelta(seconds=1) for at in done)
        assert (item.completed_at is not None) == (len(done) == 12)
        for lesson in item.lessons:
            played = sum(high - low for low, high in lesson.covered)
            is_whole = played >= 0.9 * seconds[lesson.lesson_id]
            assert is_whole == (lesson.completed_at is not None)


def test_people_come_further_or_less_far(past: list[PastEnrollment]) -> None:
    finished = Counter(sum(x.completed_at is not None for x in item.lessons) for item in past)
    assert finished[0] > 20
    assert finished[12] > 20
    assert len(finished) > 8


def test_an_enrollment_resumes_where_it_stopped() -> None:
    course = COURSES[0]
    item = past_enrollment(UUID(int=1), course, NOW, NOW, done=3, stopped_at=0.6)
    assert item.last_lesson_id == course.lessons[3].lesson_id
    assert item.lessons[-1].position_seconds == 12
    assert item.lessons[-1].covered == ((0, 12),)


def test_logins_are_random_private_and_found_again(tmp_path) -> None:
    first = demo_logins(tmp_path)
    assert first == demo_logins(tmp_path)
    assert (tmp_path / "demo-logins.txt").stat().st_mode & 0o777 == 0o600
    assert len({login.password for login in first.values()}) == 3
    (tmp_path / "demo-logins.txt").unlink()
    assert demo_logins(tmp_path) != first
