"""The public site: header, bottom tabs on phones, footer."""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.badge import callout
from lms_app.components.button import anchor, button
from lms_app.components.icon import icon
from lms_app.components.search_field import search_field
from lms_app.components.text import t
from lms_app.core import urls
from lms_app.layouts.brand import account_sheet, preferences, session_corner, wordmark
from lms_app.layouts.shell import frame, main
from lms_app.states.session import SessionState


def _nav_link(text: Any, href: str, *, current: bool) -> rx.Component:
    mark = "page" if current else "false"
    return anchor(text, href=href, aria_current=mark, class_name="nav-link")


def _teach_link() -> rx.Component:
    return rx.cond(
        SessionState.is_instructor,
        anchor(t("nav.instructor"), href=urls.INSTRUCTOR, class_name="nav-link"),
        rx.fragment(),
    )


def header(current: str, *, search: bool = True) -> rx.Component:
    """The 64 px header; `current` is the address of the nav entry that is on."""
    my_courses = rx.cond(
        SessionState.is_expected,
        _nav_link(t("nav.my_courses"), urls.MY_COURSES, current=current == urls.MY_COURSES),
        rx.fragment(),
    )
    box = search_field(
        action=urls.COURSES,
        placeholder=t("home.search_placeholder"),
        field_id="site-search",
        class_name="site-search",
    )
    return rx.el.header(
        rx.el.div(
            wordmark(),
            rx.el.nav(
                _nav_link(t("nav.courses"), urls.COURSES, current=current == urls.COURSES),
                my_courses,
                aria_label=t("nav.main"),
                class_name="site-nav",
            ),
            box if search else rx.fragment(),
            rx.el.div(_teach_link(), session_corner(), class_name="site-end"),
            anchor(
                icon("search", 22),
                href=urls.COURSES,
                aria_label=t("action.search"),
                class_name="site-search-icon",
            ),
            class_name="wrap site-bar",
        ),
        class_name="site-header",
    )


def _tab(text: Any, icon_name: str, href: str, *, current: bool) -> rx.Component:
    mark = "page" if current else "false"
    return anchor(
        icon(icon_name, 22), text, href=href, aria_current=mark, class_name="tab-bar-item"
    )


def tab_bar(current: str) -> rx.Component:
    """Bottom tabs of phones: home, explore, my courses, me."""
    me = account_sheet(
        rx.el.button(icon("user", 22), t("nav.me"), type="button", class_name="tab-bar-item")
    )
    sign_in = _tab(t("nav.sign_in"), "user", urls.SIGN_IN, current=current == urls.SIGN_IN)
    return rx.el.nav(
        _tab(t("nav.home"), "house", urls.HOME, current=current == urls.HOME),
        _tab(t("nav.explore"), "search", urls.COURSES, current=current == urls.COURSES),
        _tab(t("nav.my_courses"), "book-open", urls.MY_COURSES, current=current == urls.MY_COURSES),
        rx.cond(SessionState.is_expected, me, sign_in),
        aria_label=t("nav.mobile"),
        class_name="tab-bar",
    )


def footer() -> rx.Component:
    """Terms, privacy, teaching; language and theme."""
    links = (
        (t("nav.courses"), urls.COURSES),
        (t("nav.instructor_start"), urls.INSTRUCTOR_START),
        (t("nav.terms"), urls.TERMS),
        (t("nav.privacy"), urls.PRIVACY),
    )
    return rx.el.footer(
        rx.el.div(
            rx.el.span("Margin", class_name="strong"),
            rx.el.nav(
                *(anchor(text, href=href) for text, href in links),
                aria_label=t("nav.footer"),
                class_name="footer-links",
            ),
            preferences(),
            class_name="wrap footer-bar",
        ),
        class_name="site-footer",
    )


def portal_layout(
    *content: Any,
    current: str = "",
    class_name: Any = "",
    search: bool = True,
    tabs: bool = True,
    wide: bool = False,
    asks_address: bool = True,
) -> rx.Component:
    """A page of the public site. `current` is the address of its nav entry.

    Content stands in the 1240 px column; `wide=True` leaves the width to the content.
    `tabs=False` takes the phone's bottom tabs away (checkout, course page with its own bar);
    `asks_address=False` is for a page that asks for a confirmed address itself.
    """
    unverified = callout(
        t("unverified.text"),
        tone="warning",
        action=button(
            t("unverified.resend"),
            variant="secondary",
            size="sm",
            on_click=SessionState.resend_verification,
        ),
    )
    told = rx.el.div(unverified, class_name="wrap", role="status")
    inner = ["site-main" if wide else "site-main wrap", class_name]
    return frame(
        header(current, search=search),
        rx.cond(SessionState.is_verified, rx.fragment(), told) if asks_address else rx.fragment(),
        main(*content, class_name=inner),
        footer(),
        tab_bar(current) if tabs else rx.fragment(),
        class_name="frame-portal" if tabs else "frame-portal no-tabs",
    )
