"""The first administrator is made once, by the command line; nothing public leads there (A11)."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from uuid import UUID

import pytest
import sqlalchemy as sa

from lms_app import composition
from lms_app.core import urls
from lms_app.core.actor import Credential
from lms_app.core.errors import Forbidden, NotAuthenticated, NotFound
from lms_app.core.permissions import Role
from lms_app.services import auth
from lms_app.services.auth import AdminExists, EmailTaken
from tests.conftest import ROOT
from tests.factories.mails import mails_to
from tests.factories.people import PASSWORD, Nobody, Person, as_system, instructor, person
from tests.factories.second_factors import with_app
from tests.services.auth.test_registration import who
from tests.services.auth.test_step_up import give_passkey

pytestmark = pytest.mark.usefixtures("site")
NEW = "another walk at dawn 8"


def create(email: str = "root@example.com") -> str:
    return as_system(auth.create_admin, email=email, password=PASSWORD, display_name="Root")


def sign_in(password: str, email: str = "root@example.com"):
    return Nobody().call(auth.sign_in, email=email, password=password)


def admins(site) -> list[str]:
    with site.engine.connect() as connection:
        found = connection.execute(
            sa.text(
                "SELECT u.email FROM role_grant g JOIN user_account u ON u.id = g.user_id "
                "WHERE g.role = 'admin' ORDER BY u.email"
            )
        )
        return list(found.scalars())


def suspend(site) -> None:
    with site.engine.begin() as connection:
        connection.execute(sa.text("UPDATE user_account SET status = 'suspended'"))


def test_nobody_but_the_command_line_may(site):
    values = {"email": "r@example.com", "password": PASSWORD, "display_name": "R"}
    with pytest.raises(NotAuthenticated):
        Nobody().call(auth.create_admin, **values)
    for somebody in (instructor("Ada"), person("Root", Role.admin)):
        with pytest.raises(Forbidden):
            somebody.call(auth.create_admin, **values)
        with pytest.raises(Forbidden):
            somebody.call(auth.let_admin_in, email="root@example.com")


def test_the_first_is_made_and_no_second(site):
    create()
    assert who(sign_in(PASSWORD).token).is_admin
    with pytest.raises(AdminExists) as refused:
        create("second@example.com")
    assert refused.value.params == {"email": "ro••••@example.com"}
    with pytest.raises(AdminExists):
        as_system(auth.check_no_admin)
    assert admins(site) == ["root@example.com"]
    with site.engine.connect() as connection:
        written = connection.execute(sa.text("SELECT action, actor_id FROM audit_entry")).all()
    assert [tuple(row) for row in written] == [("role:first_admin", None)]


def test_of_many_at_once_one_is_made(site):
    outcomes: list[str] = []
    go = threading.Barrier(4)

    def attempt(number: int) -> None:
        go.wait()
        try:
            create(f"root{number}@example.com")
            outcomes.append("made")
        except AdminExists:
            outcomes.append("refused")

    threads = [threading.Thread(target=attempt, args=(n,)) for n in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert sorted(outcomes) == ["made", "refused", "refused", "refused"]
    assert len(admins(site)) == 1


def test_somebody_elses_address_is_not_taken(site):
    person("Root")
    with pytest.raises(EmailTaken):
        create()
    assert admins(site) == []


def test_another_is_made_when_the_last_cannot_sign_in_any_more(site):
    create()
    suspend(site)
    create("second@example.com")
    assert who(sign_in(PASSWORD, "second@example.com").token).is_admin


def test_a_way_in_is_a_password_a_passkey_or_a_provider_of_this_site(site):
    root = person("Root", Role.admin)
    as_system(auth.check_no_admin)
    link = sa.text(
        "INSERT INTO oauth_identity (id, created_at, updated_at, user_id, provider, subject, email,"
        " last_used_at) VALUES (gen_random_uuid(), now(), now(), :who, 'gone', '1', '', now())"
    )
    with site.engine.begin() as connection:
        connection.execute(link, {"who": root.id})
    as_system(auth.check_no_admin)
    give_passkey(site, root)
    with pytest.raises(AdminExists):
        as_system(auth.check_no_admin)


def test_who_lost_the_password_chooses_another_by_a_link_of_the_command_line(site):
    create()
    token = as_system(auth.let_admin_in, email="Root@example.com")
    composition.call(auth.reset_password, token=token, password=NEW)
    assert who(sign_in(NEW).token).is_admin
    assert [mail.subject for mail in mails_to("root@example.com")] == ["비밀번호가 바뀌었어요"]


def test_who_lost_the_phone_too_gets_in_without_it_and_is_told(site):
    create()
    with_app(as_person(sign_in(PASSWORD)))
    token = as_system(auth.let_admin_in, email="root@example.com")
    composition.call(auth.reset_password, token=token, password=NEW)
    assert not sign_in(NEW).is_complete
    token = as_system(auth.let_admin_in, email="root@example.com", forget_second_factor=True)
    composition.call(auth.reset_password, token=token, password=PASSWORD)
    assert who(sign_in(PASSWORD).token).is_admin
    assert "로그인 보안 설정이 바뀌었어요" in {m.subject for m in mails_to("root@example.com")}


def as_person(signed_in) -> Person:
    held = Credential(session_token=signed_in.token, ip="192.0.2.1")
    return Person(UUID(signed_in.user_id), held, "root@example.com")


def test_that_link_is_for_active_administrators_only(site):
    person("Sam")
    for email in ("sam@example.com", "nobody@example.com", ""):
        with pytest.raises(NotFound):
            as_system(auth.let_admin_in, email=email)
    create()
    suspend(site)
    with pytest.raises(NotFound):
        as_system(auth.let_admin_in, email="root@example.com")


def command(*arguments: str, typed: str = "", exits: int = 0) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "lms_app.cli", *arguments],
        cwd=ROOT, env=dict(os.environ), capture_output=True, text=True, check=False, timeout=120,
        input=typed,
    )  # fmt: skip
    assert done.returncode == exits, done.stderr
    return (done.stderr if exits else done.stdout).strip()


def test_the_commands_say_what_they_did_and_refuse_in_one_line(site):
    made = ("create-admin", "--email", "root@example.com", "--name", "Root", "--password-stdin")
    short = command(*made, typed="fourteen chars\n", exits=1)
    assert short.startswith("margin: ")
    assert "15" in short
    assert "can now sign in" in command(*made, typed=PASSWORD + "\n")
    again = command("create-admin", exits=1)
    assert len(again.splitlines()) == 1
    assert "/admin/users" in again
    assert "lost-admin.md" in again
    link = command("let-admin-in", "--email", "root@example.com")
    site_url, _, token = link.partition(f"{urls.RESET}?token=")
    assert site_url == site.settings.site_url
    assert composition.call(auth.is_reset_link, token=token)
    assert "No active" in command("let-admin-in", "--email", "sam@example.com", exits=1)
