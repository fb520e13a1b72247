"""The newest students of one's own courses."""

from __future__ import annotations

import pytest

from lms_app.core.errors import Forbidden, NotAuthenticated
from lms_app.services import enrollment, reporting
from tests.factories import courses
from tests.factories.people import Nobody, instructor, person
from tests.query_counts import counted_statements

pytestmark = pytest.mark.usefixtures("site")


def test_the_newest_students_come_first_and_only_of_own_courses():
    ada, grace = instructor("Ada"), instructor("Grace")
    maps, code = courses.published(ada, "Maps"), courses.published(grace, "Code")
    for name in ("Sam", "Kim", "Lee"):
        person(name).call(enrollment.enroll, maps.id)
    person("Mia").call(enrollment.enroll, code.id)
    rows = ada.call(reporting.list_recent_students)
    assert [row.display_name for row in rows] == ["Lee", "Kim", "Sam"]
    assert {row.course_title for row in rows} == {"Maps"}
    assert [r.display_name for r in ada.call(reporting.list_recent_students, limit=1)] == ["Lee"]
    assert [r.display_name for r in grace.call(reporting.list_recent_students)] == ["Mia"]


def test_it_is_one_query_however_many_students():
    ada = instructor("Ada")
    maps = courses.published(ada, "Maps")
    for number in range(4):
        person(f"Student{number}").call(enrollment.enroll, maps.id)
    with counted_statements() as statements:
        ada.call(reporting.list_recent_students)
    assert len(statements) == 2  # the session and one of its own


def test_who_teaches_nothing_is_refused():
    with pytest.raises(Forbidden):
        person("Sam").call(reporting.list_recent_students)
    with pytest.raises(NotAuthenticated):
        Nobody().call(reporting.list_recent_students)
