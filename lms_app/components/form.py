"""Forms: one that really posts (sign-in, sign-out), one that a State answers."""

from __future__ import annotations

from typing import Any

import reflex as rx
from reflex_components_core.el.element import Element


class NativeForm(Element):
    """A form that the browser posts itself.

    `rx.el.form` without a handler gets its default prevented, so that `action` never fires.
    """

    tag = "form"

    action: rx.Var[str]

    method: rx.Var[str]

    auto_complete: rx.Var[str]

    no_validate: rx.Var[bool]

    role: rx.Var[str]


def native_form(*children, action: Any, method: str = "post", **props) -> rx.Component:
    """A form that posts to `action` and loads the answer as a page."""
    return NativeForm.create(*children, action=action, method=method, **props)


def hidden_input(name: str, value: Any) -> rx.Component:
    """A value that travels with the form."""
    return rx.el.input(type="hidden", name=name, value=value, read_only=True)


def state_form(*children, on_submit: Any, class_name: Any = "stack", **props) -> rx.Component:
    """A form answered by a State handler, which gets the fields by name."""
    return rx.el.form(*children, on_submit=on_submit, class_name=class_name, **props)
