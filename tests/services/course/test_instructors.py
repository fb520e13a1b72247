"""The public page of somebody who teaches: who has one, and what is on it."""

import pytest

from lms_app.core.errors import NotFound
from lms_app.core.permissions import Role
from lms_app.services import course, user
from tests.factories.courses import draft, published
from tests.factories.people import Nobody, instructor, person

pytestmark = pytest.mark.usefixtures("site")


def page(handle: str):
    return Nobody().call(course.get_instructor, handle)


def test_it_shows_what_is_published_and_nothing_of_the_account():
    ada = instructor("Ada")
    shown, _ = published(ada, "Reading maps"), draft(ada, "Not yet")
    ada.call(user.update_own_profile, bio_md="I **fold** maps.", links=["https://maps.example/a"])
    found = page("Ada-Teaches")
    assert [card.slug for card in found.courses] == [shown.slug]
    assert (found.course_count, found.headline) == (1, "Ada teaches")
    assert "<strong>fold</strong>" in found.bio_html
    assert [(link.url, link.text) for link in found.links] == [
        ("https://maps.example/a", "maps.example/a")
    ]
    assert ada.email not in repr(found)


def test_a_handle_alone_makes_no_public_page():
    person("Sam").call(user.update_own_profile, handle="sam-maps", bio_md="Private so far")
    for handle in ("sam-maps", "nobody", "", "x" * 500, "a/b"):
        with pytest.raises(NotFound):
            page(handle)


def test_a_suspended_account_has_no_page_and_no_link_to_one():
    ada, root = instructor("Ada"), person("Root", Role.admin)
    made = published(ada, "Reading maps")
    assert Nobody().call(course.get_course, made.slug).instructor.handle == "ada-teaches"
    root.call(user.suspend_user, ada.id, reason="copied")
    with pytest.raises(NotFound):
        page("ada-teaches")
    assert Nobody().call(course.get_course, made.slug).instructor.handle == ""
    assert Nobody().call(course.list_instructor_addresses) == []


def test_the_addresses_are_of_those_who_have_published():
    published(instructor("Ada"), "Reading maps")
    instructor("Ben")
    assert [handle for handle, _ in Nobody().call(course.list_instructor_addresses)] == [
        "ada-teaches"
    ]
