"""What nobody answered is answered in calm words."""

import pytest
from starlette.testclient import TestClient
from structlog.testing import capture_logs

from lms_app.api.last_resort import LastResort

START = {"type": "http.response.start", "status": 200, "headers": []}


async def broken(_scope, _receive, _send):
    raise OSError("File name too long: /secret/place")


async def broken_midway(_scope, _receive, send):
    await send(START)
    await send({"type": "http.response.body", "body": b"half", "more_body": True})
    raise OSError


async def broken_afterwards(_scope, _receive, send):
    await send(START)
    await send({"type": "http.response.body", "body": b"whole"})
    raise OSError


def ask(app, cookie: str = ""):
    return TestClient(LastResort(app, "ko")).get("/x", headers={"cookie": cookie})


@pytest.mark.parametrize(("cookie", "words"), [("", "잠시"), ("lang=en", "Something went wrong")])
def test_an_unexpected_error_is_a_calm_page_with_a_reference(cookie, words):
    with capture_logs() as logs:
        answer = ask(broken, cookie)
    assert answer.status_code == 500
    assert words in answer.text
    assert "secret" not in answer.text
    assert [entry["event"] for entry in logs] == ["unexpected_error"]
    assert logs[0]["reference"] in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_half_an_answer_is_broken_off():
    with pytest.raises(OSError):
        ask(broken_midway)


def test_a_whole_answer_stays_one():
    assert ask(broken_afterwards).text == "whole"
