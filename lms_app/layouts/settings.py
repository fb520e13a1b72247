"""The frame of a person's own settings: a list of pages left (a row on phones), the page right.

A page of settings appends its entry to `ENTRIES`; what is not built is not listed.
"""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.button import anchor
from lms_app.components.icon import icon
from lms_app.components.scriptless import needs_scripts
from lms_app.components.skeleton import skeleton
from lms_app.components.text import t
from lms_app.core import urls
from lms_app.layouts.portal import portal_layout
from lms_app.states.session import SessionState

# Text key, address, icon; in the order in which they are listed.
ENTRIES: list[tuple[str, str, str]] = [
    ("settings.profile", urls.SETTINGS, "user-round"),
    ("settings.security", urls.SETTINGS_SECURITY, "lock"),
    ("settings.playback", urls.SETTINGS_PLAYBACK, "circle-play"),
    ("settings.notifications", urls.SETTINGS_NOTIFICATIONS, "bell"),
    ("settings.language", urls.SETTINGS_LANGUAGE, "globe"),
    ("settings.api", urls.SETTINGS_API, "key-round"),
    ("settings.data", urls.SETTINGS_DATA, "database"),
]

# Closed to an admin who looks on as somebody else; the door keeps what stands there.
_PRIVATE = {urls.SETTINGS_SECURITY, urls.SETTINGS_API, urls.SETTINGS_DATA}


def _entry(key: str, href: str, icon_name: str, active: str) -> rx.Component:
    link = anchor(
        icon(icon_name),
        rx.el.span(t(key)),
        href=href,
        aria_current="page" if href == active else "false",
        class_name="side-link",
    )
    return rx.el.li(link)


def settings_layout(active: str, *children: Any) -> rx.Component:
    """A page of settings; `active` is its own address, as in `ENTRIES`.

    The page brings its own h1 (`settings_head`).
    """
    nav = rx.el.nav(
        rx.el.p(t("settings.title"), class_name="settings-label", aria_hidden="true"),
        rx.el.ul(*(_entry(*entry, active) for entry in ENTRIES), class_name="settings-entries"),
        aria_label=t("settings.title"),
        class_name="settings-nav",
    )
    page = rx.el.div(*children, class_name="settings-page")
    if active in _PRIVATE:
        name = next(key for key, href, _ in ENTRIES if href == active)
        closed = settings_head(t(name), t("looking.private"))
        page = rx.cond(
            SessionState.is_impersonated, rx.el.div(closed, class_name="settings-page"), page
        )
    return portal_layout(rx.el.div(nav, page, class_name="settings"))


def settings_head(title: Any, lead: Any, end: rx.Component | None = None) -> rx.Component:
    """The head of a page of settings; `end` says at its right whether all is saved."""
    return rx.el.header(
        rx.el.div(
            rx.el.h1(title, class_name="settings-title"),
            end if end is not None else rx.fragment(),
            class_name="settings-title-row",
        ),
        rx.el.p(lead, class_name="settings-lead"),
        class_name="settings-head",
    )


def settings_section(
    title: Any, *children: Any, text: Any = None, class_name: Any = ""
) -> rx.Component:
    """One subject of a page: what it is about left, its controls right (below on phones)."""
    about = rx.el.div(
        rx.el.h2(title, class_name="settings-section-title"),
        rx.el.p(text, class_name="settings-section-text") if text is not None else rx.fragment(),
        class_name="settings-about",
    )
    return rx.el.section(
        about,
        rx.el.div(*children, class_name="settings-controls"),
        class_name=["settings-section", class_name],
    )


def choice_card(name: str, value: str, *children: Any, checked: Any, **props: Any) -> rx.Component:
    """One of a few, drawn: a radio button that is its whole card. Props go to the input."""
    return rx.el.label(
        rx.el.input(
            type="radio",
            name=name,
            value=value,
            default_checked=checked,
            class_name="visually-hidden",
            **props,
        ),
        *children,
        rx.el.span(icon("check", 16), class_name="choice-mark"),
        class_name="choice",
    )


def settings_loading() -> rx.Component:
    """The shape of a page of settings to come."""
    row = rx.el.div(
        rx.el.div(skeleton("skeleton-line w-50"), skeleton("skeleton-line w-90")),
        rx.el.div(skeleton("skeleton-action"), class_name="settings-controls"),
        class_name="settings-section",
    )
    return rx.fragment(
        needs_scripts(t("state.needs_scripts")),
        rx.el.div(
            skeleton("skeleton-title w-30"),
            skeleton("skeleton-line w-50"),
            class_name="settings-head",
        ),
        row,
        row,
        row,
    )
