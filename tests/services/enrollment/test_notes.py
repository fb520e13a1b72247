"""Notes and highlights: whose they are, what is kept once, and what they say when taken away."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from lms_app import composition
from lms_app.core.errors import Conflict, InvalidInput, NotAuthenticated, NotFound
from lms_app.core.slices import SliceRequest
from lms_app.services import course, enrollment, privacy
from lms_app.services.enrollment import Quote
from tests.factories import courses
from tests.factories.people import SYSTEM, Nobody, as_system, instructor, person
from tests.query_counts import counted_statements

pytestmark = pytest.mark.usefixtures("site")
HOSTILE = "<img src=x onerror=alert(1)> [x](javascript:alert(2)) <script>alert(3)</script>"


class Desk:
    """Ada's course, Sam who learns it, and Kim who does not."""

    def __init__(self) -> None:
        self.ada, self.sam, self.kim = instructor("Ada"), person("Sam"), person("Kim")
        self.made = courses.published(self.ada, "Reading maps", lessons=3)
        self.lesson = self.made.lesson_ids[1]
        self.enrollment_id = self.sam.call(enrollment.enroll, self.made.id)

    def write(self, body: str = "Contours **never** cross.", who=None, note_id=None, **more):
        values = {"lesson_id": self.lesson, "second": 12.5, **more}
        return (who or self.sam).call(
            enrollment.save_note, note_id or uuid4(), body_md=body, **values
        )

    def notes(self, who=None, lesson: UUID | None = None):
        return (who or self.sam).call(enrollment.list_lesson_notes, lesson or self.lesson)

    def all(self, who=None, after=None, size=24, **more):
        request = SliceRequest(after, size)
        return (who or self.sam).call(enrollment.list_notes, request, **more)

    def revoke(self) -> None:
        as_system(enrollment.revoke_enrollment, UUID(str(self.enrollment_id)), reason="refunded")


@pytest.fixture
def desk(site):
    return Desk()


def test_a_note_is_kept_at_its_second_and_shown_by_the_one_renderer(desk):
    later = desk.write("second", second=80.04)
    row = desk.write()
    assert row.body_html == "<p>Contours <strong>never</strong> cross.</p>\n"
    assert [(note.id, note.second) for note in desk.notes()] == [(row.id, 12.5), (later.id, 80.04)]
    assert desk.notes(lesson=desk.made.lesson_ids[0]) == []


def test_what_is_sent_twice_is_kept_once_and_what_is_late_writes_over_nothing_newer(desk):
    note_id = uuid4()
    desk.write("one", note_id=note_id)
    desk.write("one", note_id=note_id)
    assert desk.write("three", note_id=note_id, revision=3).body_md == "three"
    assert desk.write("three", note_id=note_id, revision=3).revision == 3
    for late, revision in (("two", 2), ("another", 3)):
        with pytest.raises(Conflict):
            desk.write(late, note_id=note_id, revision=revision)
    assert [note.body_md for note in desk.notes()] == ["three"]


def test_a_highlight_is_a_quote_without_a_text(desk):
    row = desk.write("", quote=Quote("  contour \n lines ", "en", 14.0))
    assert (row.quote, row.quote_language, row.quote_end_second) == ("contour lines", "en", 14.0)
    assert (row.body_md, row.body_html) == ("", "")
    with pytest.raises(InvalidInput) as refused:
        desk.write(" \n ")
    assert refused.value.key == "error.note_empty"


def test_a_deleted_note_comes_back_with_the_same_id(desk):
    row = desk.write()
    desk.sam.call(enrollment.delete_note, UUID(row.id))
    assert desk.notes() == []
    with pytest.raises(NotFound):
        desk.sam.call(enrollment.delete_note, UUID(row.id))
    assert desk.write(note_id=UUID(row.id)).id == row.id


def test_only_who_learns_or_teaches_here_writes(desk):
    assert desk.write(who=desk.ada).id
    for who, refusal in ((desk.kim, NotFound), (Nobody(), NotAuthenticated)):
        with pytest.raises(refusal):
            desk.write(who=who)
    preview = desk.made.lesson_ids[0]  # anybody may watch it, and nobody but a learner writes
    with pytest.raises(NotFound):
        desk.write(who=desk.kim, lesson_id=preview)
    with pytest.raises(NotFound):
        desk.write(lesson_id=uuid4())


def test_somebody_elses_note_looks_like_one_that_is_not_there(desk):
    mine = UUID(desk.write("secret").id)
    desk.kim.call(enrollment.enroll, desk.made.id)
    refusals = []
    for note_id in (mine, uuid4()):
        with pytest.raises(NotFound) as refused:
            desk.kim.call(enrollment.delete_note, note_id)
        refusals.append((refused.value.key, refused.value.fields))
    assert refusals[0] == refusals[1]
    with pytest.raises(NotFound):
        desk.write("mine now", who=desk.kim, note_id=mine, revision=9)
    with pytest.raises(NotFound):
        desk.write("elsewhere", note_id=mine, lesson_id=desk.made.lesson_ids[2], revision=9)
    assert desk.notes(desk.kim) == []
    assert desk.all(desk.kim).rows == []
    assert [note.body_md for note in desk.notes()] == ["secret"]


def test_who_lost_the_course_reads_takes_and_deletes_what_they_wrote(desk):
    row = desk.write()
    desk.revoke()
    assert [note.id for note in desk.notes()] == [row.id]
    assert [note.id for note in desk.all().rows] == [row.id]
    assert "Contours" in desk.sam.call(enrollment.export_notes)
    with pytest.raises(NotFound):
        desk.write("changed", note_id=UUID(row.id), revision=2)
    desk.sam.call(enrollment.delete_note, UUID(row.id))
    assert desk.all().rows == []


