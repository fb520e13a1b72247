"""Who may what (acceptance 3.5), made from the contract: every operation, every kind of caller,
ids that are one's own, somebody else's, and of nothing. An operation nobody decided about fails.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel

from lms_app.core.permissions import SCOPES, Role
from lms_app.services import course, enrollment
from tests.api.v1.client import Program, tokens_of, with_key
from tests.api.v1.operations import Operation, operations
from tests.factories import courses
from tests.factories.people import Person, as_system, instructor, person

# A anonymous, U signed in, E enrolled, X enrollment taken away, Io whose it is, Ix another
# instructor, Z suspended, D administrator.
ACTORS = ("A", "U", "E", "X", "Io", "Ix", "Z", "D")
ALL = "ALLOW"
SIGN, DENY, GONE = "401", "403", "404"


def row(a: str, u: str, e: str, x: str, io: str, ix: str, d: str) -> dict[str, str]:
    """Z is like nobody who sends a token: always 401."""
    return dict(zip(ACTORS, (a, u, e, x, io, ix, SIGN, d), strict=True))


OPEN = row(ALL, ALL, ALL, ALL, ALL, ALL, ALL)
SIGNED_IN = row(SIGN, ALL, ALL, ALL, ALL, ALL, ALL)
EDITORS = row(SIGN, DENY, DENY, DENY, ALL, GONE, ALL)
TEACHERS = row(SIGN, DENY, DENY, DENY, ALL, ALL, ALL)
LEARNERS = row(SIGN, GONE, ALL, GONE, ALL, GONE, ALL)
OWN_KEY = row(SIGN, GONE, GONE, GONE, ALL, GONE, GONE)

# The course is a draft of Io's for what edits, published for what learns.
EXPECTED: dict[str, dict[str, str]] = {
    "GET /jwks": {**OPEN, "Z": ALL},  # heeds no credential
    "GET /courses": OPEN,
    "GET /categories": OPEN,
    "GET /courses/{slug}": row(GONE, GONE, GONE, GONE, ALL, GONE, ALL),
    "POST /auth/sign-out": SIGNED_IN,
    "GET /me": SIGNED_IN,
    "GET /me/profile": SIGNED_IN,
    "PATCH /me/profile": SIGNED_IN,
    "GET /sessions": SIGNED_IN,
    "DELETE /sessions/{session_id}": OWN_KEY,
    "GET /keys": SIGNED_IN,
    "POST /keys": SIGNED_IN,
    "DELETE /keys/{key_id}": OWN_KEY,
    "GET /enrollments": SIGNED_IN,
    # Io teaches the course (409); who lost it gets it back from an administrator alone (409).
    "POST /enrollments": row(SIGN, ALL, ALL, "409", "409", ALL, ALL),
    "GET /learn/{slug}": LEARNERS,
    "POST /progress": LEARNERS,
    "POST /lessons/{lesson_id}/complete": LEARNERS,
    "GET /teaching/courses": TEACHERS,
    "POST /teaching/courses": TEACHERS,
    "GET /teaching/courses/{course_id}": EDITORS,
    "PATCH /teaching/courses/{course_id}": EDITORS,
    "POST /teaching/courses/{course_id}/publish": EDITORS,
    # It is published, so that it is there is no secret.
    "POST /teaching/courses/{course_id}/archive": row(SIGN, DENY, DENY, DENY, ALL, DENY, ALL),
    "POST /teaching/courses/{course_id}/sections": EDITORS,
    "PATCH /teaching/sections/{section_id}": EDITORS,
    "POST /teaching/sections/{section_id}/move": EDITORS,
    "DELETE /teaching/sections/{section_id}": EDITORS,
    "POST /teaching/sections/{section_id}/lessons": EDITORS,
    "PATCH /teaching/lessons/{lesson_id}": EDITORS,
    "GET /teaching/lessons/{lesson_id}/text": EDITORS,
    "POST /teaching/lessons/{lesson_id}/move": EDITORS,
    "DELETE /teaching/lessons/{lesson_id}": EDITORS,
    "POST /uploads": EDITORS,
    "GET /uploads/{asset_id}": EDITORS,
    "POST /uploads/{asset_id}/parts": EDITORS,
    "POST /uploads/{asset_id}/complete": EDITORS,
    "DELETE /uploads/{asset_id}": EDITORS,
}
# Asked without a token; tests/api/v1/test_tokens.py tries them.
WITHOUT_CALLER = {"POST /auth/sign-in", "POST /auth/second-factor", "POST /auth/refresh"}
BY_NAME = {operation.name: operation for operation in operations()}
PUBLISHED = {"POST /enrollments", "GET /learn/{slug}", "POST /progress",
             "POST /lessons/{lesson_id}/complete",
             "POST /teaching/courses/{course_id}/archive"}  # fmt: skip


class School:
    """Io's course, draft or published, and everybody around it."""

    def __init__(self, site, *, is_published: bool, actors: Sequence[str] = ACTORS) -> None:
        self.engine = site.engine
        self.owner = instructor("Io")
        self.course = courses.draft(self.owner, lessons=1)
        article = self.owner.call(
            course.add_lesson, self.course.section_id, title="Read", kind="article"
        )
        self.owner.call(course.update_lesson, article, body_md="Words.")
        self.owner.call(course.update_lesson, self.course.lesson_ids[0], is_preview=False)
        makers = {
            "U": lambda: person("Ulla"), "E": lambda: person("Ed"), "X": lambda: person("Xi"),
            "Io": lambda: self.owner, "Ix": lambda: instructor("Ix"),
            "Z": lambda: instructor("Zed"),
            "D": lambda: person("Root", Role.admin, Role.instructor),
        }  # fmt: skip
        self.people = {actor: makers[actor]() for actor in actors if actor in makers}
        self.bearers = {a: tokens_of(p).access_token for a, p in self.people.items()}
        if is_published:
            self.owner.call(course.publish_course, self.course.id)
            for name in {"E", "X"} & set(self.people):
                self.people[name].call(enrollment.enroll, self.course.id)
            if "X" in self.people:
                self._take_away(self.people["X"])
        as_owner = Program(self.bearers["Io"])
        key = as_owner.post("/keys", {"name": "k", "scopes": ["account:read"]}).json()
        self.ids = {
            "course_id": str(self.course.id), "section_id": str(self.course.section_id),
            "lesson_id": str(article), "slug": self.course.slug, "key_id": key["row"]["id"],
            "asset_id": self._upload(as_owner), "session_id": self._second_session(),
        }  # fmt: skip
        if "Z" in self.people:
            with self.engine.begin() as connection:
                suspend = "UPDATE user_account SET status = 'suspended' WHERE id = :id"
                connection.execute(sa.text(suspend), {"id": self.people["Z"].id})

    def _second_session(self) -> str:
        tokens_of(self.owner)
        with self.engine.connect() as connection:
            newest = (
                "SELECT id FROM login_session WHERE user_id = :id ORDER BY created_at DESC LIMIT 1"
            )
            return str(connection.execute(sa.text(newest), {"id": self.owner.id}).scalar_one())

    def _upload(self, as_owner: Program) -> str:
        lesson = self.owner.call(course.add_lesson, self.course.section_id, title="Film")
        body = {"lesson_id": lesson, "filename": "a.mp4", "size_bytes": 5}
        asset = as_owner.post("/uploads", body).json()["asset_id"]
        (part,) = as_owner.post(f"/uploads/{asset}/parts", {"numbers": [1]}).json()["items"]
        as_owner._http.put(part["url"], content=b"12345", headers=part["headers"])
        return asset

    def _take_away(self, who: Person) -> None:
        with self.engine.connect() as connection:
            found = connection.execute(
                sa.text("SELECT id FROM enrollment WHERE user_id = :id"), {"id": who.id}
            ).scalar_one()
        as_system(enrollment.revoke_enrollment, found, reason="refunded")

    def body(self, operation: Operation, ids: dict[str, str]) -> dict[str, Any] | None:
        lesson = {"lesson_id": ids["lesson_id"]}
        return {
            "PATCH /me/profile": {"headline": "Hello"},
            "POST /keys": {"name": "k", "scopes": ["account:read"]},
            "POST /enrollments": {"course_id": ids["course_id"]},
            "POST /progress": {**lesson, "played": [[0, 1]], "position_seconds": 1.0},
            "POST /teaching/courses": {"title": "Mine"},
            "PATCH /teaching/courses/{course_id}": {"title": "Changed"},
            "POST /teaching/courses/{course_id}/sections": {"title": "More"},
            "PATCH /teaching/sections/{section_id}": {"title": "Changed"},
            "POST /teaching/sections/{section_id}/move": {"index": 0},
            "POST /teaching/sections/{section_id}/lessons": {"title": "More"},
            "PATCH /teaching/lessons/{lesson_id}": {"title": "Changed"},
            "POST /teaching/lessons/{lesson_id}/move": {
                "section_id": ids["section_id"], "index": 0,
            },
            "POST /uploads": {**lesson, "filename": "a.mp4", "size_bytes": 5},
            "POST /uploads/{asset_id}/parts": {"numbers": [1]},
        }.get(operation.name)  # fmt: skip

    def ask(self, who: Program, operation: Operation, ids: dict[str, str] | None = None):
        ids = ids or self.ids
        path = operation.path.format(**ids)
        return who(operation.method, path, json=self.body(operation, ids))

    def as_(self, actor: str) -> Program:
        return Program(self.bearers.get(actor, ""))

    def rows(self) -> dict[str, str]:
        """A mark of every row but those that note who came by."""
        statement = "SELECT coalesce(string_agg(md5(t::text), '' ORDER BY t::text), '') FROM {} t"
        tables = [t.name for t in SQLModel.metadata.sorted_tables if t.name != "login_session"]
        with self.engine.connect() as connection:
            return {
                name: connection.execute(sa.text(statement.format(name))).scalar_one()
                for name in tables
            }


