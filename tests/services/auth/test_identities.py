"""Linked accounts: listed, taken away with a step-up, never the last way in."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from lms_app import composition
from lms_app.core import clock
from lms_app.core.errors import Conflict, Forbidden, NotAuthenticated, NotFound, StepUpNeeded
from lms_app.db.unit_of_work import begin
from lms_app.models import LoginSession, MailMessage, OAuthIdentity, TotpFactor, User
from lms_app.ports.identity_provider import Identity
from lms_app.services import auth
from lms_app.services.auth.identities import (
    FRESH,
    add_identity,
    confirm_by_identity,
    link_identity,
    unlink_identity,
)
from tests.factories.people import Nobody, person

MINE = Identity("subject-of-sam", "sam@elsewhere.example", is_email_verified=True)


class Named:
    """A provider as far as a list is concerned."""

    def __init__(self, label: str) -> None:
        self.label, self.can_reauthenticate = label, label == "Demo ID"


@pytest.fixture(autouse=True)
def providers(site, monkeypatch):
    wired = replace(site, providers={"demo": Named("Demo ID"), "campus": Named("캠퍼스")})
    monkeypatch.setattr(composition, "implementations", lambda: wired)


def write(statement) -> None:
    with composition.implementations().engine.begin() as connection:
        connection.execute(statement)


def read(statement):
    with composition.implementations().engine.connect() as connection:
        return connection.execute(statement).all()


def link(who, provider: str, subject: str) -> None:
    with begin(composition.implementations().engine, read_only=False) as uow:
        add_identity(uow, who.id, provider, replace(MINE, subject=subject))


def with_password(who) -> None:
    write(sa.update(User).where(User.id == who.id).values(password_hash="a hash"))


def test_every_provider_is_listed_with_what_was_told_when_linked():
    sam = person("Sam")
    link(sam, "demo", "1")
    demo, campus = sam.call(auth.list_linked_accounts)
    assert (demo.provider, demo.label, demo.is_linked) == ("demo", "Demo ID", True)
    assert demo.email == "sam@elsewhere.example"
    assert demo.is_last_way_in
    assert demo.can_confirm
    assert (campus.label, campus.is_linked, campus.email) == ("캠퍼스", False, "")


def test_what_is_linked_and_no_longer_configured_can_still_be_taken_away():
    sam = person("Sam")
    with_password(sam)
    link(sam, "gone", "1")
    assert sam.call(auth.list_linked_accounts)[-1].provider == "gone"
    assert sam.call(unlink_identity, "gone") == "Gone"
    assert len(sam.call(auth.list_linked_accounts)) == 2


def test_unlinking_is_told_by_mail_and_ends_that_way_in():
    sam = person("Sam")
    with_password(sam)
    link(sam, "demo", "1")
    assert sam.call(unlink_identity, "demo") == "Demo ID"
    assert read(sa.select(OAuthIdentity)) == []
    assert [mail.template for mail in read(sa.select(MailMessage))] == ["account_unlinked"]


def test_the_last_way_in_stays():
    sam = person("Sam")
    link(sam, "demo", "1")
    with pytest.raises(Conflict) as refused:
        sam.call(unlink_identity, "demo")
    assert refused.value.key == "error.last_way_in"
    assert len(read(sa.select(OAuthIdentity))) == 1


def test_of_two_ways_in_taken_away_at_once_one_stays():
    sam = person("Sam")
    link(sam, "demo", "1")
    link(sam, "campus", "2")
    outcomes: list[str] = []
    ready = threading.Barrier(2)

    def take_away(provider: str) -> None:
        ready.wait(10)
        try:
            sam.call(unlink_identity, provider)
            outcomes.append("gone")
        except Conflict as refused:
            outcomes.append(refused.key)

    threads = [threading.Thread(target=take_away, args=(name,)) for name in ("demo", "campus")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(outcomes) == ["error.last_way_in", "gone"]
    assert len(read(sa.select(OAuthIdentity))) == 1


def test_what_somebody_else_has_linked_is_not_there():
    sam, kim = person("Sam"), person("Kim")
    with_password(sam)
    with_password(kim)
    link(kim, "demo", "1")
    for provider in ("demo", "nothing"):
        with pytest.raises(NotFound):
            sam.call(unlink_identity, provider)
    assert len(read(sa.select(OAuthIdentity))) == 1


def test_one_identity_is_one_account_and_one_account_has_one_of_a_provider():
    sam, kim = person("Sam"), person("Kim")
    sam.call(link_identity, provider="demo", label="Demo ID", identity=MINE)
    for who, identity in ((kim, MINE), (sam, replace(MINE, subject="another"))):
        with pytest.raises(Conflict) as refused:
            who.call(link_identity, provider="demo", label="Demo ID", identity=identity)
        assert refused.value.key == "error.oauth_linked_elsewhere"
    assert len(read(sa.select(OAuthIdentity))) == 1


def test_taking_away_asks_for_a_fresh_step_up():
    sam = person("Sam")
    with_password(sam)
    link(sam, "demo", "1")
    old = clock.now() - timedelta(seconds=301)
    write(sa.update(LoginSession).values(stepped_up_at=old))
    with pytest.raises(StepUpNeeded):
        sam.call(unlink_identity, "demo")
    with pytest.raises(NotAuthenticated):
        Nobody().call(unlink_identity, "demo")


def stepped_up_at(who):
    ((at,),) = read(sa.select(LoginSession.stepped_up_at).where(LoginSession.user_id == who.id))
    return at


@pytest.fixture
def sam():
    """Somebody with a linked account whose last step-up is long ago."""
    sam = person("Sam")
    with begin(composition.implementations().engine, read_only=False) as uow:
        add_identity(uow, sam.id, "demo", MINE)
    write(sa.update(LoginSession).values(stepped_up_at=clock.now() - timedelta(days=1)))
    return sam


def confirm(who, **changes) -> None:
    identity = replace(MINE, **{"authenticated_at": clock.now(), **changes})
    who.call(confirm_by_identity, provider="demo", identity=identity)


def test_who_has_just_proved_themselves_at_their_provider_is_stepped_up(sam):
    confirm(sam)
    assert clock.now() - stepped_up_at(sam) < timedelta(minutes=1)


@pytest.mark.parametrize(
    "changes",
    [
        {"authenticated_at": None},
        {"authenticated_at": clock.now() - FRESH - timedelta(seconds=60)},
        {"subject": "somebody-else"},
    ],
    ids=str,
)
def test_anything_less_is_no_step_up(sam, changes):
    with pytest.raises(Forbidden):
        confirm(sam, **changes)
    assert clock.now() - stepped_up_at(sam) > timedelta(hours=23)


def test_an_account_with_a_second_factor_is_asked_for_that(sam):
    write(
        sa.insert(TotpFactor).values(
            **TotpFactor(
                user_id=sam.id, sealed_secret=b"sealed", confirmed_at=clock.now()
            ).model_dump()
        )
    )
    with pytest.raises(Forbidden):
        confirm(sam)
    assert clock.now() - stepped_up_at(sam) > timedelta(hours=23)
