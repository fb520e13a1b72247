"""Every event of every State for every kind of caller: through the gate, the handler and the door.

A tab may remember what was its person's once, so the states are given the owner's ids and rows,
whoever asks.
"""

from __future__ import annotations

import types
import typing
from dataclasses import replace
from typing import Any

import pytest
import redis
import reflex as rx
from pydantic import BaseModel
from reflex_base.event import Event

from lms_app import composition
from lms_app.core.errors import (
    Conflict,
    DomainError,
    Forbidden,
    InvalidInput,
    NotAuthenticated,
    NotFound,
    StepUpNeeded,
)
from lms_app.states import gate
from lms_app.states.admin.instructors import AdminInstructorsState
from lms_app.states.admin.user import NOBODY, AdminUserState
from lms_app.states.admin.users import AdminUsersState
from lms_app.states.instructor import curriculum
from lms_app.states.instructor.builder import BuilderState
from lms_app.states.instructor.curriculum_dialogs import CurriculumDialogState
from lms_app.states.learn.player import LearnState
from lms_app.states.portal.course_detail import CourseDetailState
from lms_app.states.session import SessionState
from tests.conftest import _clean
from tests.factories.second_factors import later
from tests.matrix.rows import EVENTS
from tests.matrix.rules import ACTORS, Outcome, about, declared, expected, only_reads
from tests.matrix.school import School, Thing, absent, marks
from tests.states.learn.opened import opened

PLAIN = {
    "title": "Changed", "text": "Changed", "kind": "video", "category_slug": "dev",
    "level": "beginner", "language": "en", "slug": "changed-maps", "direction": "down",
    "what": "started", "reason": "Asked for.", "days": "7", "name": "name", "handle": "new-handle",
    "headline": "I fold maps", "number": 1, "tab": "active", "provider": "demo",
    "body_md": "Other words.", "password_password": "a walk of many hours 3",
    "address_email": "new@example.com",
}  # fmt: skip
# Where a page of theirs is open.
PATHS = {
    "instructor.": "/instructor/courses/{course_id}/curriculum",
    "portal.course_detail": "/courses/{slug}", "learn.player": "/learn/{slug}?l={lesson_id}",
    "admin.user.": "/admin/users/{user_id}", "portal.instructor.": "/instructors/{handle}",
}  # fmt: skip
# Of the lessons there are, the one that the event is about.
LESSONS = {"retry": "failed_id", "show_posters": "film_id", "choose_poster": "film_id",
           "keep_video": "film_id", "remove_video": "film_id"}  # fmt: skip
# What stands in the way of somebody who may: nobody here has a password or another way in.
IN_THE_WAY = {"auth.change_email": "error.no_password", "auth.change_password": "error.no_password",
              "auth.unlink_identity": "error.not_found"}  # fmt: skip
PHASES = {"ready": Outcome.allowed, "sign_in": Outcome.sign_in, "locked": Outcome.not_found,
          "revoked": Outcome.not_found, "not_found": Outcome.not_found}  # fmt: skip


@pytest.fixture(scope="module")
def registered(servers) -> dict[str, Any]:
    """Qualified name of every handler of ours -> how it is registered and its event's name."""
    from lms_app.lms_app import app

    found = app._registration_context.event_handlers
    names: dict[str, Any] = {}
    for name, entry in found.items():
        function = entry.handler.fn
        qualified = f"{function.__module__}.{function.__qualname__}"
        if qualified in gate.POLICIES:
            names[qualified] = (name, entry)
    return names


@pytest.fixture(scope="module")
def school(servers) -> School:
    _clean(composition.implementations())
    return School()


@pytest.fixture(autouse=True)
def in_process(servers, monkeypatch) -> list[str]:
    """No browser listens; what is followed is followed once. Returns the use cases entered."""
    entered: list[str] = []
    whole = composition.call

    def noted(use_case, *args, **kwargs):
        entered.append(use_case.name)
        return whole(use_case, *args, **kwargs)

    async def unheard(*_args, **_kwargs):
        return None

    monkeypatch.setattr(composition, "call", noted)
    monkeypatch.setattr(gate, "chain_updates", unheard)
    monkeypatch.setattr(curriculum, "POLL_SECONDS", 0.001)
    monkeypatch.setattr(curriculum, "FOLLOW_SECONDS", 0.001)
    redis.Redis.from_url(composition.implementations().settings.redis_url).flushall()
    return entered


def value_for(annotation: object, name: str, ids: dict[str, str], method: str) -> object:
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Literal:
        return arguments[0]
    if origin in {typing.Union, types.UnionType}:
        return value_for(arguments[0], name, ids, method)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return payload_for(annotation, ids, method)
    if name in {"row", "lesson", "lesson_id"}:
        return ids.get(LESSONS.get(method, "lesson_id"), "x")
    if name == "place":
        return f"{ids.get('section_id', 'x')} 0"
    return ids.get(name) or PLAIN.get(name) or {bool: True, int: 0, str: "x"}[annotation]


def payload_for(model: type[BaseModel], ids: dict[str, str], method: str) -> dict[str, object]:
    return {
        name: value_for(field.annotation, name, ids, method)
        for name, field in model.model_fields.items()
    }


def remember(root: rx.State, thing: Thing, *, is_signed_in: bool) -> None:
    """Put into the states what pages of the owner's had put there."""
    ids = thing.ids

    def state(cls):
        return root.get_substate(cls.get_full_name().split("."))

    state(SessionState).is_signed_in = is_signed_in
    if "course_id" in ids:
        state(BuilderState).editing_id = ids["course_id"]
        state(curriculum.CurriculumState)._fill(thing.editor)
        state(curriculum.CurriculumState).is_working = True
        state(CurriculumDialogState).row = ids["lesson_id"]
        detail = state(CourseDetailState)
        detail.card = replace(detail.card, slug=ids["slug"])
        state(LearnState).page = thing.page
    if "user_id" in ids:
        state(AdminUserState).person = replace(NOBODY, id=ids["user_id"])
        state(AdminUserState).act = "suspend"
        state(AdminUsersState).target_id = ids["user_id"]
        state(AdminInstructorsState).target_id = ids["application_id"]


