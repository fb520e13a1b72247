"""Leaving: a week to think, then nothing of the person is left but what a law asks to keep."""

from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa
from sqlmodel import Session, SQLModel

from lms_app.core import clock
from lms_app.core.permissions import Role
from lms_app.db.retained import RECORD
from lms_app.models import UserStatus
from lms_app.models.personal import ACCESS_LOG
from lms_app.services import auth, enrollment, media, privacy
from tests.factories import canary, courses
from tests.factories.people import as_system, instructor, person

PICTURE = "0123456789abcdef0123456789abcdef"


def after(**kwargs):
    moment = clock.now() + timedelta(**kwargs)
    return clock.frozen(lambda: moment)


def scalar(site, statement, **values):
    with site.engine.connect() as connection:
        return connection.execute(sa.text(statement), values).scalar()


def tables_with(site, text: str) -> set[str]:
    """Every table of every schema in which the text stands anywhere."""
    found = set()
    with site.engine.connect() as connection:
        for table in [*SQLModel.metadata.sorted_tables, RECORD]:
            statement = (
                sa.select(sa.func.count())
                .select_from(table)
                .where(
                    sa.cast(
                        sa.func.to_jsonb(sa.literal_column(f'"{table.name}"')), sa.Text
                    ).contains(text)
                )
            )
            if connection.execute(statement).scalar():
                found.add(table.name)
    return found


@pytest.fixture
def gone(site):
    """Sam, who had a row in every table, a week and a job later; and Kim, who stays.

    Both study Ada's course; nobody studies theirs.
    """
    ada, sam, kim = instructor("Ada"), person("Sam"), person("Kim")
    maps = courses.published(ada, "Maps", lessons=1)
    with Session(site.engine) as session:
        canary.fill(session, sam.id, "sams")
        canary.fill(session, kim.id, "kims")
        session.execute(sa.text("UPDATE enrollment SET course_id = :id"), {"id": maps.id})
        session.execute(sa.text("DELETE FROM account_deletion"))
        session.execute(sa.text("DELETE FROM role_grant WHERE role = 'admin'"))
        session.execute(
            sa.text("UPDATE user_profile SET avatar = :name WHERE user_id = :id"),
            {"name": PICTURE, "id": sam.id},
        )
        session.commit()
    for who in (sam, kim):
        site.objects.put_bytes(f"people/{who.id}/exports/1.zip", b"copy", "application/zip")
    site.objects.put_bytes(f"avatars/{PICTURE}.webp", b"face", "image/webp")
    sam.call(privacy.schedule_deletion)
    with after(days=7, seconds=1):
        assert as_system(privacy.erase_due_accounts) == 1
        work_off(site)
    return sam, kim


def work_off(site) -> None:
    """Do what the outbox asks for, as the workers would."""
    with site.engine.connect() as connection:
        rows = connection.execute(sa.text("SELECT event, payload FROM outbox_message")).all()
    for event, payload in rows:
        if event == "MediaDiscarded":
            as_system(media.discard_asset, UUID(payload["asset_id"]))
        if event == "AccountErased":
            named = (UUID(payload["user_id"]), UUID(payload["avatar"]))
            as_system(privacy.remove_objects_of, *named)


def test_nothing_of_them_is_left_but_what_the_law_asks_to_keep(site, gone):
    assert tables_with(site, "sams-") <= {"record", "audit_entry"}


def test_another_person_keeps_everything(site, gone):
    _, kim = gone
    theirs = {"user_account", "login_session", "course", "lesson", "user_profile", "mail_message"}
    assert theirs <= tables_with(site, "kims-")
    assert scalar(site, "SELECT count(*) FROM enrollment WHERE user_id = :id", id=kim.id) == 1
    assert site.objects.list_keys(f"people/{kim.id}/") != []


def test_the_store_holds_nothing_of_them(site, gone):
    sam, _ = gone
    assert site.objects.list_keys(f"people/{sam.id}/") == []
    assert site.objects.list_keys("avatars/") == []


def test_the_account_stays_as_a_number_with_nobody_in_it(site, gone):
    sam, _ = gone
    with site.engine.connect() as connection:
        row = connection.execute(
            sa.text("SELECT * FROM user_account WHERE id = :id"), {"id": sam.id}
        ).one()
    assert row.status == UserStatus.erased.value
    assert (row.email, row.display_name, row.password_hash) == ("", "", None)
    assert sam.call(auth.get_session_user) is None


