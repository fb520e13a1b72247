"""The learn page's own way to its notes, and the file of them."""

from __future__ import annotations

from uuid import uuid4

import pytest

from lms_app.core.config import settings
from lms_app.services import enrollment
from tests.factories import courses
from tests.factories.people import Nobody, instructor, person
from tests.factories.uploads import client

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture
def sam(site):
    return person("Sam")


@pytest.fixture
def lesson(sam):
    made = courses.published(instructor("Ada"))
    sam.call(enrollment.enroll, made.id)
    return made.lesson_ids[1]


def body(lesson, **more):
    return {"lesson_id": str(lesson), "body_md": "Hello", "second": 3.25, "revision": 1, **more}


def test_a_note_is_saved_listed_and_deleted(sam, lesson):
    http, note = client(sam), f"/api/notes/{uuid4()}"
    saved = http.put(note, json=body(lesson))
    assert saved.json()["body_html"] == "<p>Hello</p>\n"
    listed = http.get(f"/api/notes/{lesson}")
    assert listed.json()["items"] == [saved.json()]
    assert listed.headers["cache-control"] == "no-store"
    assert http.delete(note).status_code == 204
    assert http.get(f"/api/notes/{lesson}").json() == {"items": []}


def test_too_long_a_note_is_refused_in_words(sam, lesson):
    http = client(sam)
    http.headers["cookie"] += "; lang=en"
    answer = http.put(f"/api/notes/{uuid4()}", json=body(lesson, body_md="a" * 100_000))
    assert answer.status_code == 422
    assert answer.json()["code"] == "error.text_long"
    assert "20,000" in answer.json()["fields"]["body_md"]


@pytest.mark.parametrize(
    "wrong", [{"second": -1}, {"revision": 0}, {"revision": True}, {"more": 1}]
)
def test_what_is_no_note_is_refused(sam, lesson, wrong):
    answer = client(sam).put(f"/api/notes/{uuid4()}", json=body(lesson, **wrong))
    assert answer.status_code == 422


def test_another_site_writes_nothing(sam, lesson):
    http = client(sam)
    for headers in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}):
        note = f"/api/notes/{uuid4()}"
        assert http.put(note, json=body(lesson), headers=headers).status_code == 403
        assert http.delete(note, headers=headers).status_code == 403
    assert http.get(f"/api/notes/{lesson}").json() == {"items": []}


def test_the_file_is_kept_and_never_shown_as_a_page(sam, lesson):
    http = client(sam)
    http.put(f"/api/notes/{uuid4()}", json=body(lesson, body_md="<script>alert(1)</script>"))
    answer = http.get("/api/notes/export.md")
    assert answer.headers["content-type"] == "text/markdown; charset=utf-8"
    assert answer.headers["content-disposition"].startswith(
        'attachment; filename="margin-notes.md"'
    )
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert settings().site_url in answer.text


def test_nobody_is_asked_to_sign_in(lesson):
    http = client(Nobody())
    assert http.get(f"/api/notes/{lesson}").status_code == 401
    answer = http.get("/api/notes/export.md", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/login?next=%2Fmy-courses")
