"""Every event of every State for every kind of caller: through the gate, the handler and the door."""

from __future__ import annotations

import pytest

from lms_app import composition
from lms_app.core.errors import DomainError
from lms_app.core.use_case import REGISTRY
from lms_app.states import gate
from tests.conftest import _clean
from tests.factories.second_factors import later
from tests.matrix.rows import EVENTS
from tests.matrix.rules import (
    ACTORS,
    ADMINS,
    EVERYBODY,
    INSTRUCTORS,
    MODERATORS,
    RULES,
    Outcome,
    about,
    declared,
    expected,
    held_by,
    least,
    only_reads,
)
from tests.matrix.school import School, marks
from tests.matrix.sending import fits, read, registered, send

pytestmark = pytest.mark.usefixtures("in_process")
# What stands in the way of somebody who may: nobody here has a password or another way in.
IN_THE_WAY = {"auth.change_email": "error.no_password", "auth.change_password": "error.no_password",
              "auth.unlink_identity": "error.not_found",
              "privacy.open_suspended_copy": "error.not_found"}  # fmt: skip


@pytest.fixture(scope="module")
def school(servers) -> School:
    _clean(composition.implementations())
    return School()


def test_every_event_was_decided_about():
    assert set(EVENTS) == set(registered())
    for qualified, use_case in EVENTS.items():
        named = gate.POLICIES[qualified].use_cases
        assert (use_case in named) if use_case else not named, qualified


@pytest.mark.parametrize("use_case", sorted(RULES))
def test_each_is_open_to_whom_it_was_decided_for(use_case):
    assert held_by(use_case) == least(use_case)


def test_nothing_is_decided_about_that_is_not_there():
    assert RULES.keys() >= EVERYBODY | INSTRUCTORS | MODERATORS | ADMINS
    assert RULES.keys() <= REGISTRY.keys()


@pytest.mark.parametrize("actor", ACTORS)
async def test_who_may_not_is_refused_and_changes_nothing(school, in_process, monkeypatch, actor):
    before, count = marks(), 0
    for qualified, use_case in EVENTS.items():
        wanted = expected(actor, use_case)
        if wanted is Outcome.allowed:
            continue
        in_process.clear()
        thing = school.thing(actor, about(use_case))
        answer = await send(qualified, school.people[actor], thing, monkeypatch)
        assert fits(answer, wanted), f"{qualified}: {read(answer)!r} is not {wanted!r}: {answer!r}"
        assert wanted is Outcome.sign_in or use_case in in_process, qualified
        count += 1
    assert count or actor in {"owner", "admin"}
    assert marks() == before


@pytest.mark.parametrize("qualified", EVENTS)
async def test_who_may_is_let_in(school, in_process, monkeypatch, qualified):
    use_case = EVENTS[qualified]
    for actor in [actor for actor in ACTORS if expected(actor, use_case) is Outcome.allowed]:
        thing = school.thing(actor, about(use_case))
        answer = await send(qualified, school.people[actor], thing, monkeypatch)
        is_in_the_way = isinstance(answer, DomainError) and answer.key == IN_THE_WAY.get(use_case)
        assert is_in_the_way or fits(answer, Outcome.allowed), f"{actor}: {answer!r}"
        if not only_reads(use_case):
            school.restore()


@pytest.mark.parametrize("qualified", [n for n, u in EVENTS.items() if u and declared(u).step_up])
async def test_what_matters_asks_for_a_fresh_proof(school, in_process, monkeypatch, qualified):
    use_case = EVENTS[qualified]
    may = [actor for actor in ACTORS if expected(actor, use_case) is Outcome.allowed]
    assert may
    before = marks()
    for actor in may:
        thing = school.thing(actor, about(use_case))
        with later(minutes=6):
            answer = await send(qualified, school.people[actor], thing, monkeypatch)
        assert read(answer) == "prove", f"{actor}: {answer!r}"
    assert marks() == before
