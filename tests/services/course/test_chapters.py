"""Chapters of a lesson: kept in order, bounded, and theirs alone to change."""

from __future__ import annotations

from uuid import uuid4

import pytest

from lms_app.core import urls
from lms_app.core.errors import Conflict, DomainError, InvalidInput, NotFound
from lms_app.services import course, enrollment
from tests.factories import courses
from tests.factories.people import Nobody, Person, instructor, person
from tests.factories.uploads import client

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture
def ada() -> Person:
    return instructor("Ada")


@pytest.fixture
def lesson(ada):
    return courses.draft(ada)


def rows(*pairs: tuple[int, str]) -> list[dict]:
    return [{"start_seconds": start, "title": title} for start, title in pairs]


def kept(who: Person, lesson_id) -> list[tuple[int, str]]:
    found = who.call(course.list_chapters, lesson_id).chapters
    return [(chapter.start_seconds, chapter.title) for chapter in found]


def test_chapters_are_kept_in_order_whatever_order_they_come_in(ada, lesson):
    [lesson_id, *_] = lesson.lesson_ids
    ada.call(
        course.save_chapters, lesson_id, chapters=rows((4, "  Render  "), (0, "질문"), (2, "b"))
    )
    assert kept(ada, lesson_id) == [(0, "질문"), (2, "b"), (4, "Render")]
    ada.call(course.save_chapters, lesson_id, chapters=rows((2, "b")))
    assert kept(ada, lesson_id) == [(2, "b")]
    ada.call(course.save_chapters, lesson_id, chapters=[])
    assert kept(ada, lesson_id) == []


@pytest.mark.parametrize(
    ("chapters", "key", "line"),
    [
        (rows((1, "a"), (1, "b")), "error.chapter_twice", 2),
        (rows((0, "a"), (-1, "b")), "error.chapter_time", 2),
        (rows((0, "a"), (10**7, "b")), "error.chapter_time", 2),
        (rows((0, " ")), "error.chapter_title", 1),
        (rows((0, "x" * 101)), "error.chapter_title", 1),
        (rows((0, "a\0b")), "error.chapter_title", 1),
        (rows(*((n, "x") for n in range(101))), "error.chapters_many", None),
    ],
)
def test_what_is_no_chapter_is_refused_by_its_number(ada, lesson, chapters, key, line):
    [lesson_id, *_] = lesson.lesson_ids
    ada.call(course.save_chapters, lesson_id, chapters=rows((0, "First")))
    with pytest.raises(InvalidInput) as refused:
        ada.call(course.save_chapters, lesson_id, chapters=chapters)
    assert (refused.value.key, refused.value.params.get("line")) == (key, line)
    assert kept(ada, lesson_id) == [(0, "First")]


def test_somebody_elses_change_is_told_and_a_lost_answer_is_none(ada, lesson):
    [lesson_id, *_] = lesson.lesson_ids
    before = ada.call(course.list_chapters, lesson_id).mark
    mine, theirs = rows((0, "Mine")), rows((0, "Theirs"))
    mark = ada.call(course.save_chapters, lesson_id, chapters=mine, before=before)
    assert ada.call(course.save_chapters, lesson_id, chapters=mine, before=before) == mark
    with pytest.raises(Conflict):
        ada.call(course.save_chapters, lesson_id, chapters=theirs, before=before)
    assert kept(ada, lesson_id) == [(0, "Mine")]


def test_nobody_else_reads_or_changes_them_and_nothing_tells_that_they_are_there(ada, lesson):
    [lesson_id, *_] = lesson.lesson_ids
    ada.call(course.save_chapters, lesson_id, chapters=rows((0, "First")))
    for who in (instructor("Ben"), person("Sam"), Nobody()):
        for use_case, more in (
            (course.list_chapters, {}),
            (course.save_chapters, {"chapters": rows((0, "Taken"))}),
        ):
            refusals = []
            for asked in (lesson_id, uuid4()):
                with pytest.raises(DomainError) as refused:
                    who.call(use_case, asked, **more)
                refusals.append((type(refused.value), refused.value.key))
            assert refusals[0] == refusals[1]
    assert kept(ada, lesson_id) == [(0, "First")]


def test_whoever_may_open_the_lesson_sees_its_chapters(ada, lesson):
    [lesson_id, *_] = lesson.lesson_ids
    ada.call(course.save_chapters, lesson_id, chapters=rows((3, "B <script>"), (0, "A")))
    page = ada.call(enrollment.get_learn_page, lesson.slug, lesson_id)
    assert [(c.start_seconds, c.title) for c in page.chapters] == [(0, "A"), (3, "B <script>")]
    with pytest.raises(NotFound):
        person("Sam").call(enrollment.get_learn_page, lesson.slug, lesson_id)


def test_the_route_saves_for_the_editor_and_for_no_other_site(ada, lesson):
    [lesson_id, *_] = lesson.lesson_ids
    http, place = client(ada), f"{urls.API_CHAPTERS}/{lesson_id}"
    seen = http.get(place).json()
    body = {"chapters": rows((0, "A")), "before": seen["mark"]}
    assert http.put(place, json=body, headers={"origin": "https://evil.example"}).status_code == 403
    assert http.put(place, json=body).status_code == 200
    assert http.get(place).json()["chapters"] == rows((0, "A"))
    stale = http.put(place, json={"chapters": [], "before": seen["mark"]})
    assert stale.status_code == 409
    assert client().get(place).status_code == 401
