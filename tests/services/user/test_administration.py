"""Suspending accounts: two admins at once, and addresses as long as a header allows."""

import dataclasses

import pytest
import sqlalchemy as sa

from lms_app.core.errors import NotAuthenticated
from lms_app.core.permissions import Role
from lms_app.services import user
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
