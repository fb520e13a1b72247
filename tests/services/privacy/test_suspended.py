"""Who is suspended keeps the right to a copy of their data and to leave, by the mailed link."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from lms_app.core import clock
from lms_app.core.errors import NotFound
from lms_app.core.permissions import Role
from lms_app.services import auth, enrollment, privacy, user
from tests.factories import courses
from tests.factories.mails import mails_to
from tests.factories.people import Nobody, as_system, instructor, person

NOBODY = Nobody()


@pytest.fixture
def root(site):
    return person("Root", Role.admin)


def link_in(mail) -> str:
    return re.search(r"/suspended\?token=([\w-]+)", mail.text)[1]


def suspended(root, who) -> str:
    """Suspend somebody; return what the link in their mail carries."""
    root.call(user.suspend_user, who.id, reason="Shared the videos")
    newest = mails_to(who.email)[0]
    assert "Shared the videos" in newest.text
    return link_in(newest)


def test_a_copy_is_asked_for_and_fetched_without_a_sign_in(site, root):
    sam = person("Sam")
    token = suspended(root, sam)
    assert sam.call(auth.get_session_user) is None
    assert NOBODY.call(privacy.get_suspended, token=token).export is None
    export = UUID(NOBODY.call(privacy.request_suspended_copy, token=token))
    as_system(privacy.build_export, export)
    told = mails_to(sam.email)[0]
    assert link_in(told)
    assert NOBODY.call(privacy.get_suspended, token=link_in(told)).export.status == "ready"
    found = NOBODY.call(privacy.open_suspended_copy, token=token, export_id=export)
    assert f"people/{sam.id}/exports/{export}.zip" in found.url


def test_leaving_is_asked_for_taken_back_and_done(site, root):
    sam = person("Sam")
    token = suspended(root, sam)
    due = NOBODY.call(privacy.leave_suspended, token=token)
    assert NOBODY.call(privacy.get_suspended, token=token).deletion_due_at == due
    NOBODY.call(privacy.stay_suspended, token=token)
    assert NOBODY.call(privacy.get_suspended, token=token).deletion_due_at == ""
    NOBODY.call(privacy.leave_suspended, token=token)
    later = clock.now() + timedelta(days=8)
    with clock.frozen(lambda: later):
        as_system(privacy.erase_due_accounts)
    with site.engine.connect() as connection:
        status = sa.text("SELECT status FROM user_account WHERE id = :id")
        assert connection.execute(status, {"id": sam.id}).scalar() == "erased"
    with pytest.raises(NotFound):
        NOBODY.call(privacy.get_suspended, token=token)


def test_what_stands_in_the_way_of_leaving_still_does(site, root):
    ada, sam = instructor("Ada"), person("Sam")
    sam.call(enrollment.enroll, courses.published(ada, "Maps", lessons=1).id)
    token = suspended(root, ada)
    assert NOBODY.call(privacy.get_suspended, token=token).hindrances
    with pytest.raises(privacy.CannotLeave):
        NOBODY.call(privacy.leave_suspended, token=token)


def test_the_link_is_for_this_person_and_this_suspension_only(site, root):
    sam, kim = person("Sam"), person("Kim")
    sams, kims = suspended(root, sam), suspended(root, kim)
    export = UUID(NOBODY.call(privacy.request_suspended_copy, token=sams))
    as_system(privacy.build_export, export)
    with pytest.raises(NotFound):
        NOBODY.call(privacy.open_suspended_copy, token=kims, export_id=export)
    root.call(user.restore_user, sam.id, reason="A mistake")
    assert "/login" in mails_to(sam.email)[0].text
    with pytest.raises(NotFound):
        NOBODY.call(privacy.get_suspended, token=sams)
    again = suspended(root, sam)
    assert NOBODY.call(privacy.get_suspended, token=again)
    with pytest.raises(NotFound):
        NOBODY.call(privacy.get_suspended, token=sams)


@pytest.mark.parametrize("token", ["", "x", "A" * 92, "=" * 300, "\u0661", "a\0b", "-_" * 60])
def test_a_made_up_link_leads_nowhere(site, token):
    with pytest.raises(NotFound):
        NOBODY.call(privacy.get_suspended, token=token)


def test_a_changed_link_leads_nowhere(site, root):
    token = suspended(root, person("Sam"))
    for place in (0, 20, len(token) - 2):
        other = "A" if token[place] != "A" else "B"
        with pytest.raises(NotFound):
            NOBODY.call(privacy.get_suspended, token=token[:place] + other + token[place + 1 :])
