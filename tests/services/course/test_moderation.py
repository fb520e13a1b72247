"""Taking a course down, and allowing it again: for a reason, by who may, told to who teaches."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from lms_app.core.errors import Conflict, Forbidden, InvalidInput, InvalidTransition, StepUpNeeded
from lms_app.core.permissions import Role
from lms_app.services import course, enrollment, reporting
from lms_app.services.course import CatalogFilter
from tests.factories.courses import draft, published
from tests.factories.mails import mails_to
from tests.factories.people import instructor, person
from tests.factories.second_factors import later

REASON = "Somebody else's music"


@pytest.fixture
def mia(site):
    return person("Mia", Role.moderator)


def in_catalogue(who) -> list[str]:
    return [card.title for card in who.call(course.search_courses, CatalogFilter()).cards]


def acts(site) -> list[tuple[str, str, str]]:
    with site.engine.connect() as connection:
        rows = connection.execute(sa.text("SELECT action, subject_type, reason FROM audit_entry"))
        return [tuple(row) for row in rows]


def test_it_leaves_the_catalogue_and_its_students_keep_it(site, mia):
    ada, sam = instructor("Ada"), person("Sam")
    maps = published(ada, "Maps")
    sam.call(enrollment.enroll, maps.id)
    mia.call(course.take_down_course, maps.id, reason=REASON)
    assert in_catalogue(sam) == []
    assert sam.call(enrollment.get_learn_page, maps.slug, None).course_title == "Maps"
    assert acts(site) == [("course:take_down", "course", REASON)]
    mail = mails_to(ada.email)[0]
    assert "Maps" in mail.text
    assert REASON in mail.text
    assert f"/instructor/courses/{maps.id}" in mail.text


def test_its_instructor_cannot_publish_it_before_it_is_allowed(site, mia):
    ada = instructor("Ada")
    maps = published(ada, "Maps")
    mia.call(course.take_down_course, maps.id, reason=REASON)
    editor = ada.call(course.get_course_editor, maps.id)
    assert (editor.can_publish, editor.taken_down_reason) == (False, REASON)
    with pytest.raises(Conflict, match="course_taken_down"):
        ada.call(course.publish_course, maps.id)
    with pytest.raises(Forbidden):
        ada.call(course.allow_course, maps.id, reason="Mended")
    mia.call(course.allow_course, maps.id, reason="Mended")
    assert in_catalogue(ada) == []
    ada.call(course.publish_course, maps.id)
    assert in_catalogue(ada) == ["Maps"]
    assert ada.call(course.get_course_editor, maps.id).taken_down_reason == ""
    assert [action for action, _, _ in acts(site)] == ["course:take_down", "course:allow"]
    assert "Mended" in mails_to(ada.email)[0].text


def test_a_reason_and_a_fresh_proof_are_asked_for(site, mia):
    maps = published(instructor("Ada"), "Maps")
    with pytest.raises(InvalidInput):
        mia.call(course.take_down_course, maps.id, reason=" ")
    with later(minutes=6), pytest.raises(StepUpNeeded):
        mia.call(course.take_down_course, maps.id, reason=REASON)
    assert acts(site) == []


def test_what_is_not_public_is_not_taken_down_and_what_is_not_down_not_allowed(mia):
    ada = instructor("Ada")
    hidden, shown = draft(ada, "Drafts"), published(ada, "Maps")
    with pytest.raises(InvalidTransition):
        mia.call(course.take_down_course, hidden.id, reason=REASON)
    with pytest.raises(Conflict):
        mia.call(course.allow_course, shown.id, reason="Fine")


def test_nobody_allows_a_course_of_their_own(site):
    both = person("Both", Role.moderator, Role.instructor)
    other = person("Other", Role.moderator)
    maps = published(both, "Maps")
    other.call(course.take_down_course, maps.id, reason=REASON)
    with pytest.raises(Conflict, match="course_own_allow"):
        both.call(course.allow_course, maps.id, reason="It is mine")


def test_a_moderator_sees_what_is_public_or_was_taken_down_and_no_draft(mia):
    root, ada = person("Root", Role.admin), instructor("Ada")
    draft(ada, "Drafts")
    published(ada, "Maps")
    down = published(ada, "Music")
    mia.call(course.take_down_course, down.id, reason=REASON)
    seen = {row.title: row.is_taken_down for row in mia.call(reporting.list_all_courses).rows}
    assert seen == {"Maps": False, "Music": True}
    assert root.call(reporting.list_all_courses).total == 3