def test_the_address_is_free_for_a_new_account_without_old_data(site, gone):
    again = person("Sam")
    assert scalar(site, "SELECT count(*) FROM enrollment WHERE user_id = :id", id=again.id) == 0


def test_sign_ins_are_kept_for_three_months_out_of_reach(site, gone):
    sam, _ = gone
    kept = "FROM retained.record WHERE kind = 'access_log' AND person_id = :id"
    assert scalar(site, f"SELECT count(*) {kept}", id=sam.id) >= 1
    assert "token" not in str(scalar(site, f"SELECT content::text {kept} LIMIT 1", id=sam.id))
    until = scalar(site, f"SELECT max(retain_until) {kept}", id=sam.id)
    assert timedelta(days=91) < until - clock.now() <= ACCESS_LOG.period
    for moment, is_there in ((until - timedelta(days=1), True), (until, False)):
        with clock.frozen(lambda at=moment: at):
            as_system(privacy.purge_retained)
        assert bool(scalar(site, f"SELECT count(*) {kept}", id=sam.id)) is is_there


def test_a_wish_can_be_taken_back_for_a_week(site):
    sam = person("Sam")
    due = sam.call(privacy.schedule_deletion)
    assert sam.call(privacy.schedule_deletion) == due
    assert sam.call(privacy.get_privacy).deletion_due_at == due
    with after(days=6):
        assert as_system(privacy.erase_due_accounts) == 0
    sam.call(privacy.cancel_deletion)
    with after(days=8):
        assert as_system(privacy.erase_due_accounts) == 0
    assert sam.call(privacy.get_privacy).deletion_due_at == ""


def test_who_has_students_cannot_leave_and_who_got_some_meanwhile_stays(site):
    ada, sam = instructor("Ada"), person("Sam")
    course = courses.published(ada, "Course", lessons=1)
    ada.call(privacy.schedule_deletion)
    sam.call(enrollment.enroll, course.id)
    with after(days=8):
        as_system(privacy.erase_due_accounts)
    assert scalar(site, "SELECT refused_reason FROM account_deletion") == (
        "privacy.hindrance_students"
    )
    told = "SELECT count(*) FROM mail_message WHERE template = 'deletion_refused' AND user_id = :id"
    assert scalar(site, told, id=ada.id) == 1
    with pytest.raises(privacy.CannotLeave):
        ada.call(privacy.schedule_deletion)


def test_the_last_admin_stays(site):
    root = person("Root", Role.admin)
    with pytest.raises(privacy.CannotLeave):
        root.call(privacy.schedule_deletion)
    person("Second", Role.admin)
    root.call(privacy.schedule_deletion)


def test_two_admins_who_leave_together_do_not_leave_the_site_alone(site):
    first, second = person("First", Role.admin), person("Second", Role.admin)
    first.call(privacy.schedule_deletion)
    second.call(privacy.schedule_deletion)
    with after(days=8):
        as_system(privacy.erase_due_accounts)
    left = "SELECT count(*) FROM role_grant WHERE role = 'admin'"
    assert scalar(site, left) == 1


def test_nobody_is_erased_twice_or_out_of_turn(site, gone):
    sam, kim = gone
    as_system(privacy.erase_account, kim.id)
    as_system(privacy.erase_account, sam.id)
    assert scalar(site, "SELECT status FROM user_account WHERE id = :id", id=kim.id) == "active"


def test_who_left_after_a_backup_leaves_again_when_it_is_restored(site, gone):
    sam, kim = gone
    restored = "UPDATE user_account SET status = 'active', email = 'sam@example.com' WHERE id = :id"
    with site.engine.begin() as connection:
        connection.execute(sa.text(restored), {"id": sam.id})
        connection.execute(sa.text("UPDATE account_deletion SET done_at = NULL"))
    assert as_system(privacy.redo_erasures) == 1
    assert as_system(privacy.redo_erasures) == 0
    by_id = "SELECT email FROM user_account WHERE id = :id"
    assert scalar(site, by_id, id=sam.id) == ""
    assert scalar(site, by_id, id=kim.id) != ""


def test_the_note_of_who_left_outlives_every_backup_and_no_more(site, gone):
    sam, _ = gone
    assert site.objects.list_keys("erased/") == [f"erased/{sam.id}.json"]
    with after(days=59):
        assert as_system(privacy.forget_erasures) == 0
    with after(days=61):
        assert as_system(privacy.forget_erasures) == 1
    assert site.objects.list_keys("erased/") == []
