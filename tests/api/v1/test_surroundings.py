"""What every answer of the API has in common: problems in the caller's language, limits, CORS."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from lms_app.adapters.rate_limiters import StorageRateLimiter
from lms_app.api.app import build_api
from lms_app.api.v1.rate import CALLS, SIGN_IN
from lms_app.core.config import load_settings, settings
from lms_app.core.errors import PortUnavailable
from lms_app.core.settings_error import SettingsError
from tests.api.v1.client import Program, program
from tests.factories.people import person

pytestmark = pytest.mark.usefixtures("site")
NOBODY = "00000000-0000-0000-0000-000000000000"


def is_problem(answer, status: int, code: str) -> None:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    found = answer.json()
    assert (found["status"], found["code"], found["type"]) == (status, code, "about:blank")
    assert found["title"]
    assert found["detail"]
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("en", "We could not find it."), ("ko-KR,en;q=0.5", "찾을 수 없어요."),
        ("fr, en;q=0.3, ko;q=0.2", "We could not find it."), ("", "찾을 수 없어요."),
        ("en;q=0, ko", "찾을 수 없어요."), ("en;q=x;;,,=", "찾을 수 없어요."),
        ("en-US;q=0.9", "We could not find it."), (",".join(["xx"] * 500), "찾을 수 없어요."),
    ],
)  # fmt: skip
def test_problems_speak_the_callers_language(asked, words):
    answer = Program(**{"accept-language": asked}).get("/courses/nothing")
    is_problem(answer, 404, "error.not_found")
    assert answer.json()["detail"] == words


def test_every_kind_of_refusal_is_a_problem(monkeypatch):
    sam = program(person("Sam"))
    is_problem(Program().get("/no/such/thing"), 404, "error.not_found")
    is_problem(Program().get("/courses/a%0Ab"), 404, "error.not_found")
    is_problem(Program().get("/me"), 401, "error.not_authenticated")
    is_problem(Program("x").get("/me"), 401, "error.bearer")
    is_problem(sam.get("/teaching/courses"), 403, "error.forbidden")
    wrong_method = Program()("PUT", "/courses")
    is_problem(wrong_method, 405, "error.method")
    assert "GET" in wrong_method.headers["allow"]
    json = {"content-type": "application/json"}
    is_problem(sam("POST", "/enrollments", content="{", headers=json), 422, "error.form")
    deep = "[" * 100_000
    is_problem(sam("POST", "/enrollments", content=deep, headers=json), 400, "error.form")
    is_problem(sam("POST", "/enrollments", content=b"\xff", headers=json), 400, "error.form")
    is_problem(sam("POST", "/progress", content="x" * 1_100_000), 413, "error.body_too_large")
    is_problem(sam("POST", "/enrollments", files={"a": b"x"}), 415, "error.form")
    wrong = sam.post("/enrollments", {"course_id": "x", "more": 1})
    is_problem(wrong, 422, "error.form")
    assert set(wrong.json()["fields"]) == {"course_id", "more"}
    missing = sam.post("/enrollments", {})
    assert missing.json()["fields"] == {"course_id": "This is required."}

    async def fall(*_args, **_kwargs):
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr("lms_app.api.v1.account.call", fall)
    fallen = sam.get("/me")
    is_problem(fallen, 500, "error.unexpected")
    assert "secret" not in fallen.text

    async def away(*_args, **_kwargs):
        raise PortUnavailable("object_store", "10.0.0.1")

    monkeypatch.setattr("lms_app.api.v1.account.call", away)
    gone = sam.get("/me")
    is_problem(gone, 503, "error.unavailable")
    assert gone.headers["retry-after"] == "5"
    assert "10.0.0.1" not in gone.text


def test_every_answer_says_what_is_left(monkeypatch):
    monkeypatch.setattr("lms_app.api.v1.rate.client_ip", lambda _request: "203.0.113.77")
    first, second = Program().get("/courses"), Program().get("/nothing")
    assert first.headers["ratelimit-policy"] == f'"calls";q={CALLS.calls};w=60'
    assert f"r={CALLS.calls - 1};t=" in first.headers["ratelimit"]
    assert f"r={CALLS.calls - 2};t=" in second.headers["ratelimit"]
    assert first.headers["cache-control"] == "no-store"
    entering = Program().post("/auth/refresh", {"refresh_token": "x"})
    assert entering.headers["ratelimit-policy"] == f'"sign-in";q={SIGN_IN.calls};w=60'


def test_who_calls_too_often_is_told_when_again(monkeypatch):
    monkeypatch.setattr("lms_app.api.v1.rate.client_ip", lambda _request: "203.0.113.78")
    monkeypatch.setattr("lms_app.api.v1.rate.CALLS", type(CALLS)("calls", 2, 60))
    answers = [Program().get("/courses") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    is_problem(answers[2], 429, "error.rate_limited")
    assert 0 < int(answers[2].headers["retry-after"]) <= 60
    assert '"calls";r=0' in answers[2].headers["ratelimit"]
    monkeypatch.setattr("lms_app.api.v1.rate.client_ip", lambda _request: "203.0.113.79")
    assert Program().get("/courses").status_code == 200


def test_without_counters_reading_is_open_and_signing_in_closed(monkeypatch):
    def gone(*_args):
        raise PortUnavailable("rate_limiter")

    monkeypatch.setattr(StorageRateLimiter, "allowance", gone)
    assert Program().get("/courses").status_code == 200
    closed = Program().post("/auth/sign-in", {"email": "a@example.com", "password": "x"})
    is_problem(closed, 429, "error.rate_limited")
    assert Program().post("/auth/refresh", {"refresh_token": "x"}).status_code == 429


def with_origins(monkeypatch, tmp_path, value: str) -> TestClient:
    config = load_settings({"MARGIN_DATA_DIR": str(tmp_path), "API_CORS_ORIGINS": value})
    monkeypatch.setattr("lms_app.api.v1.app.settings", lambda: config)
    return TestClient(build_api(), base_url=settings().site_url)


PREFLIGHT = {"access-control-request-method": "GET", "origin": "https://app.example"}


def test_no_other_site_may_call_unless_it_is_named(monkeypatch, tmp_path):
    plain = TestClient(build_api(), base_url=settings().site_url)
    answer = plain.get("/api/v1/courses", headers={"origin": "https://app.example"})
    assert not [name for name in answer.headers if name.startswith("access-control")]
    is_problem(plain.options("/api/v1/courses", headers=PREFLIGHT), 405, "error.method")
    named = with_origins(monkeypatch, tmp_path, "https://App.example:443, https://two.example")
    answer = named.get("/api/v1/courses", headers={"origin": "https://app.example"})
    assert answer.headers["access-control-allow-origin"] == "https://app.example"
    assert "ratelimit" in answer.headers["access-control-expose-headers"].lower()
    allowed = named.options("/api/v1/courses", headers=PREFLIGHT)
    assert allowed.status_code == 200
    other = {**PREFLIGHT, "origin": "https://app.example.evil.example"}
    refused = named.options("/api/v1/courses", headers=other)
    is_problem(refused, 403, "error.foreign_origin")
    assert "access-control-allow-origin" not in refused.headers


@pytest.mark.parametrize("value", ["*", "https://app.example"])
def test_credentials_are_never_allowed_across_sites(monkeypatch, tmp_path, value):
    named = with_origins(monkeypatch, tmp_path, value)
    for answer in (
        named.get("/api/v1/courses", headers={"origin": "https://app.example", "cookie": "a=b"}),
        named.options("/api/v1/courses", headers=PREFLIGHT),
    ):
        assert "access-control-allow-credentials" not in answer.headers
        assert answer.headers["access-control-allow-origin"] == value


@pytest.mark.parametrize(
    "value", ["null", "app.example", "https://a.example/path", "*, https://a.example"]
)
def test_an_origin_that_is_none_is_refused_at_the_start(tmp_path, value):
    with pytest.raises(SettingsError, match="API_CORS_ORIGINS"):
        load_settings({"MARGIN_DATA_DIR": str(tmp_path), "API_CORS_ORIGINS": value})


def test_a_request_of_another_site_can_do_nothing_because_no_cookie_counts():
    sam = person("Sam")
    from lms_app.core.session_cookie import session_cookie

    cookie = f"{session_cookie(settings().site_url).name}={sam.credential.session_token}"
    stranger = Program(cookie=cookie, origin="https://evil.example")
    assert stranger.post("/enrollments", {"course_id": NOBODY}).status_code == 401
    assert Program(cookie=cookie).post("/keys", {"name": "x", "scopes": []}).status_code == 401


COOKIES = ["a=" + "x" * 60_000, "; ".join(f"c{i}=v" for i in range(1000)), "=;;=; __Host-sid=\x7f"]


@pytest.mark.parametrize(
    "headers",
    [
        *({"cookie": cookie} for cookie in COOKIES),
        {"authorization": "Bearer " + "x" * 60_000}, {"x-api-key": "margin_" + "y" * 60_000},
        {"accept-language": "en;q=" + "9" * 5000}, {"user-agent": "z" * 60_000},
        {"authorization": b"Bearer \xff\xfe\x00"}, {"x-api-key": b"margin_\xc3\x28"},
        {"accept-language": b"\xff\xff"}, {"user-agent": b"\xf0\x28\x8c\x28"},
        {"idempotency-key": "k" * 60_000}, {"idempotency-key": b"\xff"},
        {"content-length": "1"}, {"origin": "null"}, {"host": "evil.example"},
        {"x-forwarded-for": ", ".join(["9" * 100] * 300)}, {"content-type": b"\xff"},
    ],
    ids=lambda headers: f"{next(iter(headers))}-{len(next(iter(headers.values())))}",
)  # fmt: skip
@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/courses"), ("GET", "/me"), ("POST", "/teaching/courses")]
)
def test_oversized_and_broken_headers_are_no_error_of_ours(method, path, headers):
    answer = Program(**headers)(method, path, content=b"{" if method == "POST" else None)
    assert answer.status_code < 500, answer.text
    site = Program(**headers)._http.get("/healthz")
    assert site.status_code < 500
