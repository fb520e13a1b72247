"""What is kept, and for how long: shown before it goes, and gone on its day."""

from __future__ import annotations

import sqlalchemy as sa

from lms_app.core.permissions import Role
from lms_app.services import auth, reporting, user
from lms_app.services.reporting import housekeeping
from tests.factories.people import as_system, person
from tests.factories.second_factors import later

# By the law: acts on personal data two years at least, sign-ins three months.
LEAST_DAYS = {"audit_entry": 2 * 365, "login_session": 90}


def count(site, table: str) -> int:
    with site.engine.connect() as connection:
        return connection.execute(sa.text(f"SELECT count(*) FROM {table}")).scalar_one()  # noqa: S608


def test_a_session_goes_three_months_after_it_ended(site):
    sam, kim = person("Sam"), person("Kim")
    sam.call(auth.sign_out)
    with later(days=housekeeping.SESSIONS_KEPT_DAYS - 1):
        assert as_system(reporting.count_old_rows)["login_session"] == 0
    with later(days=housekeeping.SESSIONS_KEPT_DAYS + 1):
        assert as_system(reporting.count_old_rows)["login_session"] == 1
        assert count(site, "login_session") == 2
        as_system(reporting.purge_old_rows)
    assert count(site, "login_session") == 1
    assert kim.call(auth.get_session_user)


def test_acts_of_admins_are_kept_three_years_and_a_lasting_suspension_as_long_as_it_lasts(site):
    with later(days=-housekeeping.ACTS_KEPT_DAYS - 1):  # the database keeps them by its own clock
        root, sam, kim = person("Root", Role.admin), person("Sam"), person("Kim")
        root.call(user.grant_role, sam.id, role="moderator", reason="Helps")
        root.call(user.suspend_user, kim.id, reason="Spam")
        root.call(user.suspend_user, sam.id, reason="Spam")
        root.call(user.restore_user, sam.id, reason="A mistake")
        as_system(reporting.purge_old_rows)
    with later(days=-2):
        as_system(reporting.purge_old_rows)
        assert count(site, "audit_entry") == 4
    assert as_system(reporting.count_old_rows)["audit_entry"] == 3
    as_system(reporting.purge_old_rows)
    with site.engine.connect() as connection:
        left = connection.execute(sa.text("SELECT subject_id FROM audit_entry")).scalars().all()
    assert left == [kim.id]


def test_nothing_goes_before_the_law_allows():
    for rule in housekeeping.RULES:
        assert rule.days >= LEAST_DAYS.get(rule.table, 0)
