from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from lms_app import composition
from lms_app.core.errors import Forbidden, InvalidInput, NotAuthenticated, NotFound
from lms_app.services import course
from tests.factories import courses
from tests.factories.people import Nobody, instructor, person

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture
def ada():
    return instructor("Ada")


def outline(owner, made):
    editor = owner.call(course.get_course_editor, made.id)
    return [(s.title, [x.title for x in s.lessons]) for s in editor.sections]


def test_sections_and_lessons_are_added_in_order_and_counted(ada):
    made = courses.draft(ada, lessons=3)
    ada.call(course.add_section, made.id, title="More")
    editor = ada.call(course.get_course_editor, made.id)
    assert outline(ada, made) == [("Start", ["Lesson 1", "Lesson 2", "Lesson 3"]), ("More", [])]
    assert (editor.lesson_count, editor.duration_seconds) == (3, 300)
    assert [x.number for x in editor.sections[0].lessons] == ["1-1", "1-2", "1-3"]


@pytest.mark.parametrize(
    ("index", "expected"),
    [(0, ["C", "A", "B"]), (1, ["A", "C", "B"]), (99, ["A", "B", "C"]), (-5, ["C", "A", "B"])],
)
def test_a_section_moves_to_any_place(ada, index, expected):
    made = courses.draft(ada, lessons=0)
    ids = [made.section_id]
    ada.call(course.rename_section, made.section_id, title="A")
    ids += [UUID(ada.call(course.add_section, made.id, title=t)) for t in "BC"]
    ada.call(course.move_section, ids[2], index=index)
    assert [title for title, _ in outline(ada, made)] == expected


def test_a_lesson_moves_within_and_between_sections(ada):
    made = courses.draft(ada, lessons=3)
    other = UUID(ada.call(course.add_section, made.id, title="More"))
    ada.call(course.move_lesson, made.lesson_ids[2], section_id=made.section_id, index=0)
    ada.call(course.move_lesson, made.lesson_ids[0], section_id=other, index=5)
    assert outline(ada, made) == [("Start", ["Lesson 3", "Lesson 2"]), ("More", ["Lesson 1"])]
    ada.call(course.move_lesson, made.lesson_ids[0], section_id=made.section_id, index=1)
    assert outline(ada, made) == [("Start", ["Lesson 3", "Lesson 1", "Lesson 2"]), ("More", [])]


def test_deleting_closes_the_gap_and_recounts(ada):
    made = courses.draft(ada, lessons=3)
    ada.call(course.delete_lesson, made.lesson_ids[1])
    ada.call(course.add_lesson, made.section_id, title="Last", kind="article")
    assert outline(ada, made) == [("Start", ["Lesson 1", "Lesson 3", "Last"])]
    ada.call(course.delete_section, made.section_id)
    editor = ada.call(course.get_course_editor, made.id)
    assert (editor.sections, editor.lesson_count, editor.duration_seconds) == ([], 0, 0)


def test_a_section_with_its_lessons_is_one_removal_to_recount(ada):
    made = courses.draft(ada, lessons=3)
    empty = UUID(ada.call(course.add_section, made.id, title="Empty"))
    ada.call(course.delete_section, made.section_id)
    ada.call(course.delete_section, empty)
    with composition.implementations().engine.connect() as connection:
        told = sa.text("SELECT count(*) FROM outbox_message WHERE event = 'LessonRemoved'")
        assert connection.execute(told).scalar_one() == 1


def test_a_lesson_cannot_move_into_another_course(ada):
    mine, other = courses.draft(ada), courses.draft(ada, "Other maps")
    with pytest.raises(NotFound):
        ada.call(course.move_lesson, mine.lesson_ids[0], section_id=other.section_id, index=0)


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("", "error.text_required"),
        ("   ", "error.text_required"),
        ("x" * 201, "error.text_long"),
        ("nul\x00", "error.text_characters"),
        ("lone \ud800", "error.text_characters"),
        ("z" + "\u0301" * 30, "error.text_characters"),
    ],
)
def test_impossible_titles_are_refused_and_nothing_changes(ada, title, key):
    made = courses.draft(ada, lessons=1)
    for attempt in (
        lambda: ada.call(course.create_course, texts=courses.texts(title)),
        lambda: ada.call(course.add_section, made.id, title=title),
        lambda: ada.call(course.add_lesson, made.section_id, title=title),
        lambda: ada.call(course.update_lesson, made.lesson_ids[0], title=title),
    ):
        with pytest.raises(InvalidInput) as refused:
            attempt()
        assert refused.value.fields == {"title": key}
    assert outline(ada, made) == [("Start", ["Lesson 1"])]


