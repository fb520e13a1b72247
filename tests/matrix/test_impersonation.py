"""Every event of every State while an admin looks on as somebody else: what reads is shown as that
person sees it, what may write is refused, and not one row changes.
"""

from __future__ import annotations

import dataclasses

import pytest

from lms_app import composition
from lms_app.core.actor import Credential
from lms_app.core.errors import Impersonating, InvalidInput, StepUpNeeded
from lms_app.core.permissions import IMPERSONATION, Role
from lms_app.services import auth
from tests.conftest import _clean
from tests.factories.people import Person, person
from tests.factories.second_factors import later
from tests.matrix.rows import EVENTS
from tests.matrix.rules import ACTORS, Outcome, about, declared, expected
from tests.matrix.school import School, marks
from tests.matrix.sending import fits, read, send

pytestmark = pytest.mark.usefixtures("in_process")


@pytest.fixture(scope="module")
def school(servers) -> School:
    _clean(composition.implementations())
    return School()


def looking_on_as(target: Person, name: str) -> Person:
    root = person(name, Role.admin)
    begun = root.call(auth.begin_impersonation, target.id, reason="Asked for help.")
    held = Credential(session_token=begun.token, ip="192.0.2.1")
    return dataclasses.replace(root, credential=held)


def wanted(target: str, use_case: str) -> Outcome:
    """As the person would be answered by what reads; refused by the rest."""
    outcome = expected(target, use_case)
    found = declared(use_case)
    is_open = found.only_reads and found.permission in IMPERSONATION
    return outcome if is_open or outcome is Outcome.sign_in else Outcome.forbidden


@pytest.mark.parametrize("target", ["student", "enrolled", "owner", "unverified"])
async def test_no_event_changes_a_row(school, in_process, monkeypatch, target):
    seen = looking_on_as(school.people[target], f"Looker{target}")
    before, shown = marks(), 0
    for qualified, use_case in EVENTS.items():
        in_process.clear()
        thing = school.thing(target, about(use_case))
        answer = await send(qualified, seen, thing, monkeypatch)
        assert marks() == before, qualified
        if use_case:
            outcome = wanted(target, use_case)
            if outcome is Outcome.forbidden and use_case not in in_process:
                assert isinstance(answer, InvalidInput), qualified  # it never came to the door
                continue
            assert fits(answer, outcome), f"{qualified}: {answer!r} is not {outcome!r}"
            shown += outcome is Outcome.allowed
    assert shown >= 15


async def test_no_event_of_the_admins_own_pages_is_answered(school, in_process, monkeypatch):
    seen = looking_on_as(school.people["student"], "Lookeratadmin")
    before = marks()
    for qualified, use_case in EVENTS.items():
        if ".admin." in qualified and use_case:
            thing = school.thing("student", about(use_case))
            answer = await send(qualified, seen, thing, monkeypatch)
            assert read(answer) == Outcome.forbidden, qualified
    assert marks() == before


@pytest.mark.parametrize("actor", ACTORS)
def test_who_may_look_on_as_somebody_else(school, actor):
    who, target = school.people[actor], school.things["somebody"].owner
    before, asked = marks(), {"reason": "Asked for help."}
    outcome = expected(actor, "auth.begin_impersonation")
    if outcome is not Outcome.allowed:
        answer = refusal(who, target, asked)
        assert read(answer) == outcome
        assert not isinstance(answer, Impersonating)
        assert marks() == before
        return
    with later(minutes=6):
        assert isinstance(refusal(who, target, asked), StepUpNeeded)
    assert marks() == before
    assert who.call(auth.begin_impersonation, target.id, **asked).user_id == str(target.id)
    school.restore()


def refusal(who: Person, target: Person, asked: dict[str, str]) -> Exception | None:
    try:
        who.call(auth.begin_impersonation, target.id, **asked)
    except Exception as error:  # noqa: BLE001  (what it is, is what is asked)
        return error
    return None
