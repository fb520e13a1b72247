"""Texts and numbers no form would send, in every field of every body (T01, T02)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
import redis

from lms_app import composition
from lms_app.core.permissions import Role
from tests.api.v1.client import Program, program, tokens_of
from tests.api.v1.operations import contract
from tests.conftest import _clean
from tests.factories import courses
from tests.factories.people import instructor, person
from tests.matrix.school import Kept
from tests.strange_inputs import NEVER_KEPT, NOT_TEXT, NUMBERS, TEXTS

pytestmark = pytest.mark.usefixtures("ids")
ALLOWED = {
    "index": {"0", "2^31"} - {"2^31"},
    "size_bytes": {"0", "2^31"},
    "position_seconds": {"0", "0.5", "-0.0"},
    "played": {"0", "0.5", "-0.0"},
    "second": {"0", "0.5", "-0.0", "null"},
    "quote_end_second": {"0", "0.5", "-0.0", "null"},
    "revision": set(),
    "numbers": set(),
    "expires_in_days": set(),
}

ONLY_COMPARED = {"body_before", "signed"}  # with a text, or with a signature: never kept


@pytest.fixture(scope="module")
def built(servers) -> tuple[dict[str, str], Kept]:
    """Ada's draft and her token; to be put back after each field."""
    _clean(composition.implementations())
    ada = instructor("Ada")
    made = courses.draft(ada)
    names = {
        "course_id": str(made.id), "section_id": str(made.section_id),
        "lesson_id": str(made.lesson_ids[0]), "asset_id": str(uuid4()), "note_id": str(uuid4()),
        "language": "ko", "token": tokens_of(ada).access_token,
    }  # fmt: skip
    return names, Kept()


@pytest.fixture
def ids(built) -> Iterator[dict[str, str]]:
    redis.Redis.from_url(composition.implementations().settings.redis_url).flushall()
    yield built[0]
    built[1].restore()


