"""The public page of somebody who teaches: who has one, and what is on it."""

import pytest

from lms_app.core.errors import NotFound
from lms_app.core.permissions import Role
from lms_app.services import course, user
from tests.factories.courses import draft, published
from tests.factories.people import Nobody, instructor, person
from workers import learning as jobs

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


def test_who_may_teach_no_more_keeps_the_page_while_something_is_published():
    ada, ben, root = instructor("Ada"), instructor("Ben"), person("Root", Role.admin)
    made = published(ada, "Reading maps")
    for teacher in (ada, ben):
        root.call(user.revoke_role, teacher.id, role="instructor", reason="copied")
    assert [card.slug for card in page("ada-teaches").courses] == [made.slug]
    with pytest.raises(NotFound):
        page("ben-teaches")
    root.call(course.archive_course, made.id)
    with pytest.raises(NotFound):
        page("ada-teaches")


def test_a_course_is_found_by_the_name_its_teacher_has_now(site):
    ada = instructor("Ada")
    made = published(ada, "Reading maps")
    ada.call(user.update_own_profile, display_name="Beatrix")
    jobs.rename_teacher(str(ada.id))
    jobs.rename_teacher(str(ada.id))

    def found(text: str) -> list[str]:
        page = Nobody().call(course.search_courses, course.CatalogFilter(text=text))
        return [card.slug for card in page.cards]

    assert (found("Beatrix"), found("Ada"), found("maps")) == ([made.slug], [], [made.slug])