def test_a_note_outlives_its_lesson(desk):
    row = desk.write()
    desk.ada.call(course.delete_lesson, desk.lesson)
    (card,) = desk.all().rows
    assert (card.id, card.lesson_id, card.href) == (row.id, "", f"/courses/{desk.made.slug}")
    assert "no longer there" in desk.sam.call(enrollment.export_notes, language="en")


@pytest.mark.parametrize("second", [-1.0, float("nan"), float("inf"), 1e9])
def test_no_second_out_of_this_world(desk, second):
    with pytest.raises(InvalidInput):
        desk.write(second=second)


def test_a_note_of_a_hundred_thousand_characters_is_refused_in_words(desk):
    assert desk.write("가" * 20_000).body_md == "가" * 20_000
    with pytest.raises(InvalidInput) as refused:
        desk.write("가" * 100_000)
    assert refused.value.key == "error.text_long"
    assert refused.value.params == {"maximum": 20_000, "count": 100_000}


def test_hostile_words_are_inert(desk):
    row = desk.write(HOSTILE, quote=Quote(HOSTILE, "en"))
    assert "<img" not in row.body_html
    assert "<script" not in row.body_html
    assert 'href="javascript' not in row.body_html
    assert row.quote == HOSTILE


def test_a_lesson_holds_so_many_notes_and_no_more(desk, monkeypatch):
    monkeypatch.setattr("lms_app.services.enrollment.notes.MOST_OF_A_LESSON", 2)
    first = desk.write("1")
    desk.write("2")
    with pytest.raises(Conflict):
        desk.write("3")
    assert desk.write("1b", note_id=UUID(first.id), revision=2).body_md == "1b"


def test_all_notes_newest_first_a_page_at_a_time(desk):
    other = courses.published(desk.ada, "Ink", lessons=1)
    desk.sam.call(enrollment.enroll, other.id)
    written = [desk.write(str(number)).id for number in range(4)]
    written.append(desk.write("ink", lesson_id=other.lesson_ids[0]).id)
    first = desk.all(size=3)
    rest = desk.all(size=3, after=first.end)
    assert [card.id for card in (*first.rows, *rest.rows)] == written[::-1]
    assert rest.end is None
    assert [card.course_title for card in desk.all(course_id=other.id).rows] == ["Ink"]
    counted = [(row.title, row.note_count) for row in desk.sam.call(enrollment.list_noted_courses)]
    assert counted == [("Ink", 1), ("Reading maps", 4)]
    assert first.rows[0].href == f"/learn/{other.slug}?l={other.lesson_ids[0]}&t=12"


@pytest.mark.parametrize(
    ("text", "found"),
    [("등고선", 1), ("CONTOUR line", 1), ("100%", 1), ("%", 1), ("a_b", 1), ("_", 1), ("\\", 1),
     ("quoted", 1), ("nothing of it", 0), ("\0", 5), ("", 5)],
)  # fmt: skip
def test_searching_takes_every_sign_literally(desk, text, found):
    for body in ("등고선은 만나지 않아요", "contour lines", "100% sure", "a_b and c:\\d"):
        desk.write(body)
    desk.write("", quote=Quote("quoted words", "en"))
    assert len(desk.all(text=text).rows) == found


def test_the_file_has_courses_lessons_seconds_and_quotes(desk):
    desk.write("Second\nline", second=75.9)
    desk.write("", quote=Quote("contour *lines*", "en"), second=12.0)
    text = desk.sam.call(enrollment.export_notes, language="en")
    site = composition.implementations().settings.site_url
    link = f"{site}/learn/{desk.made.slug}?l={desk.lesson}&t="
    assert text == (
        "# My notes\n\n## Reading maps\n\n### Lesson 2\n\n"
        f"[00:12]({link}12)\n\n> contour \\*lines\\*\n\n"
        f"[01:15]({link}75)\n\nSecond\nline\n"
    )
    nobody = desk.kim.call(enrollment.export_notes, course_id=desk.made.id, language="en")
    assert nobody == "# My notes\n\nThere are no notes yet.\n"


def test_reading_costs_the_same_for_any_number(desk):
    for number in range(5):
        desk.write(str(number))
    with counted_statements() as sent:
        desk.notes()
        one = len(sent)
        desk.all(text="1")
        two = len(sent)
        desk.sam.call(enrollment.list_noted_courses)
    session = 1  # who is asking
    assert (one, two, len(sent)) == tuple(n * (1 + session) for n in (1, 2, 3))


def test_a_copy_of_ones_data_has_them_and_leaving_takes_them(desk, site):
    desk.write("mine alone", quote=Quote("a quote", "en", 13.0))
    export_id = UUID(desk.sam.call(privacy.request_export))
    _, _, _, tables = composition.call(privacy.collect_export, export_id, credential=SYSTEM)
    (notes,) = (table for table in tables if table.table == "note")
    row = dict(zip(notes.columns, notes.rows[0], strict=True))
    assert (row["body_md"], row["quote"], row["second"]) == ("mine alone", "a quote", 12.5)
    assert "search_text" not in row
    desk.sam.call(privacy.schedule_deletion)
    with site.engine.begin() as connection:
        past = "UPDATE account_deletion SET due_at = now() - interval '1 minute'"
        connection.execute(sa.text(past))
    composition.call(privacy.erase_due_accounts, credential=SYSTEM)
    with site.engine.connect() as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM note")).scalar() == 0