def bodies() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every operation with a body: its method, path and schema."""
    schemas = contract()["components"]["schemas"]
    for path, methods in contract()["paths"].items():
        for method, described in methods.items():
            if "requestBody" in described and not path.startswith("/auth/"):
                ref = described["requestBody"]["content"]["application/json"]["schema"]["$ref"]
                yield method.upper(), path, schemas[ref.rpartition("/")[2]]


def kinds(schema: dict[str, Any]) -> set[str]:
    """The JSON types a field may have, seen through lists and alternatives."""
    found = {schema["type"]} if "type" in schema else set()
    for part in [*schema.get("anyOf", []), *([schema["items"]] if "items" in schema else [])]:
        found |= kinds(part)
    return found


BODIES = {f"{method} {path}": (method, path, schema) for method, path, schema in bodies()}
PLAIN = {
    "title": "Maps", "name": "key", "scopes": ["account:read"], "filename": "a.mp4",
    "size_bytes": 5, "index": 0, "numbers": [1], "played": [[0, 1]], "position_seconds": 1.0,
    "body_md": "Mine.",
}  # fmt: skip


def filled(schema: dict[str, Any], ids: dict[str, str]) -> dict[str, Any]:
    return {n: ids.get(n, PLAIN.get(n)) for n in schema.get("required", [])}


def send(ids, name: str, body: dict[str, Any], field: str, raw: str, *, as_list: bool):
    """Send a body with one field written as raw JSON."""
    method, path, _ = BODIES[name]
    mark = "@@raw@@"
    text = json.dumps({**body, field: [mark] if as_list else mark}).replace(f'"{mark}"', raw)
    if field == "played":
        text = text.replace(f"[{raw}]", f"[[0, {raw}]]")
    headers = {"content-type": "application/json"}
    who = Program(ids["token"])
    return who(method, path.format(**ids), content=text.encode(), headers=headers)


def in_words(answer) -> None:
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    assert answer.json()["detail"]
    for trace in ("Traceback", "psycopg", "sqlalchemy", "pydantic", "File "):
        assert trace not in answer.text


FIELDS = [
    (name, field, kinds(schema["properties"][field]))
    for name, (_, _, schema) in sorted(BODIES.items())
    for field in schema["properties"]
]


@pytest.mark.parametrize(("name", "field"), [(n, f) for n, f, k in FIELDS if "string" in k])
def test_no_text_in_any_field_is_an_error_of_ours(ids, name, field):
    schema = BODIES[name][2]
    as_list = "array" in kinds(schema["properties"][field])
    for label, raw in TEXTS.items():
        answer = send(ids, name, filled(schema, ids), field, raw, as_list=as_list)
        assert answer.status_code < 500, f"{label}: {answer.text[:300]}"
        if answer.status_code >= 400:
            in_words(answer)
        elif field not in ONLY_COMPARED:
            assert label not in NEVER_KEPT
    for raw in NOT_TEXT:
        answer = send(ids, name, filled(schema, ids), field, raw, as_list=as_list)
        optional = raw == "null" and field not in schema.get("required", [])
        assert answer.status_code in {400, 422} or (optional and answer.is_success), raw
        if not answer.is_success:
            in_words(answer)


@pytest.mark.parametrize(
    ("name", "field"), [(n, f) for n, f, k in FIELDS if {"integer", "number"} & k]
)
def test_no_number_in_any_field_is_anything_but_refused(ids, name, field):
    schema = BODIES[name][2]
    as_list = "array" in kinds(schema["properties"][field])
    for label, raw in NUMBERS.items():
        answer = send(ids, name, filled(schema, ids), field, raw, as_list=as_list)
        if label in ALLOWED[field]:
            assert answer.status_code < 500
            continue
        assert answer.status_code in {400, 422}, f"{label}: {answer.status_code} {answer.text}"
        in_words(answer)


SIGN_IN = {
    "/auth/sign-in": {"email": "ada@example.com", "password": "a long walk at dusk 7"},
    "/auth/second-factor": {"handle": "x", "code": "123456"},
    "/auth/refresh": {"refresh_token": "x"},
}
# Those that cost a hash are sent few.
HASHED = ("NUL", "lone surrogate", "Zalgo", "family at the limit", "CRLF", "empty")


@pytest.mark.parametrize(
    ("path", "field"), [(path, field) for path, body in SIGN_IN.items() for field in body]
)
def test_no_text_that_signs_in_is_an_error_of_ours(path, field):
    named = {p for p in contract()["paths"] if p.startswith("/auth/")}
    assert named == {*SIGN_IN, "/auth/sign-out"}
    labels = HASHED if path == "/auth/sign-in" else TEXTS
    mark, headers = "@@raw@@", {"content-type": "application/json"}
    for raw in (*(TEXTS[label] for label in labels), *NOT_TEXT):
        text = json.dumps({**SIGN_IN[path], field: mark}).replace(f'"{mark}"', raw)
        answer = Program()("POST", path, content=text.encode(), headers=headers)
        assert 400 <= answer.status_code < 500, f"{raw[:40]}: {answer.text[:300]}"
        in_words(answer)
        assert "a long walk" not in answer.text


QUERIES = [
    (path, parameter["name"])
    for path, methods in sorted(contract()["paths"].items())
    for parameter in methods.get("get", {}).get("parameters", [])
    if parameter["in"] == "query"
]


@pytest.mark.parametrize(("path", "name"), QUERIES)
def test_no_text_in_an_address_is_an_error_of_ours(ids, path, name):
    who = Program(ids["token"])
    for label, raw in TEXTS.items():
        value = json.loads(raw).encode("utf-8", "surrogatepass")[:8000]
        answer = who.get(path.format_map({"slug": "maps", **ids}), params={name: value})
        assert answer.status_code in {200, 404, 422}, f"{label}: {answer.text[:300]}"
        if not answer.is_success:
            in_words(answer)


@pytest.mark.parametrize("value", [*NUMBERS, "7.0", "+7", "0x7", "1_0", ""])
def test_a_limit_in_the_address_is_digits_or_refused(value):
    answer = Program().get("/courses", params={"limit": value})
    assert answer.status_code == 422, value


@pytest.mark.parametrize("value", ["x", "7", "null", "{}", "a" * 5000, "%00", "'--", "%2e%2e"])
def test_an_id_in_the_address_is_an_id_or_refused(value):
    root = program(person("Root", Role.admin))
    for path in ("/teaching/courses/{}", "/teaching/lessons/{}/text", "/uploads/{}"):
        answer = root.get(path.format(value))
        assert answer.status_code in {404, 422}
        in_words(answer)


@pytest.mark.parametrize("text", ["\u202egnp.exe", "e\u0301", "\u00e9"])
def test_what_is_kept_is_in_one_normal_form_and_reads_as_it_is_written(ids, text):
    who = Program(ids["token"])
    made = who.post("/teaching/courses", {"title": f"{text} maps"}).json()["id"]
    kept = who.get(f"/teaching/courses/{made}").json()["title"]
    assert kept in {"gnp.exe maps", "\u00e9 maps"}
