"""How much a request may send before any rule of ours is asked."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from lms_app.api.body_limit import BodyLimit

LIMIT = 1000


@pytest.fixture
def reached() -> list[int]:
    return []


@pytest.fixture
def site(reached):
    async def take(request: Request) -> PlainTextResponse:
        try:
            body = await request.body()
        except Exception:  # noqa: BLE001  (what a framework makes of a torn body is its own affair)
            return PlainTextResponse("torn", status_code=400)
        reached.append(len(body))
        return PlainTextResponse("ok")

    paths = [Route(path, take, methods=["POST", "PUT"]) for path in ("/api/x", "/store/x")]
    return TestClient(BodyLimit(Starlette(routes=paths), limit=LIMIT))


def chunks(count: int):
    for _ in range(count):
        yield b"x" * 400


def test_a_body_up_to_the_limit_arrives_whole(site, reached):
    assert site.post("/api/x", content=b"x" * LIMIT).text == "ok"
    assert site.post("/api/x", content=chunks(2)).text == "ok"
    assert reached == [LIMIT, 800]


def test_a_body_announced_too_large_is_refused_unread(site, reached):
    answer = site.post("/api/x", content=b"x" * (LIMIT + 1))
    assert (answer.status_code, answer.json()["code"]) == (413, "error.body_too_large")
    assert reached == []


def test_a_body_that_becomes_too_large_is_refused_on_the_way(site, reached):
    answer = site.post("/api/x", content=chunks(4))
    assert (answer.status_code, answer.json()["code"]) == (413, "error.body_too_large")
    assert reached == []


def test_files_go_to_the_store_and_not_through_forms(site, reached):
    answer = site.post("/api/x", files={"file": b"x"})
    assert answer.status_code == 415
    assert reached == []


def test_a_length_that_is_no_number_is_refused(site, reached):
    answer = site.post("/api/x", content=b"x", headers={"content-length": "many"})
    assert answer.status_code == 413
    assert reached == []


def test_the_store_has_limits_of_its_own(site, reached):
    assert site.put("/store/x", content=b"x" * (5 * LIMIT)).text == "ok"
    assert reached == [5 * LIMIT]
