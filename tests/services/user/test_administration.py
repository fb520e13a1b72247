"""Suspending accounts: two admins at once, and addresses as long as a header allows."""

import dataclasses

import pytest
import sqlalchemy as sa

from lms_app.core.errors import NotAuthenticated
from lms_app.core.permissions import Role
from lms_app.services import auth, user
from tests.factories.people import person
from tests.locks import joined, while_open


def test_of_two_admins_who_suspend_each_other_one_stays(site):
    root, chief = person("Root", Role.admin), person("Chief", Role.admin)
    with (
        pytest.raises(NotAuthenticated),
        while_open(lambda: chief.call(user.suspend_user, root.id, reason="mine")) as (uow, _),
    ):
        joined(uow, root, user.suspend_user, chief.id, reason="yours")
    with site.engine.connect() as connection:
        active = sa.text("SELECT display_name FROM user_account WHERE status = 'active'")
        assert connection.execute(active).scalars().all() == ["Root"]


def test_an_address_of_any_length_does_not_hinder_an_admin(site):
    root, sam = person("Root", Role.admin), person("Sam")
    far = dataclasses.replace(root.credential, ip="x" * 500)
    dataclasses.replace(root, credential=far).call(user.suspend_user, sam.id, reason="spam")
    with site.engine.connect() as connection:
        assert connection.execute(sa.text("SELECT ip FROM audit_entry")).scalars().all() == [
            "x" * 45
        ]


def test_keys_and_sessions_stay_ended_after_a_suspension(site):
    root, sam, kim = person("Root", Role.admin), person("Sam"), person("Kim")
    for who in (sam, kim):
        who.call(auth.create_api_key, name="k", scopes=["account:read"], expires_in_days=9)
    root.call(user.suspend_user, sam.id, reason="In wrong hands")
    root.call(user.restore_user, sam.id, reason="It is theirs again")
    assert sam.call(auth.get_session_user) is None
    live = "SELECT user_id FROM api_key WHERE revoked_at IS NULL"
    with site.engine.connect() as connection:
        assert connection.execute(sa.text(live)).scalars().all() == [kim.id]
