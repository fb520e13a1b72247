"""How much of a course completes it: the teacher's rule, and what it never takes away."""

from uuid import UUID

import pytest

from lms_app.core.errors import Forbidden, InvalidInput
from lms_app.core.permissions import Role
from lms_app.services import course, enrollment
from tests.factories import courses
from tests.factories.people import as_system, instructor, person

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture
def ada():
    return instructor("Ada")


def articles(owner, count):
    made = courses.draft(owner, lessons=1)
    for number in range(count - 1):
        lesson = UUID(
            owner.call(course.add_lesson, made.section_id, title=f"T{number}", kind="article")
        )
        owner.call(course.update_lesson, lesson, body_md="Words to read.")
        made.lesson_ids.append(lesson)
    owner.call(course.publish_course, made.id)
    return made


def read(who, made, number):
    return who.call(enrollment.complete_article, made.lesson_ids[number])


def status(who):
    mine = who.call(enrollment.list_my_courses)
    return [card.status for card in [*mine.active, *mine.completed]]


def test_all_released_lessons_unless_the_teacher_says_otherwise(ada):
    made, sam = articles(ada, 3), person("Sam")
    sam.call(enrollment.enroll, made.id)
    read(sam, made, 1)
    read(sam, made, 2)
    assert status(sam) == ["active"]


def test_a_share_is_rounded_up_and_completes_with_its_last_lesson(ada):
    made, sam = articles(ada, 4), person("Sam")
    ada.call(course.choose_completion_rule, made.id, percent=60)
    sam.call(enrollment.enroll, made.id)
    read(sam, made, 1)
    read(sam, made, 2)
    assert status(sam) == ["active"]
    read(sam, made, 3)
    assert status(sam) == ["completed"]


def test_who_has_done_enough_by_a_milder_rule_completes_and_a_stricter_one_takes_nothing(ada):
    made, sam = articles(ada, 4), person("Sam")
    sam.call(enrollment.enroll, made.id)
    read(sam, made, 1)
    read(sam, made, 2)
    ada.call(course.choose_completion_rule, made.id, percent=50)
    as_system(enrollment.recount_completed, made.id)
    assert status(sam) == ["completed"]
    ada.call(course.choose_completion_rule, made.id, percent=100)
    as_system(enrollment.recount_completed, made.id)
    assert status(sam) == ["completed"]


@pytest.mark.parametrize("percent", [-1, 0, 49, 101, 2**31])
def test_a_share_that_is_none_is_refused(ada, percent):
    made = articles(ada, 2)
    with pytest.raises(InvalidInput) as refused:
        ada.call(course.choose_completion_rule, made.id, percent=percent)
    assert "completion_percent" in refused.value.fields


def test_only_who_teaches_the_course_chooses(ada):
    made = articles(ada, 2)
    with pytest.raises(Forbidden):
        instructor("Ben").call(course.choose_completion_rule, made.id, percent=80)
    person("Root", Role.admin).call(course.choose_completion_rule, made.id, percent=80)
