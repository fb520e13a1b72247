"""The resources of the API, from a draft to progress, as their programs use them."""

from __future__ import annotations

import base64
import json

import pytest

from lms_app.services import course
from tests.api.v1.client import Program, program, with_key
from tests.factories import courses
from tests.factories.people import instructor, person

pytestmark = pytest.mark.usefixtures("site")


def every(who: Program, path: str, **params) -> list[dict]:
    """Follow cursors to the end."""
    rows, cursor = [], ""
    while True:
        answer = who.get(path, params={**params, "cursor": cursor, "limit": 2})
        assert answer.status_code == 200, answer.text
        page = answer.json()
        assert len(page["items"]) <= 2
        rows += page["items"]
        cursor = page["next_cursor"]
        if not cursor:
            return rows


@pytest.mark.parametrize("sort", ["popular", "newest", "title"])
def test_a_catalogue_is_read_to_its_end_without_gap_or_double(sort):
    ada = instructor("Ada")
    made = [courses.published(ada, title, lessons=1) for title in "edcba"]
    sam = program(person("Sam"))
    for one in made[:2]:
        sam.post("/enrollments", {"course_id": str(one.id)})
    found = every(Program(), "/courses", sort=sort)
    assert sorted(row["title"] for row in found) == list("abcde")
    whole = Program().get("/courses", params={"sort": sort, "limit": 100}).json()
    assert whole["items"] == found
    assert whole["next_cursor"] is None


def test_a_row_that_comes_meanwhile_moves_no_other_page():
    ada = instructor("Ada")
    for title in "abcd":
        courses.published(ada, title, lessons=1)
    first = Program().get("/courses", params={"sort": "newest", "limit": 2}).json()
    courses.published(ada, "later", lessons=1)
    params = {"sort": "newest", "limit": 2, "cursor": first["next_cursor"]}
    second = Program().get("/courses", params=params).json()
    assert [row["title"] for row in first["items"] + second["items"]] == list("dcba")


