"""A person's own sessions: seen, ended, and the news of a device nobody has seen before."""

from __future__ import annotations

import dataclasses
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from lms_app import composition
from lms_app.core.actor import ANONYMOUS, Actor, Credential
from lms_app.core.errors import NotAuthenticated, NotFound
from lms_app.models import SessionKind
from lms_app.services import auth, reporting
from lms_app.services.auth.devices import device_label
from tests.factories.people import Person, as_system, person
from tests.factories.second_factors import first_factor, later, with_app

pytestmark = pytest.mark.usefixtures("site")

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1"
)


@pytest.fixture
def sam(site) -> Person:
    return person("Sam")


def from_device(who: Person, user_agent: str, **kwargs) -> Person:
    """The same person on another device."""
    caller = Actor(credential=Credential(ip="203.0.113.5", user_agent=user_agent))
    token = as_system(auth.start_session, user_id=who.id, caller=caller, **kwargs).token
    return dataclasses.replace(who, credential=Credential(session_token=token, ip="203.0.113.5"))


def templates(site) -> list[str]:
    with site.engine.connect() as connection:
        found = connection.execute(sa.text("SELECT template FROM mail_message ORDER BY created_at"))
        return list(found.scalars())


@pytest.mark.parametrize(
    ("user_agent", "label"),
    [
        (FIREFOX, "Firefox · Linux"),
        (IPHONE, "Mobile Safari · iOS"),
        ("curl/8.5", "curl"),
        ("", ""),
        ("<script>alert(1)</script>", ""),
        ("x" * 5000, ""),
    ],
)
def test_a_device_is_named_as_a_person_would(user_agent, label):
    assert device_label(user_agent) == label


def test_sessions_say_where_by_what_and_which_is_this_one(sam):
    phone = from_device(sam, IPHONE, method="oauth:demo")
    from_device(sam, "python-httpx/0.28", kind=SessionKind.api)
    from_device(person("Kim"), FIREFOX)
    rows = phone.call(auth.list_sessions)
    assert len(rows) == 3
    assert (rows[0].is_current, rows[0].device, rows[0].method, rows[0].ip) == (
        True, "Mobile Safari · iOS", "oauth:demo", "203.0.113.5",
    )  # fmt: skip
    assert {row.kind for row in rows} == {"web", "api"}
    assert {(row.network, row.is_local) for row in rows} == {("203.0.113.0/24", True), ("", False)}


@pytest.mark.parametrize(
    ("address", "network", "is_local"),
    [
        ("8.8.4.4", "8.8.4.0/24", False),
        ("2001:4860:4860::8888", "2001:4860:4860::/48", False),
        ("192.168.7.20", "192.168.7.0/24", True),
        ("testclient", "", False),
    ],
)
def test_of_a_place_its_network_is_shown(sam, address, network, is_local):
    caller = Actor(credential=Credential(ip=address, user_agent=FIREFOX))
    as_system(auth.start_session, user_id=sam.id, caller=caller)
    (row,) = [row for row in sam.call(auth.list_sessions) if row.ip == address]
    assert (row.network, row.is_local) == (network, is_local)


def test_sessions_that_wait_ended_or_expired_are_not_listed(sam):
    with_app(sam)
    first_factor(sam)
    from_device(sam, FIREFOX, is_strong=True).call(auth.sign_out)
    assert [row.is_current for row in sam.call(auth.list_sessions)] == [True]
    with later(days=31), pytest.raises(NotAuthenticated):
        sam.call(auth.list_sessions)


def test_ending_one_session_acts_at_once(sam):
    phone = from_device(sam, IPHONE)
    (theirs,) = [row for row in sam.call(auth.list_sessions) if not row.is_current]
    sam.call(auth.end_session, UUID(theirs.id))
    assert phone.call(auth.get_session_user) is None
    assert sam.call(auth.get_session_user) is not None
    sam.call(auth.end_session, UUID(theirs.id))


def test_nobody_ends_the_session_of_somebody_else(sam):
    kim = person("Kim")
    (theirs,) = kim.call(auth.list_sessions)
    for target in (UUID(theirs.id), uuid4()):
        with pytest.raises(NotFound):
            sam.call(auth.end_session, target)
    assert kim.call(auth.get_session_user) is not None


def test_ending_all_others_leaves_this_one_and_those_of_others(sam):
    kim = person("Kim")
    with_app(sam)
    devices = [from_device(sam, agent, is_strong=True) for agent in (FIREFOX, IPHONE)]
    _, waiting = first_factor(sam)
    assert sam.call(auth.end_other_sessions) == 3
    assert all(device.call(auth.get_session_user) is None for device in devices)
    assert composition.call(auth.get_second_step, credential=waiting) is None
    assert sam.call(auth.get_session_user) is not None
    assert kim.call(auth.get_session_user) is not None


def test_a_new_device_is_told_by_mail_once_in_half_a_year(site, sam):
    assert templates(site) == []
    from_device(sam, FIREFOX)
    from_device(sam, FIREFOX)
    assert templates(site) == ["new_device"]
    with later(days=100):
        from_device(sam, FIREFOX)
    assert templates(site) == ["new_device"]
    with later(days=281):
        from_device(sam, FIREFOX)
    assert templates(site) == ["new_device"] * 2


def test_the_devices_of_the_day_somebody_joined_are_no_news_until_one_is_known(site):
    kim = person("Kim")
    assert templates(site) == []
    with later(days=300):
        from_device(kim, FIREFOX)
    assert templates(site) == ["new_device"]


def test_a_sign_in_that_stops_at_the_second_step_is_no_new_device(site, sam):
    secret, _ = with_app(sam)
    before = templates(site)
    caller = Actor(credential=Credential(user_agent=FIREFOX))
    waiting = as_system(auth.start_session, user_id=sam.id, caller=caller)
    assert templates(site) == before
    from tests.factories.second_factors import code_of

    held = Credential(session_token=waiting.token, user_agent=FIREFOX)
    composition.call(auth.take_second_step, code=code_of(secret), credential=held)
    assert templates(site) == [*before, "new_device"]


def test_devices_that_were_not_used_for_half_a_year_are_forgotten(site, sam):
    with later(days=181):
        as_system(reporting.purge_old_rows)
    with site.engine.connect() as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM known_device")).scalar_one() == 0


def test_the_token_changes_at_every_sign_in(sam):
    tokens = {as_system(auth.start_session, user_id=sam.id, caller=ANONYMOUS).token for _ in "abc"}
    assert len(tokens) == 3
