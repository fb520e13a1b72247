"""Sign-in routes: redirects, cookies, and who may post."""

import pytest

from lms_app.core.config import settings
from tests.factories.people import PASSWORD
from tests.factories.uploads import client

pytestmark = pytest.mark.usefixtures("site")
FORM = {"email": "sam@example.com", "password": PASSWORD, "display_name": "Sam"}


def post(path: str, data: dict[str, str], **headers: str):
    return client().post(f"/api/auth/{path}", data=data, headers=headers, follow_redirects=False)


def cookie_of(answer) -> str:
    return next(c for c in answer.headers.get_list("set-cookie") if c.startswith("__Host-sid="))


def test_signing_up_sets_a_cookie_no_script_can_read_and_goes_where_the_visitor_wanted():
    answer = post("sign-up", {**FORM, "next": "/courses/maps?l=1"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/courses/maps?l=1")
    flags = {part.strip().lower() for part in cookie_of(answer).split(";")[1:]}
    assert {"httponly", "secure", "path=/", "samesite=lax"} <= flags
    assert not any(flag.startswith("domain") for flag in flags)
    assert answer.headers["cache-control"] == "no-store"


def test_every_sign_in_gives_another_session():
    first = cookie_of(post("sign-up", FORM))
    assert cookie_of(post("sign-in", FORM)) != first


@pytest.mark.parametrize(
    "target",
    ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/a b"],
)
def test_nobody_is_sent_to_another_site(target):
    assert post("sign-up", {**FORM, "next": target}).headers["location"] == "/"


def test_a_refusal_returns_to_the_form_with_its_reason_and_what_was_typed_but_no_password():
    answer = post("sign-up", {**FORM, "password": "short"})
    assert answer.headers["location"].startswith("/signup?error=error.password_short")
    said = " ".join(answer.headers.get_list("set-cookie")) + answer.headers["location"]
    assert "sam%40example.com" in said
    assert "sam" not in answer.headers["location"]
    assert "short" not in said.replace("password_short", "")


def test_unknown_address_and_wrong_password_get_the_same_answer():
    post("sign-up", FORM)
    wrong = post("sign-in", {"email": "sam@example.com", "password": "not the password"})
    unknown = post("sign-in", {"email": "kim@example.com", "password": "not the password"})
    assert wrong.headers["location"] == unknown.headers["location"]
    assert wrong.status_code == unknown.status_code == 303


@pytest.mark.parametrize("path", ["sign-in", "sign-up", "sign-out"])
@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://localhost:9999"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_forms_of_other_sites_are_refused(path, headers):
    answer = post(path, FORM, **headers)
    assert answer.status_code == 403
    assert "__Host-sid" not in str(answer.headers)


def test_our_own_origin_is_taken():
    assert post("sign-up", FORM, origin=settings().site_origin).status_code == 303


def test_signing_out_takes_the_cookie_away():
    answer = post("sign-out", {})
    assert "max-age=0" in cookie_of(answer).lower()


@pytest.mark.parametrize(
    "cookie", ["__Host-sid=" + "x" * 10_000, "a=b; " * 3000, "__Host-sid=\x7f", "=;;=;"]
)
def test_strange_cookies_are_nobody_and_no_error(cookie):
    http = client()
    answer = http.get(
        "/api/playback/00000000-0000-0000-0000-000000000000/key", headers={"cookie": cookie}
    )
    assert answer.status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        {}, {"lesson_id": "x", "played": [], "position_seconds": 0},
        {"lesson_id": "00000000-0000-0000-0000-000000000000", "played": [[0]], "position_seconds": 0},
        {"lesson_id": "00000000-0000-0000-0000-000000000000", "played": [], "position_seconds": -1},
        {"lesson_id": "00000000-0000-0000-0000-000000000000", "played": [], "position_seconds": 1e400},
        {"lesson_id": "00000000-0000-0000-0000-000000000000", "played": [[0, 1]] * 501,
         "position_seconds": 0},
        {"lesson_id": "00000000-0000-0000-0000-000000000000", "played": [], "position_seconds": 0,
         "extra": 1},
    ],
)  # fmt: skip
def test_senseless_progress_reports_are_refused_without_a_trace(body):
    import json

    answer = client().post(
        "/api/progress", content=json.dumps(body), headers={"content-type": "application/json"}
    )
    assert answer.status_code == 422
    assert "Traceback" not in answer.text
