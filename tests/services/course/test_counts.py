"""Counts that several people change at once: each change is in them afterwards."""

from uuid import UUID

import pytest
import sqlalchemy as sa

from lms_app.core import clock
from lms_app.services import course, enrollment
from lms_app.services.enrollment import PastEnrollment
from tests.factories import courses
from tests.factories.people import Nobody, as_system, instructor, person
from tests.locks import joined, while_open

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture
def ada():
    return instructor("Ada")


def category_counts() -> dict[str, int]:
    found = {c.slug: c.course_count for c in Nobody().call(course.list_categories)}
    return {slug: count for slug, count in found.items() if count}


def with_articles(owner, count: int) -> tuple[courses.Made, list[UUID]]:
    """A published course of `count` short articles."""
    made = courses.draft(owner, lessons=0)
    ids = []
    for number in range(count):
        title = f"Page {number + 1}"
        ids.append(
            UUID(owner.call(course.add_lesson, made.section_id, title=title, kind="article"))
        )
        owner.call(course.update_lesson, ids[-1], body_md="Some text.")
    owner.call(course.publish_course, made.id)
    return made, ids


def test_two_publishes_at_once_are_both_counted(ada):
    first, second = courses.draft(ada, "Reading maps"), courses.draft(ada, "Tying knots")
    with while_open(lambda: ada.call(course.publish_course, second.id)) as (uow, _):
        joined(uow, ada, course.publish_course, first.id)
    assert category_counts() == {"dev": 2}
    assert Nobody().call(course.get_course, first.slug).instructor.course_count == 2


def test_a_course_that_changes_its_field_counts_in_the_new_one_only(ada):
    made, other = courses.published(ada, "Reading maps"), courses.draft(ada, "Tying knots")
    wanted = courses.texts(category_slug="music")
    with while_open(lambda: ada.call(course.publish_course, other.id)) as (uow, _):
        joined(uow, ada, course.update_course, made.id, texts=wanted, slug=made.slug)
    assert category_counts() == {"dev": 1, "music": 1}


def test_a_completion_during_a_recount_is_not_lost(ada):
    made, (first, second, _) = with_articles(ada, 3)
    sam = person("Sam")
    sam.call(enrollment.enroll, made.id)
    sam.call(enrollment.complete_article, first)
    ada.call(course.delete_lesson, first)
    with while_open(lambda: as_system(enrollment.recount_completed, made.id)) as (uow, _):
        joined(uow, sam, enrollment.complete_article, second)
    assert sam.call(enrollment.get_standing, made.id).done_count == 1


def test_a_recount_waits_for_nobody_whose_count_is_right(ada, site, monkeypatch):
    monkeypatch.setattr("lms_app.services.enrollment.recounting.RECOUNT_BATCH", 2)
    made, (first, second, _) = with_articles(ada, 3)
    people = [person(name) for name in ("Sam", "Kim", "Lee", "Ann", "Joe")]
    ids = [UUID(who.call(enrollment.enroll, made.id)) for who in people]
    people[0].call(enrollment.complete_article, first)
    for who in people[1:]:
        who.call(enrollment.complete_article, second)
    ada.call(course.delete_lesson, first)
    with site.engine.connect() as watching:
        held = sa.text("SELECT 1 FROM enrollment WHERE id <> :id FOR UPDATE")
        watching.execute(held, {"id": ids[0]})
        as_system(enrollment.recount_completed, made.id)
    done = [who.call(enrollment.get_standing, made.id).done_count for who in people]
    assert done == [0, 1, 1, 1, 1]


def test_enrolling_while_a_past_is_imported_is_counted(ada):
    made = courses.published(ada)
    sam, kim, now = person("Sam"), person("Kim"), clock.now()
    past = [PastEnrollment(kim.id, made.id, enrolled_at=now, last_activity_at=now)]
    with while_open(lambda: as_system(enrollment.import_enrollments, past)) as (uow, _):
        joined(uow, sam, enrollment.enroll, made.id)
    page = Nobody().call(course.get_course, made.slug)
    assert (page.card.enrollment_count, page.instructor.student_count) == (2, 2)


def test_an_import_leaves_other_courses_alone(ada):
    made, other = courses.published(ada, "Reading maps"), courses.published(ada, "Tying knots")
    sam, kim, now = person("Sam"), person("Kim"), clock.now()
    sam.call(enrollment.enroll, other.id)
    past = [PastEnrollment(kim.id, made.id, enrolled_at=now, last_activity_at=now)]
    assert as_system(enrollment.import_enrollments, past) == 1
    assert as_system(enrollment.import_enrollments, past) == 0
    counts = [Nobody().call(course.get_course, x.slug).card.enrollment_count for x in (made, other)]
    assert counts == [1, 1]


def test_revoking_and_deleting_a_lesson_at_once_both_happen(ada):
    made, (first, *_) = with_articles(ada, 2)
    sam = person("Sam")
    enrolled = UUID(sam.call(enrollment.enroll, made.id))
    sam.call(enrollment.complete_article, first)

    def revoke() -> None:
        as_system(enrollment.revoke_enrollment, enrolled, reason="asked for")

    with while_open(revoke) as (uow, start):
        joined(uow, ada, course.rename_section, made.section_id, title="Later")
        start()
        # Deleting takes the lesson out of the enrollment's row as well.
        joined(uow, ada, course.delete_lesson, first)
    assert sam.call(enrollment.get_standing, made.id).viewer == "revoked"
