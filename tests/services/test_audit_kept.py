"""The audit log is not changed: the database itself refuses it, with two narrow ways out (Z05)."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import ProgrammingError

from lms_app.core.permissions import Role
from lms_app.models import UserStatus
from lms_app.services import privacy, reporting, user
from lms_app.services.reporting import housekeeping
from tests.factories.people import as_system, person
from tests.factories.second_factors import later


@pytest.fixture
def entry(site):
    boss, sam = person("Root", Role.admin), person("Sam")
    boss.call(user.suspend_user, sam.id, reason="Spam")
    return sam


def refused(site, statement: str, **values) -> None:
    message = "audit log is not changed"
    with pytest.raises(ProgrammingError, match=message), site.engine.begin() as connection:
        connection.execute(sa.text(statement), values)


COLUMNS = {
    "id": "gen_random_uuid()", "created_at": "now()", "updated_at": "now()", "actor_id": "NULL",
    "person_id": "NULL", "actor_kind": "'system'", "action": "'user:restore'",
    "subject_type": "'site'", "subject_id": "gen_random_uuid()", "reason": "''", "ip": "''",
    "changes": "'{}'", "correlation_id": "''",
}  # fmt: skip


@pytest.mark.parametrize("column", COLUMNS)
def test_no_column_is_changed(site, entry, column):
    refused(site, f"UPDATE audit_entry SET {column} = {COLUMNS[column]}")  # noqa: S608


@pytest.mark.parametrize(
    "statement",
    ["DELETE FROM audit_entry", "TRUNCATE audit_entry", "TRUNCATE user_account CASCADE"],
)
def test_no_entry_goes(site, entry, statement):
    refused(site, statement)


def test_an_account_in_it_is_not_deleted_from_under_it(site, entry):
    refused(site, "DELETE FROM user_account WHERE id = :id", id=entry.id)


def test_every_column_is_tried():
    from lms_app.models import AuditEntry

    assert set(COLUMNS) == set(AuditEntry.__table__.columns.keys())


def erased(site, who) -> None:
    with site.engine.begin() as connection:
        connection.execute(
            sa.text("UPDATE user_account SET status = :status WHERE id = :id"),
            {"status": UserStatus.erased.value, "id": who.id},
        )


def test_of_an_erased_person_it_is_emptied_and_nothing_else(site, entry):
    erased(site, entry)
    refused(site, "UPDATE audit_entry SET reason = 'Praise'")
    refused(site, "UPDATE audit_entry SET ip = '', action = 'user:restore'")
    refused(site, "DELETE FROM audit_entry")
    with site.engine.begin() as connection:
        connection.execute(sa.text("UPDATE audit_entry SET ip = '', reason = '', changes = '{}'"))


def test_a_table_that_only_looks_like_the_accounts_opens_nothing(site, entry):
    with site.engine.connect() as connection:
        connection.execute(
            sa.text(
                "CREATE TEMP TABLE user_account ON COMMIT DROP AS"
                " SELECT id, 'erased'::text AS status FROM public.user_account"
            )
        )
        with pytest.raises(ProgrammingError, match="audit log is not changed"):
            connection.execute(sa.text("UPDATE audit_entry SET reason = ''"))
        connection.rollback()


def test_an_admin_who_leaves_takes_their_address_from_what_concerns_nobody_too(site):
    person("Root", Role.admin)
    mia = person("Mia", Role.admin)
    mia.call(reporting.export_audit, wanted=reporting.AuditFilter(), reason="Yearly review")
    mia.call(privacy.schedule_deletion)
    with later(days=8):
        as_system(privacy.erase_due_accounts)
    with site.engine.connect() as connection:
        rows = connection.execute(
            sa.text("SELECT actor_id, action, reason, ip FROM audit_entry ORDER BY action")
        ).all()
    assert [tuple(row) for row in rows] == [(mia.id, "audit:export", "Yearly review", "")]


def test_leaving_takes_the_address_and_own_words_and_leaves_what_admins_did(site):
    boss, sam = person("Root", Role.admin), person("Sam")
    boss.call(user.grant_role, sam.id, role="moderator", reason="Helps")
    with site.engine.begin() as connection:
        connection.execute(
            sa.text(
                "INSERT INTO audit_entry (id, created_at, updated_at, actor_id, person_id, action,"
                " subject_type, subject_id, reason, ip, changes) VALUES (gen_random_uuid(), now(),"
                " now(), :id, :id, 'second_factor:passkey_added', 'user', :id, '', '192.0.2.1',"
                """ '{"passkey": [null, "My phone"]}')"""
            ),
            {"id": sam.id},
        )
    sam.call(privacy.schedule_deletion)
    with later(days=8):
        as_system(privacy.erase_due_accounts)
    with site.engine.connect() as connection:
        rows = connection.execute(
            sa.text("SELECT action, reason, ip, changes FROM audit_entry ORDER BY action")
        ).all()
    assert [tuple(row) for row in rows] == [
        ("role:grant", "Helps", "192.0.2.1", {"moderator": [False, True]}),
        ("second_factor:passkey_added", "", "", {}),
    ]


def test_entries_go_by_the_retention_rule_and_not_a_day_before(site):
    days = housekeeping.ACTS_KEPT_DAYS
    boss = person("Root", Role.admin)
    with later(days=-days - 1):
        boss_then, sam = person("Then", Role.admin), person("Sam")
        boss_then.call(user.grant_role, sam.id, role="moderator", reason="Old")
    with later(days=-days + 1):
        boss_then, kim = person("Later", Role.admin), person("Kim")
        boss_then.call(user.grant_role, kim.id, role="moderator", reason="Young")
    refused(site, "DELETE FROM audit_entry")  # both at once: the young one stands in the way
    as_system(reporting.purge_old_rows)
    page = boss.call(reporting.list_audit)
    assert [row.reason for row in page.rows] == ["Young"]
