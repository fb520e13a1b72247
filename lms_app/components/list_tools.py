"""What a dense list needs: the line of tools above it, and cells that know their place on phones."""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.field import select_control

_CELLS = {
    "title": "cell-title",
    "sub": "cell-sub",
    "status": "cell-status",
    "action": "cell-action",
    "wide": "cell-wide",
}


def list_filter(
    label: Any, every: Any, options: list[tuple[str, Any]], *, value: Any, on_change: Any
) -> rx.Component:
    """A small picker of one filter; `every` is the text of no filter."""
    return select_control(
        ("", every),
        *options,
        value=value,
        on_change=on_change,
        aria_label=label,
        size="sm",
        class_name="select-auto",
    )


def list_tools(search: rx.Component, *filters: rx.Component) -> rx.Component:
    """Search left, filters beside it; they wrap on phones."""
    return rx.el.div(
        search, rx.el.div(*filters, class_name="row row-wrap"), class_name="list-tools"
    )


def list_cell(*children: Any, kind: str = "wide", right: bool = False) -> rx.Component:
    """A cell of a list. On phones a row has two lines: `title` and `status` make the first,
    `sub` and `action` the second; `wide` cells are left out."""
    return rx.el.td(*children, class_name=[_CELLS[kind], "right" if right else ""])
