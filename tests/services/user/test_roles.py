"""Roles are given and taken with a reason; there is always an admin."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from lms_app.core.actor import SYSTEM
from lms_app.core.errors import Conflict, Forbidden, InvalidInput, NotAuthenticated, NotFound
from lms_app.core.permissions import Role
from lms_app.db.unit_of_work import begin
from lms_app.services import user
from lms_app.services.auth import peek_actor
from lms_app.services.user.roles import active_admins
from tests.factories.people import person
from tests.locks import joined, while_open

pytestmark = pytest.mark.usefixtures("site")
WHY = {"reason": "agreed on Monday"}


@pytest.fixture
def root(site):
    return person("Root", Role.admin)


def admins(site) -> set:
    with begin(site.engine, read_only=True) as uow:
        return active_admins(uow)


@pytest.mark.parametrize("role", ["instructor", "moderator", "admin"])
def test_a_role_is_given_and_taken_with_its_reason(site, root, role):
    sam = person("Sam")
    root.call(user.grant_role, sam.id, role=role, **WHY)
    root.call(user.grant_role, sam.id, role=role, **WHY)
    assert Role(role) in sam.call(peek_actor).roles
    root.call(user.revoke_role, sam.id, role=role, reason="it was a trial")
    root.call(user.revoke_role, sam.id, role=role, reason="it was a trial")
    assert sam.call(peek_actor).roles == {Role.student}
    with site.engine.connect() as connection:
        entries = connection.execute(
            sa.text("SELECT action, reason, changes, ip FROM audit_entry ORDER BY created_at")
        ).all()
        told = connection.execute(
            sa.text("SELECT template, to_address FROM mail_message ORDER BY created_at")
        ).all()
    assert told == [("role_given", sam.email), ("role_taken", sam.email)]
    assert entries == [
        ("role:grant", WHY["reason"], {role: [False, True]}, "192.0.2.1"),
        ("role:revoke", "it was a trial", {role: [True, False]}, "192.0.2.1"),
    ]


@pytest.mark.parametrize("role", ["student", "owner", "", "Admin", "admin\0"])
def test_what_is_no_role_is_refused(root, role):
    with pytest.raises(InvalidInput):
        root.call(user.grant_role, person("Sam").id, role=role, **WHY)


@pytest.mark.parametrize("reason", ["", "   ", "\0", "x" * 501])
def test_a_reason_is_asked_for(site, root, reason):
    sam = person("Sam")
    with pytest.raises(InvalidInput) as error:
        root.call(user.grant_role, sam.id, role="moderator", reason=reason)
    assert list(error.value.fields) == ["reason"]
    assert sam.call(peek_actor).roles == {Role.student}


def test_nobody_changes_roles_of_who_is_not_there(root):
    with pytest.raises(NotFound):
        root.call(user.grant_role, "00000000-0000-0000-0000-000000000000", role="admin", **WHY)


def test_a_moderator_changes_nobodys_role_and_suspends_nobody(root):
    mia, sam = person("Mia", Role.moderator), person("Sam")
    for use_case, more in ((user.grant_role, {"role": "moderator"}), (user.suspend_user, {})):
        with pytest.raises(Forbidden):
            mia.call(use_case, sam.id, **more, **WHY)


def test_an_admin_never_changes_their_own_roles(site, root):
    for use_case, role in ((user.revoke_role, "admin"), (user.grant_role, "moderator")):
        with pytest.raises(Conflict):
            root.call(use_case, root.id, role=role, **WHY)
    assert admins(site) == {root.id}


def test_the_last_admin_is_neither_unmade_nor_suspended_nor_gone(site, root):
    with begin(site.engine, read_only=False) as uow:
        for use_case, more in ((user.revoke_role, {"role": "admin"}), (user.suspend_user, {})):
            with pytest.raises(Conflict) as error:
                use_case(uow, SYSTEM, root.id, **more, **WHY)
            assert error.value.key == "error.last_admin"
    with pytest.raises(Conflict):
        _go(site, root.id)
    assert admins(site) == {root.id}
    chief = person("Chief", Role.admin)
    chief.call(user.suspend_user, root.id, reason="on leave")
    # A suspended admin is none: the other one is the last now.
    assert admins(site) == {chief.id}
    with pytest.raises(Conflict):
        _go(site, chief.id)


@pytest.mark.parametrize(
    ("mine", "yours"),
    [("revoke", "revoke"), ("revoke", "suspend"), ("suspend", "revoke"), ("suspend", "suspend")],
)
def test_of_two_admins_who_remove_each_other_at_once_one_stays(site, root, mine, yours):
    chief = person("Chief", Role.admin)
    use_cases = {
        "revoke": (user.revoke_role, {"role": "admin", **WHY}),
        "suspend": (user.suspend_user, WHY),
    }
    (first, given), (second, more) = use_cases[mine], use_cases[yours]
    with (
        pytest.raises((NotAuthenticated, Forbidden)),
        while_open(lambda: chief.call(second, root.id, **more)) as (uow, _),
    ):
        joined(uow, root, first, chief.id, **given)
    assert admins(site) == {root.id}


def test_two_admins_who_go_at_once_do_not_leave_the_site_without_one(site, root):
    chief = person("Chief", Role.admin)
    with (
        pytest.raises(Conflict),
        while_open(lambda: _go(site, chief.id)) as (uow, _),
    ):
        _leave(uow, root.id)
    assert admins(site) == {chief.id}


def _go(site, user_id) -> None:
    with begin(site.engine, read_only=False) as uow:
        _leave(uow, user_id)


def _leave(uow, user_id) -> None:
    user.ensure_admin_remains(uow, user_id)
    gone = sa.text("UPDATE user_account SET status = 'suspended' WHERE id = :id")
    uow.session.execute(gone, {"id": user_id})
