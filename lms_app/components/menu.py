"""Menus and tooltips (Radix keeps the keys)."""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.icon import icon


def menu(trigger: rx.Component, *items: rx.Component, align: str = "end") -> rx.Component:
    """A menu under `trigger` (a button); items from the functions below."""
    return rx.menu.root(
        rx.menu.trigger(trigger),
        rx.menu.content(*items, align=align, side_offset=6, class_name="menu", variant="soft"),
        modal=False,
    )


def menu_action(label: Any, on_select: Any, *, icon_name: str = "", danger: bool = False):
    """An item that does something."""
    return rx.menu.item(
        icon(icon_name) if icon_name else rx.fragment(),
        label,
        on_select=on_select,
        class_name=["menu-item", "menu-item-danger" if danger else ""],
    )


def menu_separator() -> rx.Component:
    """A line between groups."""
    return rx.menu.separator(class_name="menu-sep")


def tooltip(child: rx.Component, text: Any) -> rx.Component:
    """A word of help on hover and focus; never the only place of a fact."""
    return rx.tooltip(child, content=text, class_name="tooltip")
