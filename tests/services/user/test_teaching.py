"""Asking to teach: at once, or after a person has decided."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from lms_app.core.config import settings
from lms_app.core.errors import Conflict, Forbidden, InvalidInput
from lms_app.core.permissions import Role
from lms_app.services import course, user
from lms_app.services.auth import get_session_user
from tests.factories.courses import published, texts
from tests.factories.people import instructor, person
from tests.locks import joined, while_open

pytestmark = pytest.mark.usefixtures("site")
ABOUT = {"handle": "sam-maps", "headline": "I fold maps", "bio_md": "Ten years of **maps**."}


@pytest.fixture
def approval(site, monkeypatch):
    """INSTRUCTOR_APPROVAL=1."""
    monkeypatch.setenv("INSTRUCTOR_APPROVAL", "1")
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()


@pytest.fixture
def root(site):
    return person("Root", Role.admin)


def waiting(site) -> str:
    with site.engine.connect() as connection:
        asked = "SELECT id FROM instructor_application WHERE status = 'pending'"
        return connection.execute(sa.text(asked)).scalar_one()


def test_without_approval_asking_is_enough():
    sam = person("Sam")
    assert sam.call(user.apply_to_teach, **ABOUT) is True
    assert sam.call(user.get_teaching).state == "approved"
    assert sam.call(get_session_user).is_instructor
    with pytest.raises(Conflict):
        sam.call(user.apply_to_teach, **ABOUT)


@pytest.mark.usefixtures("approval")
def test_with_approval_one_waits_until_an_admin_has_decided(site, root):
    sam = person("Sam")
    assert sam.call(user.apply_to_teach, **ABOUT, message="I want to") is False
    standing = sam.call(user.get_teaching)
    assert (standing.state, standing.message) == ("pending", "I want to")
    with pytest.raises(Forbidden):
        sam.call(course.create_course, texts=texts())
    with pytest.raises(Conflict):
        sam.call(user.apply_to_teach, **ABOUT)
    root.call(user.approve_application, waiting(site))
    assert sam.call(user.get_teaching).state == "approved"
    published(sam)
    assert sam.call(course.get_instructor, "sam-maps").course_count == 1


@pytest.mark.usefixtures("approval")
def test_who_is_refused_reads_why_and_may_ask_again(site, root):
    sam = person("Sam")
    sam.call(user.apply_to_teach, **ABOUT)
    with pytest.raises(InvalidInput):
        root.call(user.refuse_application, waiting(site), reason="  ")
    root.call(user.refuse_application, waiting(site), reason="Tell us what you would teach")
    standing = sam.call(user.get_teaching)
    assert (standing.state, standing.reason) == ("refused", "Tell us what you would teach")
    sam.call(user.apply_to_teach, **ABOUT, message="Maps")
    assert sam.call(user.get_teaching).state == "pending"
    root.call(user.approve_application, waiting(site))
    with site.engine.connect() as connection:
        entries = connection.execute(
            sa.text("SELECT action, reason, ip FROM audit_entry ORDER BY created_at")
        ).all()
        told = connection.execute(
            sa.text("SELECT template, to_address FROM mail_message ORDER BY created_at")
        ).all()
    assert entries == [
        ("instructor:refuse", "Tell us what you would teach", "192.0.2.1"),
        ("instructor:approve", "", "192.0.2.1"),
    ]
    assert told == [("instructor_refused", sam.email), ("instructor_approved", sam.email)]


@pytest.mark.usefixtures("approval")
def test_nobody_decides_their_own_application(site, root):
    root.call(user.apply_to_teach, **ABOUT)
    with pytest.raises(Conflict):
        root.call(user.approve_application, waiting(site))
    chief = person("Chief", Role.admin)
    chief.call(user.approve_application, waiting(site))
    assert root.call(user.get_teaching).state == "approved"


@pytest.mark.usefixtures("approval")
def test_of_two_admins_who_decide_at_once_the_second_is_told(site, root):
    chief, sam = person("Chief", Role.admin), person("Sam")
    sam.call(user.apply_to_teach, **ABOUT)
    application = waiting(site)
    with (
        pytest.raises(Conflict),
        while_open(lambda: chief.call(user.approve_application, application)) as (uow, _),
    ):
        joined(uow, root, user.refuse_application, application, reason="No")
    assert sam.call(user.get_teaching).state == "refused"


@pytest.mark.usefixtures("approval")
def test_of_two_applications_at_once_one_waits(site):
    sam = person("Sam")
    with (
        pytest.raises(Conflict),
        while_open(lambda: sam.call(user.apply_to_teach, **ABOUT)) as (uow, _),
    ):
        joined(uow, sam, user.apply_to_teach, **ABOUT)
    assert waiting(site)


def test_who_had_teaching_taken_away_is_looked_at_by_a_person(site, root):
    ada = instructor("Ada")
    made = published(ada, "Maps")
    root.call(user.revoke_role, ada.id, role="instructor", reason="Copied lessons")
    # What is published stays, for everybody who reads and who is enrolled; nobody edits it.
    assert person("Sam").call(course.get_course, made.slug).card.title == "Maps"
    assert ada.call(course.get_instructor, "ada-teaches").courses
    with pytest.raises(Forbidden):
        ada.call(course.archive_course, made.id)
    assert ada.call(user.get_teaching).reason == "Copied lessons"
    assert ada.call(user.apply_to_teach, **{**ABOUT, "handle": "ada-teaches"}) is False
    root.call(user.approve_application, waiting(site))
    ada.call(course.archive_course, made.id)
