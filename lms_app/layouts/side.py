"""The frame with a side nav, shared by instructors and administrators."""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.button import anchor
from lms_app.components.icon import icon
from lms_app.components.text import t
from lms_app.core import urls
from lms_app.layouts.brand import account_menu, menu_button, wordmark
from lms_app.layouts.shell import frame, main

# Text, address, icon; who is shown it, where not everybody is.
Entry = tuple[Any, str, str] | tuple[Any, str, str, Any]


def side_layout(
    *content: Any,
    entries: list[Entry],
    current: str,
    label: Any,
    home: str,
    dense: bool = False,
    class_name: Any = "",
) -> rx.Component:
    """Side nav left (a scrolling row on phones), the page right.

    `entries` are (text, href, icon); `current` is the address of the one that is on.
    """

    def link(text: Any, href: str, icon_name: str, shown: Any = True) -> rx.Component:
        mark = "page" if href == current else "false"
        entry = anchor(
            icon(icon_name), rx.el.span(text), href=href, aria_current=mark, class_name="side-link"
        )
        return entry if shown is True else rx.cond(shown, entry, rx.fragment())

    side = rx.el.header(
        rx.el.div(
            wordmark(href=home),
            rx.el.span(label, class_name="side-label"),
            rx.el.div(menu_button(), class_name="side-menu"),
            class_name="side-brand",
        ),
        rx.el.nav(*(link(*entry) for entry in entries), aria_label=label, class_name="side-nav"),
        rx.el.div(
            anchor(
                icon("arrow-left"),
                rx.el.span(t("nav.to_site")),
                href=urls.HOME,
                class_name="side-link",
            ),
            account_menu(),
            class_name="side-foot",
        ),
        class_name="side",
    )
    return frame(
        side,
        main(*content, class_name=["side-main", class_name]),
        class_name="frame-side frame-dense" if dense else "frame-side",
    )


def page_head(
    title: Any,
    *actions: Any,
    note: Any = None,
    above: Any = None,
    lang: Any = None,
) -> rx.Component:
    """The head of a working page: h1, a word about it, actions at the right end."""
    spoken = {} if lang is None else {"lang": lang}
    return rx.el.div(
        above if above is not None else rx.fragment(),
        rx.el.div(
            rx.el.h1(title, class_name="page-title", **spoken),
            rx.el.span(note, class_name="page-note") if note is not None else rx.fragment(),
            rx.el.div(*actions, class_name="page-actions") if actions else rx.fragment(),
            class_name="page-head",
        ),
    )
