"""A yes or no that lives in the browser only: what is opened, what is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import reflex as rx


@dataclass(frozen=True)
class BrowserFlag:
    """`mark` goes into the page once, `value` is read, `toggle` and `on` are events of a control."""

    mark: Any
    value: rx.Var[bool]
    toggle: Any
    on: Any


def browser_flag(name: str) -> BrowserFlag:
    """A flag by its name, off at first; no trip to the server."""
    # Each memoised component has hooks of its own, so only a global reference reaches them all.
    flag = rx._x.client_state(name, default=False)
    return BrowserFlag(
        mark=flag, value=flag.value, toggle=flag.set_value(~flag.value), on=flag.set_value(True)
    )
