"""One event of a person's tab, through the gate and its handler, without a socket.

A tab may remember what was its person's once, so the states are given the owner's ids and rows,
whoever asks.
"""

from __future__ import annotations

import importlib
import pkgutil
import types
import typing
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any
from uuid import uuid4

import reflex as rx
from pydantic import BaseModel
from reflex_base.event import Event

from lms_app import states
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
from lms_app.states.admin.courses import AdminCoursesState
from lms_app.states.admin.instructors import AdminInstructorsState
from lms_app.states.admin.user import NOBODY, AdminUserState
from lms_app.states.admin.users import AdminUsersState
from lms_app.states.instructor import curriculum
from lms_app.states.instructor.builder import BuilderState
from lms_app.states.instructor.curriculum_dialogs import CurriculumDialogState
from lms_app.states.learn.player import LearnState
from lms_app.states.portal.course_detail import CourseDetailState
from lms_app.states.portal.suspended import NO_EXPORT, SuspendedState
from lms_app.states.session import SessionState
from tests.matrix.rows import EVENTS
from tests.matrix.rules import Outcome, declared
from tests.matrix.school import Thing, absent
from tests.states.learn.opened import opened

for _module in pkgutil.walk_packages(states.__path__, f"{states.__name__}."):
    importlib.import_module(_module.name)  # every event is declared
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
    "portal.suspended.": "/suspended?token={token}",
}  # fmt: skip
# Of the lessons there are, the one that the event is about.
LESSONS = {"retry": "failed_id", "show_posters": "film_id", "choose_poster": "film_id",
           "keep_video": "film_id", "remove_video": "film_id"}  # fmt: skip
PHASES = {"ready": Outcome.allowed, "sign_in": Outcome.sign_in, "locked": Outcome.not_found,
          "revoked": Outcome.not_found, "not_found": Outcome.not_found}  # fmt: skip


@cache
def registered() -> dict[str, Any]:
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
    state(SuspendedState).export = replace(NO_EXPORT, id=str(uuid4()))
    if "course_id" in ids:
        state(BuilderState).editing_id = ids["course_id"]
        state(AdminCoursesState).target_id = ids["course_id"]
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


def path_of(short: str, thing: Thing) -> str:
    """Where the page is open that sends such an event."""
    path = next((path for start, path in PATHS.items() if short.startswith(start)), "/")
    handle = f"{thing.owner.email.partition('@')[0]}-teaches"
    return path.format_map({**absent(), "handle": handle, **thing.ids})


async def send(
    qualified: str, who: Any, thing: Thing, monkeypatch: Any, *, payload: Any = None,
    then: Callable[[rx.State], None] = lambda _root: None,
) -> Any:  # fmt: skip
    """Send one event; return what refused it: an error, the gate's reason, or None.

    `payload` takes the place of one that fits; `then` looks at what the handler left.
    """
    from lms_app.lms_app import app

    name, entry = registered()[qualified]
    state_name, _, method = name.rpartition(".")
    short = qualified.removeprefix("lms_app.states.")
    root = opened(rx.State, path_of(short, thing), who)
    stands, refused = Told(), []

    async def note(_state, error):
        refused.append(error)

    monkeypatch.setattr(gate, "answer", note)
    await stands.preprocess(app, root, Event(f"{gate.ROOT}.hydrate", {}, {}))
    use_case = EVENTS[qualified]
    needs_session = bool(use_case) and declared(use_case).permission != "public"
    remember(root, thing, is_signed_in=needs_session)
    if payload is None:
        payload = payload_for(gate.POLICIES[qualified].payload, thing.ids, method)
    event = Event(name, {}, payload)
    if await stands.preprocess(app, root, event) is not None:
        return stands.reason
    state = root.get_substate(state_name.split("."))
    held = Held(state) if entry.handler.is_background else state
    await entry.handler.fn(held, **event.payload)
    then(root)
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
