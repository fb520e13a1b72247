"""What no page would send, in every field of every event (acceptance T01, T02), by somebody whom
the event belongs to: refused or cleaned, never an error of ours, and nothing odd is kept.
"""

from __future__ import annotations

import contextlib
import json
import sys
import typing
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel
from reflex_base.utils.format import json_dumps

from lms_app import composition
from lms_app.core.errors import DomainError
from lms_app.states import gate
from tests.conftest import _clean
from tests.matrix.rows import EVENTS
from tests.matrix.rules import ACTORS, Outcome, about, expected
from tests.matrix.school import School, marks
from tests.matrix.sending import payload_for, send
from tests.strange_inputs import NEVER_KEPT, NOT_TEXT, NUMBERS, TEXTS

pytestmark = pytest.mark.usefixtures("in_process")
# Whose events these are; the first who may.
ASKED = ("owner", "admin", "student")
# Texts that are held against what is known and not kept.
COMPARED = {"address_current", "password_current"}
# A number that some page does send.
FITTING = {"nonce": {"0", "2^31"}, "number": {"0"}}


@pytest.fixture(scope="module")
def school(servers) -> School:
    _clean(composition.implementations())
    return School()


def fields(model: type[BaseModel], kind: type, path: tuple[str, ...] = ()) -> Iterator[tuple]:
    """The path of every field of this kind, within forms also."""
    for name, field in model.model_fields.items():
        annotation = field.annotation
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            yield from fields(annotation, kind, (*path, name))
        elif annotation is kind or (
            kind is str and typing.get_origin(annotation) is typing.Literal
        ):
            yield (*path, name)


def cases(*kinds: type) -> list[tuple[str, tuple[str, ...]]]:
    return [
        (qualified, path)
        for qualified in EVENTS
        for kind in kinds
        for path in fields(gate.POLICIES[qualified].payload, kind)
    ]


@contextlib.contextmanager
def any_digits() -> Iterator[None]:
    """What the server reads its messages with has no limit of digits to rely on here."""
    before = sys.get_int_max_str_digits()
    sys.set_int_max_str_digits(0)
    yield
    sys.set_int_max_str_digits(before)


def changed(payload: dict[str, Any], path: tuple[str, ...], value: Any) -> dict[str, Any]:
    if len(path) == 1:
        return {**payload, path[0]: value}
    return {**payload, path[0]: changed(payload[path[0]], path[1:], value)}


async def try_it(school: School, qualified: str, path: tuple, raw: str, monkeypatch: Any) -> Any:
    use_case = EVENTS[qualified]
    allowed = (a for a in (*ASKED, *ACTORS) if expected(a, use_case) is Outcome.allowed)
    actor = next(allowed, ASKED[0])  # of some there is nothing to be had, whoever asks
    thing = school.thing(actor, about(use_case))
    method = qualified.rpartition(".")[2]
    fitting = payload_for(gate.POLICIES[qualified].payload, thing.ids, method)

    def can_be_sent(root) -> None:
        delta = root.get_delta()
        json_dumps(delta).encode()

    with any_digits():
        payload = changed(fitting, path, json.loads(raw))
    return await send(
        qualified, school.people[actor], thing, monkeypatch, payload=payload, then=can_be_sent
    )


def is_calm(answer: Any) -> bool:
    """In words, or dropped at the gate; never an error that was not meant."""
    return answer is None or isinstance(answer, DomainError | str)


@pytest.mark.parametrize(("qualified", "path"), cases(str))
async def test_no_text_in_any_field_is_an_error_of_ours(school, monkeypatch, qualified, path):
    before = marks()
    for label in sorted(TEXTS, key=lambda label: label not in NEVER_KEPT):
        raw = TEXTS[label]
        answer = await try_it(school, qualified, path, raw, monkeypatch)
        assert is_calm(answer), f"{label}: {answer!r}"
        if label in NEVER_KEPT and path[-1] not in COMPARED:
            assert marks() == before, label
    for raw in NOT_TEXT:
        answer = await try_it(school, qualified, path, raw, monkeypatch)
        is_unfilled = raw == "null" and len(path) > 1
        assert answer == "payload" or (is_unfilled and is_calm(answer)), f"{raw}: {answer!r}"
    school.restore()


@pytest.mark.parametrize(("qualified", "path"), cases(int, float, bool))
async def test_no_number_in_any_field_is_anything_but_refused(school, monkeypatch, qualified, path):
    kind = bool if path[-1] in {"is_open", "is_on", "wanted"} else int
    for label, raw in NUMBERS.items():
        before = marks()
        answer = await try_it(school, qualified, path, raw, monkeypatch)
        if label in FITTING.get(path[-1], set()) or (kind is bool and label == "true"):
            assert is_calm(answer), f"{label}: {answer!r}"
            school.restore()
            continue
        assert answer == "payload" or isinstance(answer, DomainError), f"{label}: {answer!r}"
        assert marks() == before, label
