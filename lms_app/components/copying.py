"""Copying a text to the clipboard, without a script that would have to be evaluated."""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.browser_state import browser_flag
from lms_app.components.button import button
from lms_app.components.icon import icon
from lms_app.components.text import js, t


def copy_button(text: rx.Var[str], *, name: str, **props: Any) -> rx.Component:
    """A button that copies `text` and says so; `name` is its own on the page."""
    copied = browser_flag(name)
    act = js(
        "() => { navigator.clipboard?.writeText($).then(() => ($)()); }",
        text,
        copied.on,
        kind=rx.EventChain,
    )
    words = rx.cond(
        copied.value,
        rx.fragment(icon("check", 16), t("action.copied")),
        rx.fragment(icon("copy", 16), t("action.copy")),
    )
    return rx.fragment(
        copied.mark,
        button(words, variant="secondary", on_click=act, aria_live="polite", **props),
    )
