"""No public path makes an administrator, whatever is sent along (A11): forms, API, first sign-ins."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from lms_app.core import urls
from tests.api.test_accounts import FORM, mark_of, post
from tests.api.test_foreign_origins import changing
from tests.api.v1.client import program
from tests.api.v1.operations import contract
from tests.factories.mails import token_to
from tests.factories.people import person
from tests.factories.uploads import client

pytestmark = pytest.mark.usefixtures("site")
WISHES = {
    "role": "admin", "roles": "admin", "is_admin": "1", "is_staff": "true", "permissions": "*",
    "user_id": "00000000-0000-0000-0000-000000000000", "caller": "system", "actor": "system",
}  # fmt: skip


def roles(site) -> list[str]:
    with site.engine.connect() as connection:
        return list(connection.execute(sa.text("SELECT role FROM role_grant")).scalars())


def forms() -> list[str]:
    """Every address of the site itself that takes a form of somebody who wants in."""
    return [
        path for method, path in changing() if method == "POST" and path.startswith(urls.API_AUTH)
    ]


def test_there_are_such_forms():
    assert {urls.API_SIGN_IN, urls.API_SIGN_UP, urls.API_RESET, urls.API_OAUTH_COMPLETE} <= set(
        forms()
    )


def test_a_sign_up_with_wishes_makes_a_student(site):
    mark = mark_of(post("sign-up", {**FORM, **WISHES}))
    post("verify", {"token": token_to("sam@example.com"), **WISHES}, cookie=mark)
    with site.engine.connect() as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM user_account")).scalar() == 1
    assert roles(site) == []


def test_no_form_gives_a_role(site):
    for path in forms():
        for who in (None, person("Sam" + path.replace("/", ""))):
            client(who).post(path, data={**FORM, **WISHES}, follow_redirects=False)
    assert roles(site) == []


def test_no_body_of_the_api_has_room_for_a_role(site):
    schemas = contract()["components"]["schemas"]
    bodies = [
        described["requestBody"]["content"]["application/json"]["schema"]["$ref"].split("/")[-1]
        for methods in contract()["paths"].values()
        for described in methods.values()
        if "requestBody" in described
    ]
    assert len(bodies) > 10
    for name in bodies:
        assert schemas[name]["additionalProperties"] is False, name
        assert not set(WISHES) & set(schemas[name]["properties"]), name
    answer = program(person("Sam"))("PATCH", "/me/profile", json={"headline": "Hi", **WISHES})
    assert answer.status_code == 422
    assert "role" in answer.json()["fields"]
    assert roles(site) == []