def answered(status: int, expected: str) -> bool:
    """Allowed means let in: done, or in the way of something that is not the caller."""
    if expected == ALL:
        return status < 400 or status in {409, 422}
    return status == int(expected)


def test_every_operation_was_decided_about():
    assert set(EXPECTED) | WITHOUT_CALLER == set(BY_NAME)
    for name, cells in EXPECTED.items():
        assert BY_NAME[name].is_open == (cells["A"] != SIGN), name


WITH_IDS = [name for name in sorted(EXPECTED) if "{" in name or name in {
    "POST /enrollments", "POST /progress", "POST /uploads"
}]  # fmt: skip
# Done once, they are in the way of themselves: each who may gets a school of their own.
ONCE = {name for name in EXPECTED if name.startswith("DELETE") or name.endswith(
    ("/publish", "/archive", "/complete")
)}  # fmt: skip


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_the_matrix(site, name):
    cells, operation = EXPECTED[name], BY_NAME[name]
    school = School(site, is_published=name in PUBLISHED)
    before = school.rows()
    for actor in [actor for actor in ACTORS if cells[actor] != ALL]:
        answer = school.ask(school.as_(actor), operation)
        assert answered(answer.status_code, cells[actor]), f"{actor}: {answer.text}"
        assert answer.headers["content-type"] == "application/problem+json"
    if name in WITH_IDS and name not in PUBLISHED:
        foreign_looks_like_absent(school, operation)
    assert school.rows() == before
    let_in = [actor for actor in ACTORS if cells[actor] == ALL]
    for number, actor in enumerate(let_in):
        if number and name in ONCE:
            _emptied(site)
            school = School(site, is_published=name in PUBLISHED, actors=("Io", "E", actor))
        answer = school.ask(school.as_(actor), operation)
        assert answered(answer.status_code, ALL), f"{actor}: {answer.status_code} {answer.text}"


