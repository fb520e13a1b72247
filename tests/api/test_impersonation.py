"""The routes of looking on as somebody else: cookies, ways on, who may post."""

from __future__ import annotations

import pytest

from lms_app import composition
from lms_app.core.actor import Credential
from lms_app.core.permissions import Role
from lms_app.services import auth
from lms_app.states.portal.account_forms import REFUSALS
from tests.api.test_second_step import browser, post, token_of
from tests.factories.people import Person, person
from tests.factories.second_factors import later

BEGIN, END = "impersonation", "impersonation/end"


@pytest.fixture
def root(site) -> Person:
    return person("Root", Role.admin)


@pytest.fixture
def sam(site) -> Person:
    return person("Sam")


def of(who: Person):
    return browser(who.credential.session_token)


def name_of(token: str) -> str:
    held = Credential(session_token=token)
    found = composition.call(auth.get_session_user, credential=held)
    return found.display_name if found else ""


def test_there_and_back(root, sam):
    begun = post(of(root), BEGIN, user_id=str(sam.id), reason="Asked for help.")
    assert (begun.status_code, begun.headers["location"]) == (303, "/")
    assert begun.headers["clear-site-data"] == '"cache"'
    assert begun.headers["cache-control"] == "no-store"
    assert name_of(token_of(begun)) == "Sam"
    ended = post(browser(token_of(begun)), END)
    assert ended.headers["location"] == f"/admin/users/{sam.id}"
    assert name_of(token_of(ended)) == "Root"
    again = post(browser(token_of(begun)), END)
    assert again.headers["location"] == "/admin/users"
    assert token_of(again) == ""


def test_what_is_refused_leads_to_where_it_can_be_mended(root, sam):
    page = f"/admin/users/{sam.id}"
    asked = {"user_id": str(sam.id), "reason": "Help"}

    def way(answer) -> str:
        assert token_of(answer) == ""
        return answer.headers["location"]

    assert way(post(browser(), BEGIN, **asked)).startswith("/login?next=")
    with later(minutes=6):
        assert way(post(of(root), BEGIN, **asked)).startswith("/confirm?next=")
    assert way(post(of(root), BEGIN, **{**asked, "reason": " "})).startswith(f"{page}?error=")
    assert way(post(of(sam), BEGIN, **asked)) == f"{page}?error=error.forbidden"
    assert way(post(of(root), BEGIN, user_id="nobody", reason="x")) == "/admin/users"
    assert way(post(of(root), END)) == "/admin/users"
    mod = person("Mod", Role.moderator)
    refused = post(of(root), BEGIN, user_id=str(mod.id), reason="x")
    assert way(refused) == f"/admin/users/{mod.id}?error=error.impersonate_staff"


@pytest.mark.parametrize("path", [BEGIN, END])
def test_another_site_cannot_post_it(root, sam, path):
    http = of(root)
    http.headers["origin"] = "https://evil.example"
    answer = post(http, path, user_id=str(sam.id), reason="x")
    assert answer.status_code == 403
    assert name_of(root.credential.session_token) == "Root"


def test_no_other_form_is_taken_meanwhile(root, sam):
    token = token_of(post(of(root), BEGIN, user_id=str(sam.id), reason="Help"))
    for path, data in (
        ("sign-in", {"email": "x@example.com", "password": "x"}),
        ("proof/password", {"password": "x"}),
        (BEGIN, {"user_id": str(person("Kim").id), "reason": "Further"}),
    ):
        answer = post(browser(token), path, **data)
        assert token_of(answer) == ""
        assert "error.impersonating" in answer.headers["location"] or path == BEGIN
    assert "error.impersonating" in REFUSALS, "the forms' pages have words for it"
    assert name_of(token) == "Sam"
    assert post(browser(token), "sign-out").status_code == 303
    assert name_of(token) == ""