def pack(*parts: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode()


SOME_ID = "00000000-0000-0000-0000-000000000000"


@pytest.mark.parametrize(
    "cursor",
    [
        "x", "====", "\0", "é", "x" * 1501, pack(), pack("courses:popular"), pack(1, 2, 3),
        pack("courses:popular", "1", "no id"), pack("courses:newest", "1", SOME_ID),
        pack("courses:popular", "x", SOME_ID), pack("courses:popular", "9" * 30, SOME_ID),
        pack("courses:popular", "-1", SOME_ID), pack("courses:popular", None, SOME_ID),
        pack("courses:popular", "1; DROP TABLE course", SOME_ID), base64.b64encode(b"[" * 900).decode(),
    ],
)  # fmt: skip
def test_what_is_no_cursor_of_this_list_is_refused(cursor):
    answer = Program().get("/courses", params={"cursor": cursor})
    assert answer.status_code == 422
    assert "cursor" in answer.json()["fields"]


def test_searching_takes_what_the_pages_take():
    ada = instructor("Ada")
    courses.published(ada, "Reading maps", lessons=1)
    courses.published(ada, "100% wool_knitting", lessons=1)

    def found(**params) -> list[str]:
        return [row["title"] for row in Program().get("/courses", params=params).json()["items"]]

    assert found(q="maps") == ["Reading maps"]
    assert found(q="%") == found(q="_") == ["100% wool_knitting"]
    assert found(category=["dev", "nowhere"]) == found(category=["dev"])
    assert len(found(level=["beginner"])) == 2
    assert found(q="' OR 1=1--") == []
    assert found(q="a\0b") == found(category="\0") == []


def test_a_course_is_made_filled_published_and_learned():
    ada, sam = program(instructor("Ada")), program(person("Sam"))
    made = ada.post("/teaching/courses", {"title": "Maps"}).json()["id"]
    section = ada.post(f"/teaching/courses/{made}/sections", {"title": "Start"}).json()["id"]
    lesson = ada.post(
        f"/teaching/sections/{section}/lessons", {"title": "Read", "kind": "article"}
    ).json()["id"]
    blocked = ada.post(f"/teaching/courses/{made}/publish")
    assert (blocked.status_code, blocked.json()["code"]) == (409, "error.not_ready_to_publish")
    assert ada("PATCH", f"/teaching/lessons/{lesson}", json={"body_md": "**Look.**"}).is_success
    assert ada.get(f"/teaching/lessons/{lesson}/text").json() == {"body_md": "**Look.**"}
    change = {"subtitle": "All of them", "description_md": "Yes", "outcomes": ["You read maps"]}
    changed = ada("PATCH", f"/teaching/courses/{made}", json=change).json()
    assert (changed["title"], changed["outcomes"]) == ("Maps", ["You read maps"])
    assert changed["can_publish"]
    assert ada.post(f"/teaching/courses/{made}/publish").status_code == 204

    slug = Program().get("/courses").json()["items"][0]["slug"]
    assert Program().get(f"/courses/{slug}").json()["outcomes"] == ["You read maps"]
    assert sam.get(f"/learn/{slug}").status_code == 404
    first = sam.post("/enrollments", {"course_id": made})
    assert first.json() == sam.post("/enrollments", {"course_id": made}).json()
    opened = sam.get(f"/learn/{slug}").json()
    assert (opened["lesson_id"], "<strong>" in opened["body_html"]) == (lesson, True)
    done = sam.post(f"/lessons/{lesson}/complete").json()
    assert (done["lesson_done"], done["course_percent"]) == (True, 100)
    (learned,) = sam.get("/enrollments").json()["items"]
    assert (learned["status"], learned["percent"]) == ("completed", 100)
    assert ada.post(f"/teaching/courses/{made}/archive").status_code == 204
    assert Program().get(f"/courses/{slug}").status_code == 404


def test_a_video_is_sent_in_parts_and_progress_is_credited_as_it_was_played():
    teacher = instructor("Ada")
    ada = program(teacher)
    made = courses.draft(teacher, lessons=1)
    lesson = ada.post(f"/teaching/sections/{made.section_id}/lessons", {"title": "New"}).json()[
        "id"
    ]
    plan = ada.post("/uploads", {"lesson_id": lesson, "filename": "a.mp4", "size_bytes": 5})
    assert plan.status_code == 201, plan.text
    asset = plan.json()["asset_id"]
    (part,) = ada.post(f"/uploads/{asset}/parts", {"numbers": [1]}).json()["items"]
    assert part["url"].startswith("http")
    assert ada._http.put(part["url"], content=b"12345", headers=part["headers"]).is_success
    assert ada.get(f"/uploads/{asset}").json()["stored_parts"] == [1]
    assert ada.post(f"/uploads/{asset}/complete").status_code == 204
    assert ada("DELETE", f"/uploads/{asset}").status_code == 409

    teacher.call(course.delete_lesson, lesson)
    teacher.call(course.publish_course, made.id)
    sam = program(person("Sam"))
    sam.post("/enrollments", {"course_id": str(made.id)})
    report = {"lesson_id": str(made.lesson_ids[0]), "played": [[0, 5]], "position_seconds": 5.0}
    credited = sam.post("/progress", report)
    assert credited.status_code == 200, credited.text
    assert not credited.json()["lesson_done"]


def test_a_wish_that_is_repeated_makes_one_course():
    ada, ben = program(instructor("Ada")), program(instructor("Ben"))

    def make(who, key):
        return who.post("/teaching/courses", {"title": "Maps"}, headers={"idempotency-key": key})

    first = make(ada, "one").json()["id"]
    assert make(ada, "one").json()["id"] == first
    assert make(ada, "two").json()["id"] != first
    assert make(ben, "one").json()["id"] != first
    assert len(every(ada, "/teaching/courses")) == 2


def test_sections_and_lessons_are_moved_and_removed():
    teacher = instructor("Ada")
    ada, made = program(teacher), courses.draft(teacher, lessons=2)
    base = f"/teaching/courses/{made.id}"
    other = ada.post(f"{base}/sections", {"title": "Then"}).json()["id"]
    first, second = (str(x) for x in made.lesson_ids)
    ada.post(f"/teaching/lessons/{first}/move", {"section_id": other, "index": 0})
    ada.post(f"/teaching/sections/{other}/move", {"index": 0})
    ada("PATCH", f"/teaching/sections/{other}", json={"title": "Now"})

    def shape():
        sections = ada.get(base).json()["sections"]
        return [(s["title"], [x["id"] for x in s["lessons"]]) for s in sections]

    assert shape() == [("Now", [first]), ("Start", [second])]
    ada("DELETE", f"/teaching/lessons/{second}")
    ada("DELETE", f"/teaching/sections/{made.section_id}")
    assert shape() == [("Now", [first])]


def test_a_draft_is_shown_to_a_key_only_if_it_may_edit():
    ada = instructor("Ada")
    slug = courses.draft(ada).slug
    assert with_key(ada, "account:read").get(f"/courses/{slug}").status_code == 404
    assert with_key(ada, "course:edit").get(f"/courses/{slug}").status_code == 200
    assert program(ada).get(f"/courses/{slug}").status_code == 200
    assert Program().get(f"/courses/{slug}").status_code == 404