def foreign_looks_like_absent(school: School, operation: Operation) -> None:
    """What is somebody else's and what is not there get one answer, whoever asks for it."""
    nothing = {key: "nothing" if key == "slug" else str(uuid4()) for key in school.ids}
    for actor in ("Ix", "U"):
        if EXPECTED[operation.name][actor] == ALL:
            continue
        who = school.as_(actor)
        foreign, absent = (school.ask(who, operation, ids) for ids in (school.ids, nothing))
        assert foreign.status_code == absent.status_code
        assert foreign.json() == absent.json()


def _emptied(site) -> None:
    from tests.conftest import _clean

    _clean(site)


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_key_with_every_scope_reaches_no_further_than_a_key_may(site, name):
    school = School(site, is_published=name in PUBLISHED, actors=("Io",))
    operation = BY_NAME[name]
    key = with_key(school.owner, *(scope.value for scope in SCOPES))
    status = school.ask(key, operation).status_code
    if operation.takes_keys or operation.is_open:
        assert answered(status, EXPECTED[name]["Io"]), status
    else:
        assert status == 403


@pytest.mark.parametrize("name", sorted(n for n in EXPECTED if not BY_NAME[n].is_open))
def test_what_is_no_token_is_nobody(site, name):
    some = {
        key: str(uuid4())
        for key in ("course_id", "section_id", "lesson_id", "key_id", "asset_id", "session_id")
    }
    ids, operation = {**some, "slug": "x"}, BY_NAME[name]
    for who in (Program("eyJhbGciOiJub25lIn0.e30."), Program(**{"x-api-key": "margin_x"})):
        answer = who(operation.method, operation.path.format(**ids))
        assert answer.status_code in {401, 422}
