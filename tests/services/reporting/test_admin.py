import pytest

from lms_app.core.errors import Conflict, Forbidden, NotAuthenticated
from lms_app.core.permissions import Role
from lms_app.services import reporting, user
from tests.factories import courses
from tests.factories.people import Nobody, instructor, person
from tests.query_counts import counted_statements

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture
def root():
    return person("Root", Role.admin)


def test_an_admin_sees_people_with_masked_addresses(root):
    instructor("Ada")
    found = root.call(reporting.list_users)
    assert {r.display_name for r in found.rows} == {"Root", "Ada"}
    ada = next(r for r in found.rows if r.display_name == "Ada")
    assert (ada.roles, ada.email_masked) == (["instructor"], "a••••@example.com")


@pytest.mark.parametrize(
    ("text", "count"), [("ada", 1), ("AD", 1), ("%", 0), ("_", 0), ("nobody", 0)]
)
def test_people_are_found_by_parts_of_names(root, text, count):
    instructor("Ada")
    assert root.call(reporting.list_users, text=text).total == count


@pytest.mark.parametrize(
    ("text", "count"), [("ada@example.com", 1), ("ADA@Example.com", 1), ("example", 0), ("a@", 0)]
)
def test_an_address_is_found_whole_and_never_letter_by_letter(root, text, count):
    instructor("Ada")
    assert root.call(reporting.list_users, text=text).total == count


def test_filters_by_role_and_status(root):
    ada = instructor("Ada")
    root.call(user.suspend_user, ada.id, reason="spam")
    assert root.call(reporting.list_users, role="instructor").total == 1
    assert root.call(reporting.list_users, status="suspended").total == 1
    assert root.call(reporting.list_users, status="active", role="instructor").total == 0


def test_an_admin_sees_drafts_too(root):
    courses.draft(instructor("Ada"), "Secret maps")
    assert [c.title for c in root.call(reporting.list_all_courses).rows] == ["Secret maps"]
    assert root.call(reporting.get_admin_overview).course_count == 1


def test_lists_take_two_queries_however_many_rows(root):
    for number in range(5):
        person(f"Student{number}")
    for use_case in (reporting.list_users, reporting.list_all_courses):
        with counted_statements() as statements:
            root.call(use_case)
        assert len(statements) == 3  # the session and two of its own


@pytest.mark.parametrize("use_case", [reporting.list_users, reporting.list_all_courses])
def test_lists_of_the_admin_are_for_admins(use_case):
    for who, error in ((Nobody(), NotAuthenticated), (person("Sam"), Forbidden)):
        with pytest.raises(error):
            who.call(use_case)


def test_nobody_suspends_themselves_and_every_suspension_leaves_its_reason(root, site):
    import sqlalchemy as sa

    with pytest.raises(Conflict):
        root.call(user.suspend_user, root.id, reason="oops")
    sam = person("Sam")
    root.call(user.suspend_user, sam.id, reason="spam in every course")
    with site.engine.connect() as connection:
        entry = connection.execute(
            sa.text("SELECT actor_id, action, subject_id, reason, changes FROM audit_entry")
        ).one()
    assert tuple(entry) == (
        root.id, "user:suspend", sam.id, "spam in every course", {"status": ["active", "suspended"]},
    )  # fmt: skip
