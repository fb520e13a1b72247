"""The wordmark and the account panel, shared by every frame."""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.avatar import avatar
from lms_app.components.button import anchor, icon_button, link_button
from lms_app.components.dialog import side_panel
from lms_app.components.form import native_form
from lms_app.components.icon import icon
from lms_app.components.preferences import language_switch, theme_switch
from lms_app.components.text import t
from lms_app.core import urls
from lms_app.states.session import SessionState


def wordmark(*, href: str = urls.HOME) -> rx.Component:
    """“Margin” with the highlighter under it."""
    return anchor("Margin", href=href, aria_label=t("brand.home"), class_name="wordmark")


def preferences() -> rx.Component:
    """Language and theme side by side."""
    return rx.el.div(
        language_switch(SessionState.choose_language),
        theme_switch(SessionState.choose_theme),
        class_name="preferences",
    )


def _own_avatar() -> rx.Component:
    return avatar(
        SessionState.display_name, seed=SessionState.user_key, picture=SessionState.avatar_url
    )


def _panel_link(text: Any, href: str, icon_name: str) -> rx.Component:
    return rx.el.li(anchor(icon(icon_name), text, href=href, class_name="account-link"))


def _account_content() -> rx.Component:
    teach = rx.cond(
        SessionState.is_instructor,
        _panel_link(t("nav.instructor"), urls.INSTRUCTOR, "presentation"),
        _panel_link(t("nav.instructor_start"), urls.INSTRUCTOR_START, "presentation"),
    )
    links = rx.el.ul(
        _panel_link(t("nav.my_courses"), urls.MY_COURSES, "book-open"),
        teach,
        rx.cond(
            SessionState.is_admin,
            _panel_link(t("nav.admin"), urls.ADMIN, "shield"),
            rx.fragment(),
        ),
        _panel_link(t("nav.settings"), urls.SETTINGS, "settings"),
        class_name="account-links",
    )
    sign_out = native_form(
        rx.el.button(icon("log-out"), t("nav.sign_out"), type="submit", class_name="account-link"),
        action=urls.API_SIGN_OUT,
    )
    return rx.el.div(
        rx.el.div(
            _own_avatar(),
            rx.el.span(SessionState.display_name, class_name="strong clamp-1"),
            class_name="account-who",
        ),
        links,
        preferences(),
        sign_out,
        class_name="account",
    )


def account_menu() -> rx.Component:
    """The avatar button and its panel (desktop)."""
    trigger = rx.el.button(
        _own_avatar(),
        type="button",
        aria_label=t("nav.account"),
        class_name="avatar-button",
    )
    return rx.popover.root(
        rx.popover.trigger(trigger),
        rx.popover.content(
            _account_content(), align="end", side_offset=8, class_name="menu account-popover"
        ),
    )


def account_sheet(trigger: rx.Component) -> rx.Component:
    """The same panel as a sheet (phones)."""
    return side_panel(_account_content(), title=t("nav.account"), trigger=trigger)


def guest_actions() -> rx.Component:
    """Sign in and get started."""
    return rx.el.div(
        link_button(t("nav.sign_in"), href=urls.SIGN_IN, variant="secondary"),
        link_button(t("nav.sign_up"), href=urls.SIGN_UP),
        class_name="row",
    )


def session_corner() -> rx.Component:
    """The header's right end: who you are, or the way in. Keeps its place until it is known."""
    settled = rx.cond(SessionState.is_loaded, "corner", "corner is-waiting")
    return rx.el.div(
        rx.cond(SessionState.is_expected, account_menu(), guest_actions()), class_name=settled
    )


def menu_button() -> rx.Component:
    """The account trigger of narrow frames."""
    return account_sheet(icon_button("menu", t("nav.menu")))
