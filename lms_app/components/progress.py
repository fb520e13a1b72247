"""How far along: bars and rings, always with words for screen readers."""

from __future__ import annotations

import math
from typing import Any, Literal

import reflex as rx

from lms_app.components.text import js

_STROKES = {20: 3, 32: 4, 56: 6}


def progress_bar(
    percent: Any,
    label: Any,
    *,
    value_text: Any = None,
    tone: Literal["pen", "good", "bad", "mark"] = "pen",
    waiting: Any = False,
    class_name: Any = "",
) -> rx.Component:
    """A bar from 0 to 100. `label` names it, `value_text` says it in words ("9강 중 3강 완료").

    `waiting` (bool or Var) shows movement while no number is known.
    """
    bounded = js("Math.max(0, Math.min(100, Number($ ?? 0)))", percent, kind=float)
    names: list = ["bar", "" if tone == "pen" else "bar-" + tone, class_name]
    if waiting is not False:
        names.append(rx.cond(waiting, "bar-waiting", ""))
    spoken = {} if value_text is None else {"aria_valuetext": value_text}
    return rx.el.div(
        rx.el.div(class_name="bar-fill", style={"width": js("$ + '%'", bounded)}),
        role="progressbar",
        aria_label=label,
        aria_valuemin="0",
        aria_valuemax="100",
        aria_valuenow=js("String(Math.round($))", bounded),
        class_name=names,
        **spoken,
    )


def progress_ring(
    percent: Any,
    label: Any,
    *,
    size: Literal[20, 32, 56] = 20,
    text: Any = None,
    value_text: Any = None,
) -> rx.Component:
    """A ring of 20, 32 or 56 px; `text` stands inside only at 56."""
    stroke = _STROKES[size]
    radius = (size - stroke) / 2
    length = 2 * math.pi * radius
    circle = {"cx": str(size / 2), "cy": str(size / 2), "r": str(radius), "stroke_width": stroke}
    offset = js("$ * (1 - Math.max(0, Math.min(100, Number($ ?? 0))) / 100)", length, percent)
    spoken = {} if value_text is None else {"aria_valuetext": value_text}
    return rx.el.span(
        rx.el.svg(
            rx.el.circle(**circle, class_name="ring-track"),
            rx.el.circle(
                **circle,
                class_name="ring-fill",
                custom_attrs={"strokeDasharray": str(length), "strokeDashoffset": offset},
            ),
            width=str(size),
            height=str(size),
            view_box=f"0 0 {size} {size}",
            custom_attrs={"aria-hidden": "true"},
        ),
        rx.el.span(text, class_name="ring-text")
        if text is not None and size == 56
        else rx.fragment(),
        role="progressbar",
        aria_label=label,
        aria_valuemin="0",
        aria_valuemax="100",
        aria_valuenow=js("String(Math.round(Number($ ?? 0)))", percent),
        class_name="ring",
        **spoken,
    )
