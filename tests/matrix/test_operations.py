"""Every operation of the API for every kind of caller, with ids that are their own, somebody
else's and of nothing.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import redis

from lms_app import composition
from lms_app.core.errors import StepUpNeeded
from lms_app.core.permissions import SCOPES
from tests.api.v1.client import Program, with_key
from tests.api.v1.operations import Operation, operations
from tests.conftest import _clean
from tests.factories.second_factors import later
from tests.matrix.rows import OPERATIONS, WITHOUT_CALLER
from tests.matrix.rules import ACTORS, Outcome, about, declared, expected, only_reads
from tests.matrix.school import School, Thing, absent, marks, uploading

BY_NAME = {operation.name: operation for operation in operations()}
STATUS = {Outcome.sign_in: 401, Outcome.forbidden: 403, Outcome.not_found: 404,
          Outcome.conflict: 409}  # fmt: skip
# Takes no caller at all, so that nobody is refused as somebody else.
HEEDLESS = "GET /jwks"
# What is somebody else's must look like what is not there.
WITH_IDS = [name for name in sorted(OPERATIONS) if "{" in name or name in {
    "POST /enrollments", "POST /progress", "POST /uploads"
}]  # fmt: skip


def wanted(actor: str, name: str) -> Outcome:
    """Of the API whoever is suspended gets nothing: their token is none."""
    if actor == "suspended" and name != HEEDLESS:
        return Outcome.sign_in
    return expected(actor, OPERATIONS[name])


class ApiSchool(School):
    def __init__(self) -> None:
        super().__init__()
        self.asking = {a: Program(self.bearers.get(a, "")) for a in ACTORS}
        self.key = with_key(self.people["owner"], *(scope.value for scope in SCOPES))
        for thing in (self.things["draft"], self.own["unverified"]["draft"]):
            uploading(thing, self.put)
        self.keep()

    def put(self, part: dict[str, Any]) -> None:
        http = self.asking["guest"]._http
        assert http.put(part["url"], content=b"12345", headers=part["headers"]).is_success

    def ask(self, who: Program, operation: Operation, ids: dict[str, str]):
        ids = {**absent(), **ids}
        return who(operation.method, operation.path.format(**ids), json=body(operation, ids))


@pytest.fixture(scope="module")
def school(servers) -> ApiSchool:
    _clean(composition.implementations())
    return ApiSchool()


@pytest.fixture(autouse=True)
def unlimited(servers) -> None:
    redis.Redis.from_url(composition.implementations().settings.redis_url).flushall()


def body(operation: Operation, ids: dict[str, str]) -> dict[str, Any] | None:
    lesson = {"lesson_id": ids["lesson_id"]}
    return {
        "PATCH /me/profile": {"headline": "Hello"},
        "POST /keys": {"name": "k", "scopes": ["account:read"]},
        "POST /enrollments": {"course_id": ids["course_id"]},
        "POST /progress": {**lesson, "played": [[0, 1]], "position_seconds": 1.0},
        "PUT /notes/{note_id}": {**lesson, "body_md": "Mine.", "second": 1.0},
        "POST /teaching/courses": {"title": "Mine"},
        "PATCH /teaching/courses/{course_id}": {"title": "Changed"},
        "POST /teaching/courses/{course_id}/sections": {"title": "More"},
        "PATCH /teaching/sections/{section_id}": {"title": "Changed"},
        "POST /teaching/sections/{section_id}/move": {"index": 0},
        "POST /teaching/sections/{section_id}/lessons": {"title": "More"},
        "PATCH /teaching/lessons/{lesson_id}": {"title": "Changed"},
        "POST /teaching/lessons/{lesson_id}/move": {"section_id": ids["section_id"], "index": 0},
        "PUT /teaching/lessons/{lesson_id}/chapters": {
            "chapters": [{"start_seconds": 0, "title": "Mine"}],
        },
        "POST /certificates/verify": {"signed": "a.b.c"},
        "POST /uploads": {**lesson, "filename": "a.mp4", "size_bytes": 5},
        "PUT /media/{asset_id}/captions/{language}": {
            "cues": [{"start": 0, "end": 1, "text": "Mine."}],
        },
        "POST /uploads/{asset_id}/parts": {"numbers": [1]},
    }.get(operation.name)


def test_every_operation_was_decided_about():
    assert set(OPERATIONS) | WITHOUT_CALLER == set(BY_NAME)
    for name in OPERATIONS:
        assert BY_NAME[name].is_open == (wanted("guest", name) != Outcome.sign_in), name


@pytest.mark.parametrize("actor", ACTORS)
def test_who_may_not_is_refused_and_changes_nothing(school, actor):
    before, who = marks(), school.asking[actor]
    for name, use_case in OPERATIONS.items():
        outcome = wanted(actor, name)
        if outcome is Outcome.allowed:
            continue
        answer = school.ask(who, BY_NAME[name], school.thing(actor, about(use_case)).ids)
        assert answer.status_code == STATUS[outcome], f"{name}: {answer.text}"
        assert answer.headers["content-type"] == "application/problem+json"
    assert marks() == before


@pytest.mark.parametrize("actor", ["student", "other_instructor"])
def test_what_is_somebody_elses_looks_like_what_is_not_there(school, actor):
    compared = 0
    for name in WITH_IDS:
        kind = about(OPERATIONS[name])
        if wanted(actor, name) is Outcome.allowed or kind not in {"draft", "own"}:
            continue
        foreign, nothing = (
            school.ask(school.asking[actor], BY_NAME[name], ids)
            for ids in (school.things[kind].ids, absent())
        )
        assert foreign.status_code == nothing.status_code, name
        assert foreign.json() == nothing.json(), name
        compared += 1
    assert compared >= 10


def anew(school: ApiSchool, thing: Thing, name: str) -> Thing:
    """What the store has done is not undone with the rows: an upload is made for each."""
    if "{asset_id}" not in name:
        return thing
    return uploading(replace(thing, ids=dict(thing.ids)), school.put)


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_who_may_is_let_in(school, name):
    for actor in [actor for actor in ACTORS if wanted(actor, name) is Outcome.allowed]:
        thing = anew(school, school.thing(actor, about(OPERATIONS[name])), name)
        answer = school.ask(school.asking[actor], BY_NAME[name], thing.ids)
        assert answer.is_success or answer.status_code in {409, 422}, f"{actor}: {answer.text}"
        if "{asset_id}" in name or not only_reads(OPERATIONS[name]):
            school.restore()


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_a_key_with_every_scope_reaches_no_further_than_a_key_may(school, name):
    operation, outcome = BY_NAME[name], wanted("owner", name)
    thing = anew(school, school.thing("owner", about(OPERATIONS[name])), name)
    answer = school.ask(school.key, operation, thing.ids)
    if not (operation.takes_keys or operation.is_open):
        assert answer.status_code == 403, answer.text
    elif outcome is Outcome.allowed:
        assert answer.is_success or answer.status_code in {409, 422}, answer.text
    else:
        assert answer.status_code == STATUS[outcome], answer.text
    school.restore()


@pytest.mark.parametrize("name", sorted(n for n in OPERATIONS if not BY_NAME[n].is_open))
def test_what_is_no_token_is_nobody(school, name):
    for who in (Program("eyJhbGciOiJub25lIn0.e30."), Program(**{"x-api-key": "margin_x"})):
        answer = school.ask(who, BY_NAME[name], school.things["draft"].ids)
        assert answer.status_code in {401, 422}


def test_the_one_operation_that_needs_a_fresh_proof_is_open_after_a_new_sign_in():
    """A program proves itself by signing in anew; whatever else asks is for browsers alone."""
    assert [u for u in OPERATIONS.values() if declared(u).step_up] == ["auth.create_api_key"]


@pytest.mark.parametrize("name", sorted(n for n, u in OPERATIONS.items() if declared(u).step_up))
def test_what_matters_is_refused_to_an_old_sign_in(school, name):
    before = marks()
    for actor in [actor for actor in ACTORS if wanted(actor, name) is Outcome.allowed]:
        thing = school.thing(actor, about(OPERATIONS[name]))
        with later(minutes=6):
            answer = school.ask(school.asking[actor], BY_NAME[name], thing.ids)
        assert answer.status_code == 403, f"{actor}: {answer.text}"
        assert answer.json()["code"] == StepUpNeeded().key
    assert marks() == before
