"""Badges (a state in one word), chips (a choice or a filter), callouts (a sentence that matters)."""

from __future__ import annotations

from typing import Any, Literal

import reflex as rx

from lms_app.components.button import anchor
from lms_app.components.icon import icon
from lms_app.components.text import t

Tone = Literal["neutral", "good", "warning", "bad", "pen", "mark"]
_CALLOUT_ICONS = {
    "neutral": "info",
    "pen": "info",
    "mark": "info",
    "good": "circle-check",
    "warning": "triangle-alert",
    "bad": "circle-alert",
}


def badge(*children, tone: Tone | rx.Var[str] = "neutral", class_name: Any = "", **props):
    """A short state. `tone` may be a Var that holds one of the tone names."""
    kind = rx.Var.create("badge-") + tone if isinstance(tone, rx.Var) else "badge-" + tone
    return rx.el.span(*children, class_name=["badge", kind, class_name], **props)


def filter_chip(label: Any, *, href: Any = None, on_remove: Any = None) -> rx.Component:
    """An active filter; using it takes the filter away (an address or a handler)."""
    content = (
        rx.el.span(label),
        icon("x", 14),
        rx.el.span(t("action.remove_filter", name=label), class_name="visually-hidden"),
    )
    if href is not None:
        return anchor(*content, href=href, class_name="chip chip-active")
    return rx.el.button(*content, type="button", on_click=on_remove, class_name="chip chip-active")


def callout(
    *children, tone: Tone = "neutral", action: rx.Component | None = None, **props
) -> rx.Component:
    """A sentence that should not be missed, with an optional action at its end."""
    return rx.el.div(
        icon(_CALLOUT_ICONS[tone], 18),
        rx.el.div(*children, class_name="grow"),
        rx.el.div(action, class_name="callout-action") if action is not None else rx.fragment(),
        class_name="callout callout-" + tone,
        **props,
    )
