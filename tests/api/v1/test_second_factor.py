"""An account with a second factor signs in to the API in two steps, as on the pages."""

from __future__ import annotations

from datetime import timedelta

import pyotp
import pytest

from lms_app import composition
from lms_app.core import clock
from lms_app.core.actor import Credential
from lms_app.services import auth
from tests.api.v1.client import Program, tokens_of, with_password
from tests.factories.people import PASSWORD, Person, person

pytestmark = pytest.mark.usefixtures("site")
BODY = {"email": "sam@example.com", "password": PASSWORD}


@pytest.fixture
def secret(site) -> str:
    """The secret of the authenticator app that Sam has turned on."""
    with_password("sam@example.com")
    opened = composition.call(auth.sign_in, email="sam@example.com", password=PASSWORD)
    sam = Person(None, Credential(session_token=opened.token), "sam@example.com")
    new = sam.call(auth.begin_authenticator)
    sam.call(auth.confirm_authenticator, code=pyotp.TOTP(new.secret).now())
    return new.secret


def code_after(secret: str, seconds: int) -> str:
    return pyotp.TOTP(secret).at(clock.now() + timedelta(seconds=seconds))


def waiting() -> str:
    answer = Program().post("/auth/sign-in", BODY)
    assert (answer.status_code, answer.json()["code"]) == (401, "error.second_factor_required")
    assert "access_token" not in answer.text
    return answer.json()["handle"]


def finish(handle: str, code: str):
    return Program().post("/auth/second-factor", {"handle": handle, "code": code})


def test_the_password_alone_opens_nothing_and_the_code_opens_it(secret):
    handle = waiting()
    assert Program(handle).get("/me").status_code == 401
    as_cookie = Credential(session_token=handle)
    assert composition.call(auth.get_session_user, credential=as_cookie) is None
    answer = finish(handle, code_after(secret, 30))
    assert answer.status_code == 200, answer.text
    assert Program(answer.json()["access_token"]).get("/me").status_code == 200
    assert finish(handle, code_after(secret, 60)).status_code == 401


def test_five_wrong_codes_end_the_sign_in(secret):
    handle = waiting()
    answers = [finish(handle, "000000").status_code for _ in range(6)]
    assert answers[:5] == [422] * 5
    assert answers[5] == 401
    assert finish(handle, code_after(secret, 30)).status_code == 401


@pytest.mark.parametrize("handle", ["", "x", "\0", "é", "x" * 64, "' OR 1=1--"])
def test_what_names_no_sign_in_is_refused(handle):
    assert finish(handle, "123456").status_code in {401, 422}


def test_a_session_of_the_site_is_no_sign_in_of_the_api(secret):
    other = person("Kim")
    assert finish(other.credential.session_token, code_after(secret, 30)).status_code == 401


def test_the_owner_sees_and_ends_the_sessions_of_programs():
    sam = person("Sam")
    mine, other = Program(tokens_of(sam).access_token), tokens_of(sam)
    listed = mine.get("/sessions").json()["items"]
    assert [row["kind"] for row in listed].count("api") == 2
    assert [row["is_current"] for row in listed] == [True, False, False]
    ended = next(row["id"] for row in listed if row["kind"] == "api" and not row["is_current"])
    assert mine("DELETE", f"/sessions/{ended}").status_code == 204
    assert Program(other.access_token).get("/me").status_code == 401
    again = Program().post("/auth/refresh", {"refresh_token": other.refresh_token})
    assert again.status_code == 401
    assert mine.get("/me").status_code == 200
