from uuid import UUID

import pytest

from lms_app.core.errors import Conflict, InvalidInput, InvalidTransition, NotFound
from lms_app.services import course, enrollment
from lms_app.services.course import CatalogFilter, NotReadyToPublish
from tests.factories import courses
from tests.factories.people import Nobody, instructor, person
from tests.query_counts import counted_statements

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture
def ada():
    return instructor("Ada")


def listed() -> list[str]:
    return [card.slug for card in Nobody().call(course.search_courses, CatalogFilter()).cards]


def test_a_ready_course_is_published_and_counted(ada):
    made = courses.published(ada)
    assert listed() == [made.slug]
    found = Nobody().call(course.get_course, made.slug)
    assert (found.card.lesson_count, found.card.duration_seconds) == (2, 200)
    assert found.instructor.course_count == 1
    counts = {c.slug: c.course_count for c in Nobody().call(course.list_categories)}
    assert counts["dev"] == 1


def test_an_unready_course_is_refused_with_what_is_missing(ada):
    made = courses.draft(ada, lessons=0)
    ada.call(course.add_lesson, made.section_id, title="Without a video")
    with pytest.raises(NotReadyToPublish) as refused:
        ada.call(course.publish_course, made.id)
    assert refused.value.params == {"missing": 1}
    met = {i.key: i.is_met for i in ada.call(course.get_course_editor, made.id).checklist}
    assert met == {
        "checklist.title": True,
        "checklist.description": True,
        "checklist.lesson": True,
        "checklist.content": False,
    }


def test_a_draft_does_not_exist_for_others(ada):
    made = courses.draft(ada)
    for who in (Nobody(), person("Sam"), instructor("Ben")):
        with pytest.raises(NotFound):
            who.call(course.get_course, made.slug)
        with pytest.raises(NotFound):
            who.call(enrollment.get_learn_page, made.slug, made.lesson_ids[0])
    assert ada.call(course.get_course, made.slug).status == "draft"
    assert listed() == []


def test_an_archived_course_leaves_the_catalogue_but_stays_with_its_students(ada):
    made = courses.published(ada)
    sam = person("Sam")
    sam.call(enrollment.enroll, made.id)
    ada.call(course.archive_course, made.id)
    assert listed() == []
    with pytest.raises(NotFound):
        Nobody().call(course.get_course, made.slug)
    assert sam.call(enrollment.get_learn_page, made.slug, None).viewer == "enrolled"
    ada.call(course.publish_course, made.id)
    assert listed() == [made.slug]


def test_publishing_twice_is_refused(ada):
    made = courses.published(ada)
    with pytest.raises(InvalidTransition):
        ada.call(course.publish_course, made.id)


def test_a_published_course_keeps_its_last_lesson_and_its_videos(ada):
    made = courses.published(ada, lessons=1)
    with pytest.raises(Conflict):
        ada.call(course.delete_lesson, made.lesson_ids[0])
    with pytest.raises(Conflict):
        ada.call(course.delete_section, made.section_id)
    with pytest.raises(Conflict):
        ada.call(course.remove_video, made.lesson_ids[0])


def test_enrolling_is_once_and_counted(ada):
    made = courses.published(ada)
    sam = person("Sam")
    assert sam.call(enrollment.enroll, made.id) == sam.call(enrollment.enroll, made.id)
    assert Nobody().call(course.get_course, made.slug).card.enrollment_count == 1
    assert sam.call(enrollment.get_standing, made.id).viewer == "enrolled"


def test_nobody_enrolls_in_a_draft_or_in_their_own_course(ada):
    draft = courses.draft(ada)
    with pytest.raises(NotFound):
        person("Sam").call(enrollment.enroll, draft.id)
    made = courses.published(ada, "Other maps")
    with pytest.raises(Conflict):
        ada.call(enrollment.enroll, made.id)


def test_a_preview_lesson_opens_for_everybody_and_only_that_one(ada):
    made = courses.published(ada)
    page = Nobody().call(enrollment.get_learn_page, made.slug, made.lesson_ids[0])
    assert (page.viewer, page.resume_seconds) == ("preview", 0.0)
    assert [x.is_open for s in page.sections for x in s.lessons] == [True, False]
    with pytest.raises(NotFound):
        person("Sam").call(enrollment.get_learn_page, made.slug, made.lesson_ids[1])


def test_deleting_a_lesson_of_learners_counts_their_progress_anew(ada):
    from lms_app import composition
    from workers import learning

    made = courses.draft(ada, lessons=2)
    article = UUID(ada.call(course.add_lesson, made.section_id, title="Read", kind="article"))
    ada.call(course.update_lesson, article, body_md="Some text.")
    ada.call(course.publish_course, made.id)
    sam = person("Sam")
    sam.call(enrollment.enroll, made.id)
    assert sam.call(enrollment.complete_article, article).course_percent == 33
    ada.call(course.delete_lesson, article)
    learning.recount_completed(str(made.id))
    assert sam.call(enrollment.get_standing, made.id).done_count == 0
    assert composition.drain_outbox({}) > 0


def test_no_lesson_s_text_is_read_to_publish_or_to_delete_a_section(ada):
    made = courses.draft(ada)
    ada.call(course.update_lesson, made.lesson_ids[0], body_md="Notes beside the video.")
    other = UUID(ada.call(course.add_section, made.id, title="Later"))
    ada.call(course.add_lesson, other, title="Empty")
    with counted_statements() as sent:
        ada.call(course.delete_section, other)
        ada.call(course.publish_course, made.id)
    read = [x.partition("\nFROM ")[0] for x in sent if x.startswith("SELECT")]
    assert not [columns for columns in read if "lesson.body_md" in columns]


def test_a_published_course_keeps_the_words_it_was_published_with(ada):
    made = courses.published(ada)
    for name in ("subtitle", "description_md"):
        with pytest.raises(InvalidInput) as refused:
            ada.call(course.update_course, made.id, texts=courses.texts(**{name: " "}), slug="maps")
        assert refused.value.fields == {name: "error.published_needs_words"}
    assert listed() == [made.slug]
    ada.call(course.archive_course, made.id)
    ada.call(course.update_course, made.id, texts=courses.texts(subtitle=""), slug="maps")
