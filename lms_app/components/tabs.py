"""Tabs: addresses (a page each) or panels on one page."""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.button import anchor


def nav_tabs(*items: tuple[Any, Any, Any], label: Any, class_name: Any = "") -> rx.Component:
    """Tabs that are addresses: items are (text, href, is_current)."""

    def item(text: Any, href: Any, current: Any) -> rx.Component:
        mark = (
            rx.cond(current, "page", "false")
            if isinstance(current, rx.Var)
            else ("page" if current else "false")
        )
        return anchor(text, href=href, class_name="tab", aria_current=mark)

    return rx.el.nav(
        *(item(*entry) for entry in items), aria_label=label, class_name=["tabs", class_name]
    )


def tabs(*items: tuple[str, Any, rx.Component], value: Any = None, on_change: Any = None, **props):
    """Panels behind tabs (Radix: arrow keys, roles). Items are (value, title, panel).

    Without `value` the tabs keep their own place, starting at the first.
    """
    control: dict[str, Any] = {"default_value": items[0][0]}
    if value is not None:
        control = {"value": value, "on_change": on_change}
    triggers = [
        rx.tabs.trigger(title, value=name, class_name="tab-trigger") for name, title, _ in items
    ]
    return rx.tabs.root(
        rx.tabs.list(*triggers, class_name="tabs-list"),
        *(rx.tabs.content(panel, value=name) for name, _, panel in items),
        **control,
        **props,
    )


def tab_count(count: Any) -> rx.Component:
    """The small number behind a tab's title."""
    return rx.el.span(count, class_name="tab-count")
