"""One line of a curriculum, 44 px: state, number, title, what can be done, length."""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.button import anchor
from lms_app.components.hidden import visually_hidden
from lms_app.components.icon import icon, play_glyph
from lms_app.components.progress import progress_ring
from lms_app.components.text import clock, t


def lesson_glyph(state: Any, percent: Any = 0, *, is_current: Any = False) -> rx.Component:
    """The state as a drawing and as a word: new, started, done, locked; current plays."""
    by_state = rx.match(
        state,
        ("done", rx.fragment(icon("circle-check", 18), visually_hidden(t("lesson.state.done")))),
        (
            "started",
            progress_ring(percent, t("lesson.state.partial"), size=20),
        ),
        ("locked", rx.fragment(icon("lock", 16), visually_hidden(t("lesson.locked")))),
        rx.fragment(
            rx.el.span(class_name="state-dot"), visually_hidden(t("lesson.state.not_started"))
        ),
    )
    playing = rx.fragment(play_glyph(14), visually_hidden(t("lesson.state.playing")))
    return rx.el.span(rx.cond(is_current, playing, by_state), class_name="lesson-glyph")


def kind_glyph(kind: Any) -> rx.Component:
    """What sort of lesson it is: a video or something to read."""
    return rx.el.span(
        rx.cond(kind == "article", icon("file-text", 16), play_glyph(12)),
        visually_hidden(
            rx.cond(kind == "article", t("lesson.kind.article"), t("lesson.kind.video"))
        ),
        class_name="lesson-glyph",
    )


def lesson_row(
    *,
    glyph: rx.Component,
    number: Any,
    title: Any,
    seconds: Any,
    href: Any = None,
    on_click: Any = None,
    end: rx.Component | None = None,
    is_current: Any = False,
    class_name: Any = "",
    lang: Any = None,
) -> rx.Component:
    """A lesson: a link with `href`, a button with `on_click`, else plain text.

    `end` stands before the length (a badge, “미리보기”); `is_current` lays the highlighter on it.
    """
    spoken = {} if lang is None else {"lang": lang}
    content = (
        glyph,
        rx.el.span(number, class_name="lesson-number mono"),
        rx.el.span(title, class_name="lesson-title", **spoken),
        rx.el.span(
            end if end is not None else rx.fragment(),
            rx.cond(seconds > 0, rx.el.span(clock(seconds), class_name="lesson-time mono"), ""),
            class_name="lesson-end",
        ),
    )
    names = ["lesson", class_name, rx.cond(is_current, "is-current", "")]
    if href is not None:
        current = rx.cond(is_current, "true", "false")
        return anchor(*content, href=href, class_name=names, aria_current=current)
    if on_click is not None:
        return rx.el.button(*content, type="button", on_click=on_click, class_name=names)
    return rx.el.div(*content, class_name=names)
