"""The curriculum: sections that open and close by themselves (native details)."""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.icon import icon


def curriculum(*sections: Any, class_name: Any = "") -> rx.Component:
    """The frame around `curriculum_section`s (usually one rx.foreach)."""
    return rx.el.div(*sections, class_name=["curriculum", class_name])


def curriculum_section(*lessons: Any, title: Any, note: Any, opened: Any = False) -> rx.Component:
    """One section: its title, “5강 · 43분” at the right, its rows inside a list.

    `lessons` are rx.el.li elements (or a foreach of them); `opened` is where it starts, and
    where it goes when the value changes (expand all).
    """
    return rx.el.details(
        rx.el.summary(
            icon("chevron-down", 18),
            rx.el.span(title),
            rx.el.span(note, class_name="caption"),
            class_name="section-head",
        ),
        rx.el.ul(*lessons, class_name="section-lessons"),
        open=opened,
        class_name="section",
    )
