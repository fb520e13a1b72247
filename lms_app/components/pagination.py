"""Pages as real links, so that crawlers and the back button work."""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.button import anchor
from lms_app.components.icon import icon
from lms_app.components.text import js, t


def pagination(number: Any, pages: Any, href_of: Any) -> rx.Component:
    """Page links around the current one. `href_of(number_var)` returns the address of a page.

    Shows at most seven numbers; nothing when there is only one page.
    """
    window = js(
        "((n, p) => Array.from({length: p}, (_, i) => i + 1)"
        ".filter((i) => i === 1 || i === p || Math.abs(i - n) <= 2))(Number($), Number($))",
        number,
        pages,
        kind=list[int],
    )

    def page(entry: rx.Var[int]) -> rx.Component:
        return anchor(
            entry,
            href=href_of(entry),
            class_name="page-link",
            aria_label=t("state.page", page=entry),
            aria_current=rx.cond(entry == number, "page", "false"),
        )

    def step(name: str, label: str, target: rx.Var, present: rx.Var) -> rx.Component:
        link = anchor(
            icon(name, 18), href=href_of(target), class_name="page-link", aria_label=t(label)
        )
        return rx.cond(present, link, rx.fragment())

    before = js("$ - 1", number, kind=int)
    after = js("$ + 1", number, kind=int)
    return rx.cond(
        pages > 1,
        rx.el.nav(
            step("chevron-left", "state.previous", before, number > 1),
            rx.foreach(window, page),
            step("chevron-right", "state.next", after, number < pages),
            aria_label=t("state.pages"),
            class_name="pages",
        ),
        rx.fragment(),
    )
