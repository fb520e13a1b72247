"""The values a page would hold once its states had loaded, for rendering it on the server."""

from __future__ import annotations

from typing import Any, TypeVar

import reflex as rx
from reflex_base.utils.format import json_dumps

S = TypeVar("S", bound=rx.State)


def blank(kind: type[S]) -> S:
    """Return a state of nobody, with its defaults; it has no parent, no session, no router."""
    return kind(_reflex_internal_init=True)  # type: ignore[call-arg]


def snapshot(*states: rx.State) -> str:
    """Return what the browser would have been told about these states, as JSON."""
    values: dict[str, Any] = {}
    for state in states:
        values.update(state.dict())
    return str(json_dumps(values))
