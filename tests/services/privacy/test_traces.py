"""After somebody left: no trace where none should be, nobody to sign in as, races lost by nobody."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import redis
import sqlalchemy as sa
from structlog.testing import capture_logs

from lms_app.adapters.redis_connection import database_url
from lms_app.core import clock
from lms_app.core.errors import NotFound
from lms_app.core.permissions import Role
from lms_app.models import Consent
from lms_app.services import auth, enrollment, privacy, reporting, user
from lms_app.services.auth import WrongPassword
from lms_app.services.privacy import archive
from tests.factories import courses
from tests.factories.people import Nobody, as_system, instructor, person

NAME = "Zebedee"
ADDRESS = "zebedee@example.com"


def scalar(site, statement, **values):
    with site.engine.connect() as connection:
        return connection.execute(sa.text(statement), values).scalar()


def erase(who) -> None:
    """What the schedule does when the week is over, and the job after it."""
    who.call(privacy.schedule_deletion)
    later = clock.now() + timedelta(days=7, seconds=1)
    with clock.frozen(lambda: later):
        as_system(privacy.erase_due_accounts)
    nobody = "00000000-0000-0000-0000-000000000000"
    as_system(privacy.remove_objects_of, who.id, type(who.id)(nobody))


def in_redis(site) -> str:
    """Every key and value of every database, as text."""
    found = []
    for number in range(16):
        store = redis.Redis.from_url(database_url(site.settings.redis_url, number))
        for key in store.scan_iter():
            reads = {b"string": store.get, b"hash": store.hgetall, b"set": store.smembers}
            kind = store.type(key)
            if kind in reads:
                value = reads[kind](key)
            elif kind == b"list":
                value = store.lrange(key, 0, -1)
            else:
                value = store.zrange(key, 0, -1)
            found.append(f"{key!r} {value!r}")
    return "\n".join(found)


def test_no_trace_in_redis_in_the_store_or_in_the_logs(site):
    with capture_logs() as lines:
        who = person(NAME)
        with pytest.raises(WrongPassword):
            Nobody().call(auth.sign_in, email=ADDRESS, password="not the right one")
        Nobody().call(auth.request_reset, email=ADDRESS)
        export = who.call(privacy.request_export)
        as_system(privacy.build_export, export)
        assert in_redis(site) != ""
        assert NAME.lower() not in in_redis(site).lower()
        erase(who)
    assert NAME.lower() not in in_redis(site).lower()
    assert lines
    assert NAME.lower() not in str(lines).lower()
    for key in site.objects.list_keys(""):
        assert str(who.id) not in key or key.startswith("erased/")
    kept = "SELECT count(*) FROM mail_message WHERE to_address ILIKE :text"
    assert scalar(site, kept, text=f"%{NAME}%") == 0


def test_mails_to_the_address_before_there_was_an_account_go_too(site):
    who = person(NAME)
    with site.engine.begin() as connection:
        connection.execute(sa.text("UPDATE mail_message SET user_id = NULL"))
    Nobody().call(auth.request_reset, email=ADDRESS)
    with site.engine.begin() as connection:
        connection.execute(sa.text("UPDATE mail_message SET user_id = NULL"))
    erase(who)
    assert scalar(site, "SELECT count(*) FROM mail_message") == 0


def test_agreements_are_kept_apart_for_three_years(site):
    who = person(NAME)
    row = Consent(user_id=who.id, document="terms", version="1", text_hash="0", is_given=True,
                  language="ko", at=clock.now())  # fmt: skip
    with site.engine.begin() as connection:
        connection.execute(sa.insert(Consent).values(**row.model_dump()))
    erase(who)
    assert scalar(site, "SELECT count(*) FROM consent") == 0
    until = "SELECT retain_until FROM retained.record WHERE kind = 'agreement' AND person_id = :id"
    assert scalar(site, until, id=who.id) > clock.now() + timedelta(days=3 * 365)


def test_nobody_signs_in_as_who_left_and_admins_do_not_meet_them(site):
    root, who = person("Root", Role.admin), person(NAME)
    erase(who)
    with pytest.raises(WrongPassword):
        Nobody().call(auth.sign_in, email=ADDRESS, password="a long walk at dusk 7")
    Nobody().call(auth.request_reset, email=ADDRESS)
    assert scalar(site, "SELECT count(*) FROM email_token") == 0
    listed = [row.id for row in root.call(reporting.list_users).rows]
    assert listed == [str(root.id)]
    gone = root.call(reporting.list_users, status="erased").rows
    assert [(row.id, row.display_name, row.email_masked) for row in gone] == [(str(who.id), "", "")]
    assert root.call(reporting.get_admin_overview).user_count == 1
    with pytest.raises(NotFound):
        root.call(user.restore_user, who.id, reason="Come back")
    with pytest.raises(NotFound):
        root.call(user.grant_role, who.id, role="moderator", reason="Come back")


def test_a_new_account_of_the_same_address_is_another_one(site):
    who = person(NAME)
    erase(who)
    again = person(NAME)
    assert again.id != who.id
    assert again.call(privacy.get_privacy).export is None


def test_a_wish_from_before_a_suspension_is_carried_out(site):
    root, who = person("Root", Role.admin), person(NAME)
    who.call(privacy.schedule_deletion)
    root.call(user.suspend_user, who.id, reason="Spam")
    later = clock.now() + timedelta(days=8)
    with clock.frozen(lambda: later):
        as_system(privacy.erase_due_accounts)
    assert scalar(site, "SELECT status FROM user_account WHERE id = :id", id=who.id) == "erased"


def test_two_workers_erase_once(site):
    who = person(NAME)
    who.call(privacy.schedule_deletion)
    with site.engine.begin() as connection:
        connection.execute(sa.text("UPDATE account_deletion SET due_at = now()"))
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: as_system(privacy.erase_account, who.id), range(4)))
    assert scalar(site, "SELECT count(*) FROM outbox_message WHERE event = 'AccountErased'") == 1


def test_who_leaves_while_their_copy_is_made_leaves_no_copy(site, monkeypatch):
    who = person(NAME)
    export = who.call(privacy.request_export)
    write = archive.write

    def leave_meanwhile(*args):
        erase(who)
        write(*args)

    monkeypatch.setattr(archive, "write", leave_meanwhile)
    as_system(privacy.build_export, export)
    assert site.objects.list_keys(f"people/{who.id}/") == []


def test_a_course_others_have_stays_for_them_under_no_name(site):
    ada, sam = instructor("Ada"), person("Sam")
    maps, drafts = courses.published(ada, "Maps", lessons=1), courses.published(ada, "Drafts")
    sam.call(enrollment.enroll, maps.id)
    with site.engine.begin() as connection:
        connection.execute(sa.text("UPDATE course SET status = 'archived'"))
    erase(ada)
    assert scalar(site, "SELECT string_agg(slug, ',') FROM course") == maps.slug != drafts.slug
    assert "Ada" not in scalar(site, "SELECT search_text FROM course")
    page = sam.call(enrollment.get_learn_page, maps.slug, None)
    assert page.course_title == "Maps"
    assert page.instructor_name == ""


def test_a_student_who_left_keeps_no_instructor_from_leaving(site):
    ada, sam = instructor("Ada"), person("Sam")
    maps = courses.published(ada, "Maps", lessons=1)
    sam.call(enrollment.enroll, maps.id)
    assert ada.call(privacy.get_privacy).hindrances == ("privacy.hindrance_students",)
    erase(sam)
    assert ada.call(privacy.get_privacy).hindrances == ()
    erase(ada)
    assert scalar(site, "SELECT status FROM course") == "archived"


def test_a_video_others_keep_does_not_say_what_its_file_was_called(site):
    ada, sam = instructor("Ada"), person("Sam")
    maps = courses.published(ada, "Maps", lessons=1)
    sam.call(enrollment.enroll, maps.id)
    with site.engine.begin() as connection:
        connection.execute(sa.text("UPDATE media_asset SET filename = 'adas-holiday.mp4'"))
        connection.execute(sa.text("UPDATE course SET status = 'archived'"))
    erase(ada)
    assert scalar(site, "SELECT count(*) FROM lesson WHERE media_asset_id IS NOT NULL") == 1
    assert scalar(site, "SELECT string_agg(filename, ',') FROM media_asset") == ""
