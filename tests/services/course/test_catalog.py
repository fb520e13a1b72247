import pytest

from lms_app import composition
from lms_app.core.pagination import PageRequest
from lms_app.services import course, enrollment
from lms_app.services.course import CatalogFilter
from tests.factories import courses
from tests.factories.people import Nobody, instructor, person
from tests.query_counts import counted_statements

pytestmark = pytest.mark.usefixtures("site")


def search(**wanted):
    return Nobody().call(course.search_courses, CatalogFilter(**wanted))


@pytest.fixture
def ada():
    return instructor("Ada")


def make(owner, title, **texts):
    made = courses.draft(owner, title, lessons=1, seconds=texts.pop("seconds", 100.0))
    owner.call(course.update_course, made.id, texts=courses.texts(title, **texts), slug=made.slug)
    owner.call(course.publish_course, made.id)
    return made


@pytest.mark.parametrize("text", ["머신러", "러닝", "  머신러닝   입문 ", "machine", "MACHINE"])
def test_search_finds_parts_of_words_in_both_languages(ada, text):
    make(ada, "머신러닝 입문 machine")
    make(ada, "수채화")
    assert [c.title for c in search(text=text).cards] == ["머신러닝 입문 machine"]


@pytest.mark.parametrize(
    "text",
    [
        "' OR 1=1--",
        "%",
        "_",
        "\\",
        ")",
        "pg_sleep(5)",
        "x" * 10_000,
        '"unbalanced',
        "&|!:*",
        "\x00",
    ],
)
def test_hostile_searches_are_plain_text(ada, text):
    make(ada, "Reading maps")
    found = search(text=text)
    assert found.total in ({1} if text == "\x00" else {0})


def test_filters_count_what_they_would_show(ada):
    make(ada, "One", level="beginner", language="ko")
    make(ada, "Two", level="advanced", language="en", category_slug="music", seconds=4000.0)
    found = search(levels=("advanced",))
    assert [c.title for c in found.cards] == ["Two"]
    assert {f.value: f.count for f in found.levels} == {
        "beginner": 1,
        "intermediate": 0,
        "advanced": 1,
    }
    assert {f.value: f.count for f in found.languages} == {"ko": 0, "en": 1}
    assert {f.value: f.count for f in found.lengths} == {"short": 0, "medium": 1, "long": 0}
    assert {f.value for f in found.categories if f.count} == {"music"}


def test_unknown_filter_values_and_pages_are_left_out(ada):
    make(ada, "One")
    found = search(levels=("expert",), lengths=("x",), sort="drop table", page=PageRequest(999))
    assert (found.total, found.cards) == (1, [])


def test_popular_courses_come_first(ada):
    make(ada, "Quiet")
    loud = make(ada, "Loud")
    person("Sam").call(enrollment.enroll, loud.id)
    assert [c.title for c in search().cards] == ["Loud", "Quiet"]
    assert [c.title for c in search(sort="title").cards] == ["Loud", "Quiet"]
    assert [c.title for c in search(sort="newest").cards] == ["Loud", "Quiet"]


def count(use_case, *args, who=None) -> int:
    with counted_statements() as statements:
        (who or Nobody()).call(use_case, *args)
    return len(statements)


def test_pages_take_the_same_number_of_queries_however_much_they_show(ada):
    sam = person("Sam")
    first = courses.published(ada, "Course 0", lessons=1)
    sam.call(enrollment.enroll, first.id)
    reads = {
        "search": lambda: count(course.search_courses, CatalogFilter()),
        "home": lambda: count(course.get_home),
        "detail": lambda: count(course.get_course, first.slug),
        "learn": lambda: count(enrollment.get_learn_page, first.slug, None, who=sam),
        "mine": lambda: count(enrollment.get_my_courses, who=sam),
        "builder": lambda: count(course.get_course_editor, first.id, who=ada),
        "own": lambda: count(course.list_own_courses, who=ada),
    }
    few = {name: read() for name, read in reads.items()}
    for number in range(1, 5):
        made = courses.published(ada, f"Course {number}", lessons=3)
        sam.call(enrollment.enroll, made.id)
    ada.call(course.add_section, first.id, title="More")
    assert {name: read() for name, read in reads.items()} == few
    limits = {"search": 5, "home": 6, "detail": 6, "learn": 9, "mine": 4, "builder": 6, "own": 4}
    assert {n: c for n, c in few.items() if c > limits[n]} == {}


def test_long_texts_are_read_where_they_are_shown_and_only_there(ada):
    sam = person("Sam")
    made = courses.published(ada, "Course 0")
    sam.call(enrollment.enroll, made.id)
    lesson = made.lesson_ids[0]
    ada.call(course.update_lesson, lesson, body_md="Notes beside the video.")
    beat = {"played": [(0.0, 1.0)], "position_seconds": 1.0}
    reads = {
        "search": lambda: Nobody().call(course.search_courses, CatalogFilter()),
        "home": lambda: Nobody().call(course.get_home),
        "detail": lambda: Nobody().call(course.get_course, made.slug),
        "builder": lambda: ada.call(course.get_course_editor, made.id),
        "mine": lambda: sam.call(enrollment.get_my_courses),
        "standing": lambda: sam.call(enrollment.get_standing, made.id),
        "learn": lambda: sam.call(enrollment.get_learn_page, made.slug, lesson),
        "playlist": lambda: sam.call(enrollment.get_master_playlist, lesson),
        "beat": lambda: sam.call(enrollment.report_playback, lesson, **beat),
    }
    columns = ("lesson.body_md", "course.description_md", "course.search_text")
    found = {}
    for name, read in reads.items():
        with counted_statements() as statements:
            read()
        read_columns = [x.partition("\nFROM ")[0] for x in statements if x.startswith("SELECT")]
        found[name] = tuple(sum(column in x for x in read_columns) for column in columns)
    assert {name: counts for name, counts in found.items() if any(counts)} == {
        "detail": (0, 1, 0),
        "builder": (0, 1, 0),
        "learn": (1, 0, 0),
    }


@pytest.mark.parametrize(
    ("statement", "index"),
    [
        ("SELECT id FROM course WHERE search_text ILIKE '%머신러%'", "ix_course_search"),
        (
            "SELECT id FROM course WHERE status = 'published' ORDER BY enrollment_count DESC, id LIMIT 8",
            "ix_course_popular",
        ),
        (
            "SELECT id FROM course WHERE status = 'published' ORDER BY published_at DESC, id LIMIT 8",
            "ix_course_newest",
        ),
        ("SELECT id FROM course WHERE slug = 'x'", "uq_course_slug"),
        (
            "SELECT id FROM lesson WHERE course_id = '00000000-0000-0000-0000-000000000000'",
            "ix_lesson_course_id",
        ),
        ("SELECT id FROM login_session WHERE token_hash = 'x'", "uq_login_session_token_hash"),
        (
            "SELECT id FROM outbox_message WHERE dispatched_at IS NULL ORDER BY created_at LIMIT 100",
            "ix_outbox_message_waiting",
        ),
    ],
)
def test_the_hot_queries_have_their_index(statement, index):
    import sqlalchemy as sa

    with composition.implementations().engine.begin() as connection:
        connection.execute(sa.text("SET LOCAL enable_seqscan = off"))
        connection.execute(sa.text("SET LOCAL enable_sort = off"))
        plan = connection.execute(sa.text(f"EXPLAIN {statement}")).scalars().all()
    assert index in "\n".join(plan)
