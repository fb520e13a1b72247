"""Sessions that wait for a second factor belong to nobody; what matters asks for a fresh proof."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

import pytest
import sqlalchemy as sa

from lms_app import composition
from lms_app.core import clock
from lms_app.core.actor import ANONYMOUS, Credential
from lms_app.core.errors import NotAuthenticated, StepUpNeeded
from lms_app.core.permissions import Role
from lms_app.models import Passkey
from lms_app.services import auth, user
from tests.factories.people import SYSTEM, Nobody, as_system, person


def later(**kwargs):
    moment = clock.now() + timedelta(**kwargs)
    return clock.frozen(lambda: moment)


def give_passkey(site, who) -> None:
    row = Passkey(user_id=who.id, credential_id=who.id.bytes, public_key=b"key", name="A key")
    with site.engine.begin() as connection:
        connection.execute(sa.insert(Passkey).values(**row.model_dump()))


def start(who, caller=ANONYMOUS, **kwargs):
    return as_system(auth.start_session, user_id=who.id, caller=caller, **kwargs)


def test_an_account_with_a_second_factor_gets_a_session_that_belongs_to_nobody(site):
    sam = person("Sam")
    give_passkey(site, sam)
    pending = start(sam)
    assert not pending.is_complete
    held = Credential(session_token=pending.token)
    assert composition.call(auth.get_session_user, credential=held) is None
    assert composition.call(auth.peek_actor, credential=held).session_id is None
    with pytest.raises(NotAuthenticated):
        composition.call(user.get_own_profile, credential=held)


def test_using_a_session_that_waits_does_not_make_it_live_longer(site):
    sam = person("Sam")
    give_passkey(site, sam)
    pending = start(sam)
    ends = sa.text("SELECT expires_at - created_at FROM login_session WHERE awaits_second_factor")
    for minutes in (0, 9):
        with later(minutes=minutes):
            composition.call(auth.touch_session, credential=Credential(session_token=pending.token))
        with site.engine.connect() as connection:
            assert connection.execute(ends).scalar_one() <= timedelta(minutes=10, seconds=1)


def test_a_passkey_that_verified_its_person_is_both_factors(site):
    sam = person("Sam")
    give_passkey(site, sam)
    assert start(sam, method="passkey", is_strong=True).is_complete


def test_signing_in_again_ends_a_session_that_waits(site):
    sam = person("Sam")
    give_passkey(site, sam)
    first = start(sam)
    start(sam, caller=dataclasses.replace(ANONYMOUS, credential=Credential(first.token)))
    with site.engine.connect() as connection:
        waiting = sa.text(
            "SELECT count(*) FROM login_session WHERE awaits_second_factor AND ended_at IS NULL"
        )
        assert connection.execute(waiting).scalar_one() == 1


def test_what_matters_asks_for_a_proof_of_the_last_five_minutes(site):
    root, sam = person("Root", Role.admin), person("Sam")
    with later(seconds=299):
        root.call(user.suspend_user, sam.id, reason="spam")
    with later(seconds=301):
        for use_case in (user.suspend_user, user.restore_user):
            with pytest.raises(StepUpNeeded):
                root.call(use_case, sam.id, reason="spam")
        composition.call(user.restore_user, sam.id, reason="spam", credential=SYSTEM)


def test_nobody_is_asked_for_a_proof_before_the_permission_is_looked_at(site):
    sam = person("Sam")
    with pytest.raises(NotAuthenticated):
        Nobody().call(user.suspend_user, sam.id, reason="spam")


def test_a_session_ends_for_good_after_half_a_year_however_busy(site):
    sam = person("Sam")
    for days in range(29, 175, 29):
        with later(days=days):
            sam.call(auth.touch_session)
    with later(days=179):
        sam.call(auth.touch_session)
        assert sam.call(auth.get_session_user) is not None
    with later(days=181):
        assert sam.call(auth.get_session_user) is None
