"""Panels and stat tiles. A panel needs a reason: it can be clicked, moved, or stands apart."""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.badge import Tone


def card(*children, pad: bool = True, raised: bool = False, class_name: Any = "", **props):
    """A bordered surface."""
    names: list = ["panel"]
    if pad:
        names.append("panel-pad")
    if raised:
        names.append("panel-raised")
    return rx.el.div(*children, class_name=[*names, class_name], **props)


def stat_tile(
    label: Any, value: Any, note: Any = None, *, tone: Tone = "neutral", class_name: Any = ""
) -> rx.Component:
    """One number that matters: what it is, the number, and a word about it."""
    note_class = {"good": "tile-note tone-good", "bad": "tile-note tone-bad"}.get(tone, "tile-note")
    return rx.el.div(
        rx.el.span(label, class_name="caption"),
        rx.el.strong(value, class_name="tile-number"),
        rx.el.span(note, class_name=note_class) if note is not None else rx.fragment(),
        class_name=["panel tile", class_name],
    )


def stat_tiles(*tiles: rx.Component) -> rx.Component:
    """A row of stat tiles that wraps."""
    return rx.el.div(*tiles, class_name="tiles")
