"""The address of a copy: its owner's alone, for a day, after a fresh proof of who is there."""

from uuid import uuid4

import pytest
import sqlalchemy as sa

from lms_app.services import privacy
from tests.factories.people import as_system, person
from tests.factories.uploads import client

pytestmark = pytest.mark.usefixtures("site")


def fetch(who, export_id):
    return client(who).get(f"/api/account/exports/{export_id}", follow_redirects=False)


@pytest.fixture
def sam():
    return person("Sam")


@pytest.fixture
def copy(sam):
    export_id = sam.call(privacy.request_export)
    as_system(privacy.build_export, export_id)
    return export_id


def test_the_owner_is_sent_on_to_the_file(sam, copy):
    answer = fetch(sam, copy)
    assert answer.status_code == 303
    assert answer.headers["cache-control"] == "no-store"
    file = client().get(answer.headers["location"])
    assert file.content[:2] == b"PK"
    assert file.headers["content-type"] == "application/zip"
    assert "attachment" in file.headers["content-disposition"]


def test_nobody_else_is_and_they_learn_nothing(sam, copy):
    kim = person("Kim")
    foreign, unknown = fetch(kim, copy), fetch(kim, uuid4())
    assert foreign.status_code == unknown.status_code == 404
    assert foreign.json()["detail"] == unknown.json()["detail"]


def test_who_is_not_signed_in_is_asked_to_be(copy):
    answer = fetch(None, copy)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/login?next=%2Fsettings%2Fdata"


def test_an_old_proof_of_who_is_there_is_not_enough(site, sam, copy):
    with site.engine.begin() as connection:
        connection.execute(
            sa.text("UPDATE login_session SET stepped_up_at = now() - interval '6 minutes'")
        )
    answer = fetch(sam, copy)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/confirm?next=")


def test_after_a_day_there_is_nothing(site, sam, copy):
    with site.engine.begin() as connection:
        connection.execute(sa.text("UPDATE data_export SET expires_at = now()"))
    assert fetch(sam, copy).status_code == 404


def test_an_address_that_is_none_is_refused(sam):
    assert fetch(sam, "..%2f..%2fetc").status_code in {404, 422}
