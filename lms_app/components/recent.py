"""A short list of what came last, in a panel: who or what, about what, when."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import reflex as rx

from lms_app.components.avatar import avatar
from lms_app.components.button import text_link
from lms_app.components.text import t


def recent_row(
    picture: rx.Component, title: Any, note: Any, *end: Any, key: Any = None
) -> rx.Component:
    """One line: a picture, two texts one above the other, and what stands at the end."""
    return rx.el.li(
        picture,
        rx.el.div(
            rx.el.div(title, class_name="recent-title clamp-1"),
            rx.el.div(note, class_name="caption clamp-1"),
            class_name="grow",
        ),
        rx.el.div(*end, class_name="recent-end"),
        class_name="recent-row",
        key=key,
    )


def person_picture(name: Any) -> rx.Component:
    """The person's initials."""
    return avatar(name, size="sm")


def recent_panel(
    title: Any,
    rows: rx.Var[list],
    row: Callable[[Any], rx.Component],
    *,
    nothing: Any,
    all_href: str,
) -> rx.Component:
    """The panel; `nothing` is said while there is none, `all_href` leads to the whole list."""
    head = rx.el.div(
        rx.el.h2(title),
        text_link(t("action.see_all"), href=all_href) if all_href else rx.fragment(),
        class_name="panel-head",
    )
    return rx.el.section(
        head,
        rx.cond(
            rows.length() > 0,
            rx.el.ul(rx.foreach(rows, row)),
            rx.el.p(nothing, class_name="muted recent-none"),
        ),
        class_name="panel recent",
    )
