"""Certificates for programs: one's own, anybody's by its number, what a signed text is worth."""

import pytest

from lms_app.services import user
from tests.api.v1.client import Program, program
from tests.factories.certificates import articles, complete, issued
from tests.factories.people import instructor, person

pytestmark = pytest.mark.usefixtures("site")


def test_own_anybodys_and_the_signed_text():
    sam = person("Sam")
    code = issued(sam, articles(instructor("Ada"), "Maps"))
    complete(sam, articles(instructor("Ben"), "Charts"))
    own = program(sam).get("/me/certificates").json()["items"]
    assert [(row["course_title"], row["code"]) for row in own] == [("Charts", ""), ("Maps", code)]
    found = Program().get(f"/certificates/{code.lower()}").json()
    assert (found["name"], found["status"], found["course_title"]) == ("Sam", "valid", "Maps")
    told = Program().post("/certificates/verify", {"signed": found["jws"]}).json()
    assert (told["status"], told["content"]["id"]) == ("valid", code)
    forged = found["jws"][:-2] + ("AA" if found["jws"][-2:] != "AA" else "BB")
    assert Program().post("/certificates/verify", {"signed": forged}).json()["status"] == "forged"
    sam.call(user.update_own_profile, display_name="Samira")
    assert program(sam).get("/me/certificates").json()["items"][1]["is_outdated"] is True


def test_strangers_see_no_list_and_no_other_certificate():
    assert Program().get("/me/certificates").status_code == 401
    assert Program().get("/certificates/0000-0000-0000-0000").status_code == 404
    assert program(person("Kim")).get("/me/certificates").json()["items"] == []