class Held:
    """A state as a background handler has it: taken and given back."""

    def __init__(self, state: rx.State) -> None:
        self._state = state

    def __getattr__(self, name: str) -> Any:
        return getattr(self._state, name)

    async def __aenter__(self) -> None:
        return None

    async def __aexit__(self, *_raised: object) -> None:
        return None


class Told(gate.EventGate):
    """The gate, and why it let nothing through."""

    reason = ""

    def _deny(self, event, reason):
        self.reason = reason
        return super()._deny(event, reason)


async def send(registered, qualified: str, who: Any, thing: Thing, monkeypatch) -> Any:
    """Send one event; return what refused it: an error, the gate's reason, or None."""
    from lms_app.lms_app import app

    name, entry = registered[qualified]
    state_name, _, method = name.rpartition(".")
    short = qualified.removeprefix("lms_app.states.")
    path = next((path for start, path in PATHS.items() if short.startswith(start)), "/")
    handle = f"{thing.owner.email.partition('@')[0]}-teaches"
    path = path.format_map({**absent(), "handle": handle, **thing.ids})
    root = opened(rx.State, path, who)
    stands, refused = Told(), []

    async def note(_state, error):
        refused.append(error)

    monkeypatch.setattr(gate, "answer", note)
    router = dict(root.router_data) if getattr(root, "router_data", None) else {}
    await stands.preprocess(app, root, Event(f"{gate.ROOT}.hydrate", router, {}))
    use_case = EVENTS[qualified]
    needs_session = bool(use_case) and declared(use_case).permission != "public"
    remember(root, thing, is_signed_in=needs_session)
    event = Event(name, router, payload_for(gate.POLICIES[qualified].payload, thing.ids, method))
    if await stands.preprocess(app, root, event) is not None:
        return stands.reason
    state = root.get_substate(state_name.split("."))
    held = Held(state) if entry.handler.is_background else state
    await entry.handler.fn(held, **event.payload)
    if short == "learn.player.LearnState.load":
        return PHASES[state.phase]
    return refused[0] if refused else None


def read(answer: Any) -> Outcome | str:
    """Put what came back into the words of the table."""
    if isinstance(answer, Outcome):
        return answer
    if answer is None or isinstance(answer, InvalidInput):
        return Outcome.allowed
    kinds = {NotAuthenticated: Outcome.sign_in, StepUpNeeded: "prove", NotFound: Outcome.not_found,
             Forbidden: Outcome.forbidden, Conflict: Outcome.conflict}  # fmt: skip
    if isinstance(answer, DomainError):
        return next((kinds[cls] for cls in type(answer).__mro__ if cls in kinds), str(answer.key))
    return Outcome.sign_in if answer == "session" else str(answer)


def fits(answer: Any, wanted: Outcome) -> bool:
    """Allowed means let in: done, or in the way of something that is not the caller."""
    is_in_the_way = wanted is Outcome.allowed and read(answer) is Outcome.conflict
    return is_in_the_way or read(answer) == wanted


def test_every_event_was_decided_about(registered):
    assert set(EVENTS) == set(registered)
    for qualified, use_case in EVENTS.items():
        named = gate.POLICIES[qualified].use_cases
        assert (use_case in named) if use_case else not named, qualified


@pytest.mark.parametrize("actor", ACTORS)
async def test_who_may_not_is_refused_and_changes_nothing(
    registered, school, in_process, monkeypatch, actor
):
    before, count = marks(), 0
    for qualified, use_case in EVENTS.items():
        wanted = expected(actor, use_case)
        if wanted is Outcome.allowed:
            continue
        in_process.clear()
        thing = school.thing(actor, about(use_case))
        answer = await send(registered, qualified, school.people[actor], thing, monkeypatch)
        assert fits(answer, wanted), f"{qualified}: {read(answer)!r} is not {wanted!r}: {answer!r}"
        assert wanted is Outcome.sign_in or use_case in in_process, qualified
        count += 1
    assert count or actor in {"owner", "admin"}
    assert marks() == before


@pytest.mark.parametrize("qualified", EVENTS)
async def test_who_may_is_let_in(registered, school, in_process, monkeypatch, qualified):
    use_case = EVENTS[qualified]
    for actor in [actor for actor in ACTORS if expected(actor, use_case) is Outcome.allowed]:
        thing = school.thing(actor, about(use_case))
        answer = await send(registered, qualified, school.people[actor], thing, monkeypatch)
        is_in_the_way = isinstance(answer, DomainError) and answer.key == IN_THE_WAY.get(use_case)
        assert is_in_the_way or fits(answer, Outcome.allowed), f"{actor}: {answer!r}"
        if not only_reads(use_case):
            school.restore()


@pytest.mark.parametrize("qualified", [n for n, u in EVENTS.items() if u and declared(u).step_up])
async def test_what_matters_asks_for_a_fresh_proof(
    registered, school, in_process, monkeypatch, qualified
):
    use_case = EVENTS[qualified]
    may = [actor for actor in ACTORS if expected(actor, use_case) is Outcome.allowed]
    assert may
    before = marks()
    for actor in may:
        thing = school.thing(actor, about(use_case))
        with later(minutes=6):
            answer = await send(registered, qualified, school.people[actor], thing, monkeypatch)
        assert read(answer) == "prove", f"{actor}: {answer!r}"
    assert marks() == before
