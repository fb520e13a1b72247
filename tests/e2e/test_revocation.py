"""What ends a session, or takes a role away, counts on sockets that are open already: the very next
event is refused (C20, A09). No cache stands between: the door reads the session at every call."""

from __future__ import annotations

import secrets
from dataclasses import replace

import pytest
import sqlalchemy as sa

from lms_app import composition
from lms_app.core import urls
from lms_app.core.actor import ANONYMOUS, Credential
from lms_app.core.permissions import Role
from lms_app.db.unit_of_work import begin
from lms_app.models import EmailPurpose
from lms_app.services import auth, user
from lms_app.services.auth.email_links import make_link
from lms_app.states.gate import SESSION_CACHE_SECONDS
from tests.e2e.conftest import wait_until
from tests.e2e.socket import ROOT_STATE, RawSocket
from tests.e2e.watching import t
from tests.factories.people import Person, as_system, person

LOAD_LEARNING = f"{ROOT_STATE}.lms_app___states___learn___my_courses____my_courses_state.load"
LOAD_PEOPLE = f"{ROOT_STATE}.lms_app___states___admin___users____admin_users_state.load"


def newcomer(name: str, *roles: Role) -> Person:
    return person(f"{name}{secrets.token_hex(3)}", *roles)


def on_another_device(who: Person) -> Person:
    token = as_system(auth.start_session, user_id=who.id, caller=ANONYMOUS).token
    return replace(who, credential=Credential(session_token=token, ip="192.0.2.8"))


def session_of(who: Person):
    return composition.call(auth.peek_actor, credential=who.credential).session_id


def reset(who: Person) -> None:
    with begin(composition.implementations().engine, read_only=False) as uow:
        token = make_link(uow, who.id, who.email, EmailPurpose.reset)
    composition.call(auth.reset_password, token=token, password="a walk along the river 4")


def expire(who: Person) -> None:
    with composition.implementations().engine.begin() as connection:
        connection.execute(
            sa.text("UPDATE login_session SET expires_at = now() WHERE user_id = :who"),
            {"who": who.id},
        )


WAYS = {
    "its owner signs out": lambda who: who.call(auth.sign_out),
    "its owner ends it elsewhere": lambda who: on_another_device(who).call(
        auth.end_session, session_of(who)
    ),
    "its owner ends all others": lambda who: on_another_device(who).call(auth.end_other_sessions),
    "the password is chosen anew": reset,
    "an admin suspends the account": lambda who: newcomer("Chief", Role.admin).call(
        user.suspend_user, who.id, reason="spam"
    ),
    "its time is over": expire,
}


def ask(socket: RawSocket, name: str, path: str) -> None:
    socket.received.clear()
    socket.send(name, {}, path)


@pytest.mark.parametrize("way", WAYS)
def test_the_next_event_of_a_session_that_ended_is_refused(live_site, way):
    who = newcomer("Sam")
    socket = RawSocket(live_site.url, who.credential.session_token)
    try:
        socket.hydrate(urls.MY_COURSES)
        ask(socket, LOAD_LEARNING, urls.MY_COURSES)
        socket.quiet()
        assert "/login" not in socket.said()
        WAYS[way](who)
        ask(socket, LOAD_LEARNING, urls.MY_COURSES)
        wait_until(lambda: "/login" in socket.said())
    finally:
        socket.close()


def test_the_next_event_of_who_lost_a_role_is_refused(live_site):
    chief, other = newcomer("Chief", Role.admin), newcomer("Boss", Role.admin)
    socket = RawSocket(live_site.url, chief.credential.session_token)
    try:
        socket.hydrate(urls.ADMIN_USERS)
        wait_until(lambda: "@example.com" in socket.said())
        newcomer("Late")
        other.call(user.revoke_role, chief.id, role="admin", reason="moved on")
        ask(socket, LOAD_PEOPLE, urls.ADMIN_USERS)
        wait_until(lambda: t("error.forbidden") in socket.said())
        assert "@example.com" not in socket.said()
    finally:
        socket.close()


def test_what_the_gate_keeps_of_a_session_is_five_seconds_old_at_most():
    assert SESSION_CACHE_SECONDS <= 5
