"""A course that is public grows: what has nothing to open yet is its editors' only."""

from uuid import UUID

import pytest

from lms_app.core.errors import Conflict, NotFound
from lms_app.core.permissions import Role
from lms_app.services import course, enrollment
from tests.factories import courses
from tests.factories.people import Nobody, as_system, instructor, person

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture
def ada():
    return instructor("Ada")


@pytest.fixture
def sam():
    return person("Sam")


@pytest.fixture
def made(ada, sam):
    """A published course of one lesson with one student."""
    made = courses.published(ada, lessons=1)
    sam.call(enrollment.enroll, made.id)
    return made


def add(owner, made, kind: str = "article") -> UUID:
    return UUID(owner.call(course.add_lesson, made.section_id, title="New", kind=kind))


def seen(who, made) -> tuple[list[str], list[str], int]:
    """Return the titles on the course page and on the learn page, and the course's count."""
    page = who.call(course.get_course, made.slug)
    learn = who.call(enrollment.get_learn_page, made.slug, made.lesson_ids[0])
    return (
        [x.title for s in page.sections for x in s.lessons],
        [x.title for s in learn.sections for x in s.lessons],
        page.card.lesson_count,
    )


@pytest.mark.parametrize("kind", ["video", "article"])
def test_a_new_lesson_is_hidden_and_not_counted_until_it_is_filled(ada, sam, made, kind):
    lesson = add(ada, made, kind)
    ada.call(course.update_lesson, lesson, is_preview=True)
    for who in (sam, Nobody()):
        assert seen(who, made) == (["Lesson 1"], ["Lesson 1"], 1)
        with pytest.raises(NotFound):
            who.call(enrollment.get_learn_page, made.slug, lesson)
        with pytest.raises(NotFound):
            who.call(enrollment.begin_playback, lesson)
    assert ada.call(enrollment.get_learn_page, made.slug, lesson).lesson_title == "New"
    assert [s.lesson_count for s in ada.call(course.get_course, made.slug).sections] == [1]
    if kind == "video":
        ada.call(course.attach_video, lesson, courses.ready_asset(ada))
    else:
        ada.call(course.update_lesson, lesson, body_md="Some text.")
    assert seen(sam, made) == (["Lesson 1", "New"], ["Lesson 1", "New"], 2)
    assert Nobody().call(enrollment.get_learn_page, made.slug, lesson).lesson_title == "New"


def test_a_video_in_work_shows_its_lesson_when_it_is_ready(ada, sam, made):
    from sqlalchemy import text

    from lms_app import composition

    asset = courses.ready_asset(ada)
    sql = text("UPDATE media_asset SET status = :status, duration_seconds = :seconds")
    engine = composition.implementations().engine
    with engine.begin() as connection:
        connection.execute(sql, {"status": "processing", "seconds": None})
    lesson = add(ada, made, "video")
    ada.call(course.attach_video, lesson, asset)
    assert seen(sam, made)[1:] == (["Lesson 1"], 1)
    with engine.begin() as connection:
        connection.execute(sql, {"status": "ready", "seconds": 100.0})
    as_system(course.apply_ready_media, asset)
    assert seen(sam, made)[1:] == (["Lesson 1", "New"], 2)


def test_my_courses_never_leads_to_an_empty_lesson(ada, sam, made):
    lesson = add(ada, made)
    ada.call(course.move_lesson, lesson, section_id=made.section_id, index=0)
    following = sam.call(enrollment.get_my_courses).resume
    assert following.next_lesson_id == str(made.lesson_ids[0])
    assert following.next_lesson_number == "1-1"


def test_a_published_article_keeps_its_text(ada, sam, made):
    lesson = add(ada, made)
    ada.call(course.update_lesson, lesson, body_md="")
    ada.call(course.update_lesson, lesson, body_md="Some text.")
    with pytest.raises(Conflict) as refused:
        ada.call(course.update_lesson, lesson, body_md=" \n ")
    assert refused.value.key == "error.published_needs_text"
    assert ada.call(course.get_lesson_text, lesson) == "Some text."
    draft = courses.draft(ada, "Other maps")
    unpublished = add(ada, draft)
    ada.call(course.update_lesson, unpublished, body_md="Some text.")
    ada.call(course.update_lesson, unpublished, body_md="")


def test_an_empty_article_cannot_be_read(ada, sam, made):
    lesson = add(ada, made)
    with pytest.raises(NotFound):
        sam.call(enrollment.complete_article, lesson)
    with pytest.raises(NotFound) as refused:
        ada.call(enrollment.complete_article, lesson)
    assert refused.value.key == "error.media_not_ready"


def test_the_last_lesson_with_content_stays_and_empty_ones_may_go(ada, made):
    lesson = add(ada, made)
    with pytest.raises(Conflict):
        ada.call(course.delete_lesson, made.lesson_ids[0])
    ada.call(course.delete_lesson, lesson)
    section = UUID(ada.call(course.add_section, made.id, title="Later"))
    ada.call(course.add_lesson, section, title="Empty")
    ada.call(course.delete_section, section)
    with pytest.raises(Conflict):
        ada.call(course.delete_section, made.section_id)


def test_publishing_again_asks_for_the_new_lesson_too(ada, made):
    lesson = add(ada, made)
    ada.call(course.archive_course, made.id)
    with pytest.raises(Conflict):
        ada.call(course.publish_course, made.id)
    ada.call(course.update_lesson, lesson, body_md="Some text.")
    ada.call(course.publish_course, made.id)
    assert Nobody().call(course.get_course, made.slug).card.lesson_count == 2


def test_a_video_taken_off_an_archived_course_takes_its_lesson_out_of_the_count(ada, sam):
    made = courses.published(ada, lessons=2)
    sam.call(enrollment.enroll, made.id)
    ada.call(course.archive_course, made.id)
    ada.call(course.remove_video, made.lesson_ids[1])
    page = sam.call(enrollment.get_learn_page, made.slug, made.lesson_ids[0])
    assert [x.title for s in page.sections for x in s.lessons] == ["Lesson 1"]
    assert page.lesson_count == 1


def test_empty_lessons_count_towards_the_most_a_course_may_have(ada, made, monkeypatch):
    from importlib import import_module

    monkeypatch.setattr(import_module("lms_app.services.course.curriculum"), "MAX_LESSONS", 2)
    add(ada, made)
    with pytest.raises(Conflict):
        add(ada, made)


def test_admins_see_what_editors_see(ada, made):
    lesson = add(ada, made)
    root = person("Root", Role.admin)
    assert root.call(enrollment.get_learn_page, made.slug, lesson).lesson_title == "New"
