"""Tables: real ones. Sorting, filtering and paging happen on the server."""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.text import t


def column(text: Any, *, right: bool = False, hidden_label: bool = False, **props) -> rx.Component:
    """A column's head; `hidden_label` for columns of actions."""
    content = rx.el.span(text, class_name="visually-hidden") if hidden_label else text
    return rx.el.th(content, scope="col", class_name="right" if right else "", **props)


def cell(*children, right: bool = False, class_name: Any = "", **props) -> rx.Component:
    """A table cell; numbers go right."""
    return rx.el.td(*children, class_name=["right" if right else "", class_name], **props)


def data_table(
    heads: list[rx.Component],
    rows: rx.Component,
    *,
    caption: Any,
    dense: bool = False,
    cards_on_phone: bool = False,
    class_name: Any = "",
) -> rx.Component:
    """A table in a frame; `rows` is usually an rx.foreach of rx.el.tr. `caption` is read aloud.

    `cards_on_phone` turns rows into two-line entries below 640 px.
    """
    names = ["table"]
    if dense:
        names.append("table-dense")
    if cards_on_phone:
        names.append("table-cards")
    return rx.el.div(
        rx.el.table(
            rx.el.caption(caption, class_name="visually-hidden"),
            rx.el.thead(rx.el.tr(*heads)),
            rx.el.tbody(rows),
            class_name=" ".join(names),
        ),
        role="region",
        aria_label=caption,
        tab_index=0,
        class_name=["table-wrap", class_name],
    )


def row_count(shown: Any, total: Any) -> rx.Component:
    """How many rows of how many are on the page."""
    return rx.el.p(t("state.shown_of", shown=shown, total=total), class_name="caption")