@pytest.mark.parametrize("title", ["x", "가" * 200, "👩‍👩‍👧 가족의 지도", "بوصلة ← قلم"])
def test_titles_of_any_script_are_kept_as_typed(ada, title):
    made = courses.draft(ada, title, lessons=0)
    assert ada.call(course.get_course_editor, made.id).title == title


def test_direction_overrides_are_taken_out_of_titles(ada):
    made = courses.draft(ada, "safe \u202egpj.exe", lessons=0)
    assert ada.call(course.get_course_editor, made.id).title == "safe gpj.exe"


def test_a_taken_address_is_refused_at_its_field_and_a_free_one_is_found(ada):
    first, second = courses.draft(ada), courses.draft(ada)
    assert first.slug != second.slug
    with pytest.raises(course.SlugTaken) as refused:
        ada.call(course.update_course, second.id, texts=courses.texts(), slug=first.slug)
    assert refused.value.fields == {"slug": "error.slug_taken"}


EDITS = {
    "update_course": lambda who, m: who.call(
        course.update_course, m.id, texts=courses.texts("Mine"), slug="mine"
    ),
    "add_section": lambda who, m: who.call(course.add_section, m.id, title="x"),
    "rename_section": lambda who, m: who.call(course.rename_section, m.section_id, title="x"),
    "move_section": lambda who, m: who.call(course.move_section, m.section_id, index=0),
    "delete_section": lambda who, m: who.call(course.delete_section, m.section_id),
    "add_lesson": lambda who, m: who.call(course.add_lesson, m.section_id, title="x"),
    "update_lesson": lambda who, m: who.call(course.update_lesson, m.lesson_ids[0], title="x"),
    "move_lesson": lambda who, m: who.call(
        course.move_lesson, m.lesson_ids[0], section_id=m.section_id, index=1
    ),
    "delete_lesson": lambda who, m: who.call(course.delete_lesson, m.lesson_ids[0]),
    "attach_video": lambda who, m: who.call(course.attach_video, m.lesson_ids[0], uuid4()),
    "remove_video": lambda who, m: who.call(course.remove_video, m.lesson_ids[0]),
    "publish_course": lambda who, m: who.call(course.publish_course, m.id),
    "archive_course": lambda who, m: who.call(course.archive_course, m.id),
    "get_course_editor": lambda who, m: who.call(course.get_course_editor, m.id),
    "get_lesson_text": lambda who, m: who.call(course.get_lesson_text, m.lesson_ids[0]),
}


@pytest.mark.parametrize("name", EDITS)
def test_only_the_owner_edits_a_course(ada, name):
    made = courses.draft(ada)
    before = outline(ada, made)
    with pytest.raises(NotAuthenticated):
        EDITS[name](Nobody(), made)
    with pytest.raises(Forbidden):
        EDITS[name](person("Sam"), made)
    with pytest.raises(NotFound):  # a stranger's draft does not exist for other instructors
        EDITS[name](instructor("Ben"), made)
    assert outline(ada, made) == before


def test_other_instructors_see_but_do_not_edit_a_published_course(ada):
    made = courses.published(ada)
    with pytest.raises(Forbidden):
        instructor("Ben").call(course.add_section, made.id, title="x")


def test_an_asset_of_somebody_else_cannot_be_attached(ada):
    made = courses.draft(ada, lessons=0)
    lesson_id = UUID(ada.call(course.add_lesson, made.section_id, title="Empty"))
    foreign = courses.ready_asset(instructor("Ben"))
    with pytest.raises(NotFound):
        ada.call(course.attach_video, lesson_id, foreign)
