"""New students are told of once a day, by day, to who wants to know."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from lms_app.core import clock
from lms_app.services import enrollment, user
from tests.factories.courses import published
from tests.factories.mails import mails_to
from tests.factories.people import as_system, instructor, person


@pytest.fixture
def ada(site):
    """She got two students and one who was taken out again, on the 3rd of March in Korea."""
    ada = instructor("Ada")
    maps, more = published(ada, "Maps"), published(ada, "More maps")
    for name in ("Sam", "Kim"):
        person(name).call(enrollment.enroll, maps.id)
    person("Lee").call(enrollment.enroll, more.id)
    at("2026-03-02T22:30:00+00:00", site)
    with site.engine.begin() as connection:
        connection.execute(
            sa.text("UPDATE enrollment SET status = 'revoked' WHERE course_id = :id"),
            {"id": more.id},
        )
    return ada


def at(moment: str, site) -> None:
    with site.engine.begin() as connection:
        connection.execute(sa.text("UPDATE enrollment SET created_at = :at"), {"at": moment})


def told_at(moment: str) -> int:
    now = datetime.fromisoformat(moment)
    with clock.frozen(lambda: now):
        return as_system(enrollment.tell_teachers)


def count(site) -> int:
    with site.engine.connect() as connection:
        statement = "SELECT count(*) FROM mail_message WHERE template = 'new_students'"
        return connection.execute(sa.text(statement)).scalar_one()


def test_one_mail_the_day_after_counts_the_students(site, ada):
    for _ in range(3):
        assert told_at("2026-03-04T09:00:00+09:00") == 1
    assert count(site) == 1
    with site.engine.begin() as connection:  # a clock of long ago has let it expire
        later = clock.now() + timedelta(days=1)
        connection.execute(sa.text("UPDATE mail_message SET expires_at = :at"), {"at": later})
    mail = mails_to(ada.email)[0]
    assert "2" in mail.text
    assert "/instructor" in mail.text


@pytest.mark.parametrize(
    "moment",
    ["2026-03-03T12:00:00+09:00", "2026-03-05T09:00:00+09:00", "2026-03-04T07:59:00+09:00",
     "2026-03-04T20:00:00+09:00"],
)  # fmt: skip
def test_not_on_the_day_itself_not_later_and_not_at_night(site, ada, moment):
    assert told_at(moment) == 0
    assert count(site) == 0


def test_who_does_not_want_it_or_is_suspended_is_not_told(site, ada):
    ada.call(user.save_notice_choice, subject="teaching", channel="mail", is_wanted=False)
    assert told_at("2026-03-04T09:00:00+09:00") == 0
    ada.call(user.save_notice_choice, subject="teaching", channel="mail", is_wanted=True)
    with site.engine.begin() as connection:
        suspended = "UPDATE user_account SET status = 'suspended' WHERE id = :id"
        connection.execute(sa.text(suspended), {"id": ada.id})
    assert told_at("2026-03-04T09:00:00+09:00") == 0
