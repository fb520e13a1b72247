"""API keys: shown once, held to their scopes and their date, ended at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from lms_app.core import clock
from lms_app.core.permissions import SCOPES, Permission, Role
from lms_app.services import auth
from tests.api.v1.client import Program, key_of, program, with_key
from tests.factories import courses
from tests.factories.people import instructor, person

pytestmark = pytest.mark.usefixtures("site")


def new_key(who: Program, **more):
    return who.post("/keys", {"name": "backup", "scopes": ["account:read"], **more})


def test_a_key_is_told_once_and_kept_as_a_hash(site):
    sam = program(person("Sam"))
    made = new_key(sam).json()
    assert made["key"].startswith(made["row"]["prefix"])
    assert made["key"] not in sam.get("/keys").text
    with site.engine.connect() as connection:
        kept = connection.execute(sa.text("SELECT k::text FROM api_key k")).scalar_one()
        audit = connection.execute(sa.text("SELECT a::text FROM audit_entry a")).scalar_one()
        mail = connection.execute(sa.text("SELECT m::text FROM mail_message m")).scalar_one()
    assert made["key"] not in kept + audit + mail
    assert "api_key_created" in mail
    assert "api_key:create" in audit


def test_a_session_that_was_left_open_makes_no_key():
    sam = program(person("Sam"))
    at = clock.now() + timedelta(minutes=6)
    with clock.frozen(lambda: at):
        answer = new_key(sam)
        assert (answer.status_code, answer.json()["code"]) == (403, "error.step_up_needed")
        assert sam.get("/keys").json()["items"] == []


@pytest.mark.parametrize("header", ["x-api-key", "authorization"])
def test_a_key_opens_what_its_scopes_name(header):
    sam = person("Sam")
    value = key_of(sam, "account:read")
    mine = Program(**{header: value if header == "x-api-key" else f"Bearer {value}"})
    me = mine.get("/me").json()
    assert (me["email"], me["scopes"]) == ("sam@example.com", ["account:read"])
    assert mine.get("/enrollments").status_code == 403
    assert mine.post("/enrollments", {"course_id": str(sam.id)}).status_code == 403


# What each scope opens; every operation that asks for a scope is in one of them.
NEEDS = {
    "account:read": [("GET", "/me")],
    "enrollment:read": [("GET", "/enrollments"), ("GET", "/learn/nothing")],
    "enrollment:create": [("POST", "/enrollments")],
    "note:read": [("GET", "/notes"), ("GET", "/notes/export"), ("GET", "/lessons/{id}/notes")],
    "note:write": [("PUT", "/notes/{id}"), ("DELETE", "/notes/{id}")],
    "progress:write": [("POST", "/progress")],
    "course:edit": [("GET", "/teaching/courses"), ("POST", "/teaching/courses")],
    "course:publish": [("POST", "/teaching/courses/{id}/publish")],
    "media:upload": [("POST", "/uploads"), ("GET", "/uploads/{id}")],
}


@pytest.mark.parametrize("scope", sorted(scope.value for scope in SCOPES))
def test_a_scope_opens_its_own_operations_and_no_other(scope):
    ada = instructor("Ada")
    mine = with_key(ada, scope)
    some = str(ada.id)
    bodies = {
        "/enrollments": {"course_id": some},
        "/notes/{id}": {"lesson_id": some, "body_md": "Mine."},
        "/progress": {"lesson_id": some, "played": [], "position_seconds": 0.0},
        "/teaching/courses": {"title": "Maps"},
        "/uploads": {"lesson_id": some, "filename": "a.mp4", "size_bytes": 1},
    }
    for other, operations in NEEDS.items():
        for method, path in operations:
            body = bodies.get(path) if method in {"POST", "PUT"} else None
            status = mine(method, path.format(id=some), json=body).status_code
            assert (status == 403) == (other != scope), (method, path, status)


def test_no_key_makes_keys_or_ends_sessions():
    sam = person("Sam")
    mine = with_key(sam, *(s.value for s in (Permission.account_read, Permission.progress_write)))
    assert new_key(mine).status_code == 403
    assert mine.get("/keys").status_code == 403
    assert mine.post("/auth/sign-out").status_code == 403
    assert sam.call(auth.get_session_user) is not None
    assert Permission.api_key_manage not in SCOPES
    assert not {s for s in SCOPES if s.value.startswith(("admin", "user", "system"))}


@pytest.mark.parametrize(
    "wrong",
    [
        {"scopes": []}, {"scopes": ["admin:read"]}, {"scopes": ["course:edit"]},
        {"scopes": ["public"]}, {"scopes": ["api_key:manage"]}, {"scopes": ["no such"]},
        {"name": ""}, {"name": "a\0b"}, {"name": "x" * 81},
        {"expires_in_days": 0}, {"expires_in_days": 367}, {"expires_in_days": True},
    ],
)  # fmt: skip
def test_a_key_reaches_no_further_than_its_maker_and_not_for_ever(wrong):
    assert new_key(program(person("Sam")), **wrong).status_code == 422


def test_a_role_that_is_taken_takes_its_keys_reach(site):
    ada = instructor("Ada")
    mine = with_key(ada, "course:edit", "account:read")
    assert mine.get("/teaching/courses").status_code == 200
    with site.engine.begin() as connection:
        connection.execute(sa.text("DELETE FROM role_grant"))
    assert mine.get("/teaching/courses").status_code == 403
    with site.engine.begin() as connection:
        connection.execute(sa.text("UPDATE user_account SET status = 'suspended'"))
    assert mine.get("/me").status_code == 401


def test_an_administrators_key_is_nobodys_master():
    ada, root = instructor("Ada"), person("Root", Role.admin)
    made = courses.draft(ada)
    key = with_key(root, "course:edit", "course:publish", "media:upload")
    assert key.get(f"/teaching/courses/{made.id}").status_code == 404
    assert key.post(f"/teaching/courses/{made.id}/publish").status_code == 404


def test_a_key_ends_when_it_is_revoked_or_its_date_has_come():
    sam = person("Sam")
    owner = program(sam)
    made = new_key(owner, expires_in_days=2).json()
    mine = Program(made["key"])
    assert mine.get("/me").status_code == 200
    at = clock.now() + timedelta(days=2, seconds=1)
    with clock.frozen(lambda: at):
        assert mine.get("/me").status_code == 401
    assert program(person("Kim"))("DELETE", f"/keys/{made['row']['id']}").status_code == 404
    assert owner("DELETE", f"/keys/{made['row']['id']}").status_code == 204
    assert owner("DELETE", f"/keys/{made['row']['id']}").status_code == 204
    assert mine.get("/me").status_code == 401
    assert mine.get("/courses").status_code == 401
    assert owner.get("/keys").json()["items"] == []


def test_the_owner_sees_when_a_key_was_last_used():
    sam = person("Sam")
    owner = program(sam)
    made = new_key(owner).json()
    assert made["row"]["last_used_at"] == ""
    Program(made["key"]).get("/me")
    (row,) = owner.get("/keys").json()["items"]
    assert row["last_used_at"] != ""


def test_there_are_at_most_twenty():
    owner = program(person("Sam"))
    answers = [new_key(owner).status_code for _ in range(21)]
    assert answers == [201] * 20 + [409]


@pytest.mark.parametrize(
    "key", ["margin_", "margin_x", "margin_" + "x" * 5000, "margin_' OR 1=1--"]
)
def test_what_is_no_key_is_refused(key):
    assert Program(**{"x-api-key": key}).get("/me").status_code == 401
