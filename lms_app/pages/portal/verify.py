"""Where a link to confirm an address leads. It acts when the form is posted, not before: mail
programs open links too."""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.button import button, link_button
from lms_app.components.form import hidden_input, native_form
from lms_app.components.scriptless import needs_scripts
from lms_app.components.skeleton import skeleton
from lms_app.components.text import t
from lms_app.core import urls
from lms_app.layouts.shell import Page
from lms_app.pages.portal.email_cards import email_card
from lms_app.pages.portal.sign_in import password_field
from lms_app.states.portal.account_forms import AccountFormState as State


def _form(label: str, *fields: rx.Component) -> rx.Component:
    return native_form(
        hidden_input("token", State.token),
        *fields,
        button(t(label), type="submit", size="lg", block=True),
        action=urls.API_VERIFY,
        class_name="stack",
    )


def _go_on(href: Any, label: str) -> rx.Component:
    return link_button(t(label), href=href, size="lg", block=True)


def _as_another() -> rx.Component:
    """Out of this account and into the one the link belongs to, and back to the link."""
    return native_form(
        hidden_input("next", State.next_path),
        button(t("verify.other_account"), type="submit", size="lg", block=True),
        action=urls.API_SIGN_OUT,
    )


def _lead() -> rx.Component:
    return rx.match(
        State.kind,
        ("sign_up", t("verify.sign_up_text", email=State.email)),
        ("verify", t("verify.verify_text", email=State.email)),
        ("change", t("verify.change_text", email=State.email)),
        ("done", t("verify.done_text")),
        ("changed", t("verify.changed_text")),
        ("dead", t("verify.dead_text")),
        ("sign_in", t("verify.sign_in_text", email=State.email)),
        ("other_account", t("verify.other_account_text", email=State.email)),
        "",
    )


def page() -> rx.Component:
    """The page at `/verify`."""
    password = rx.cond(
        State.asks_password,
        rx.el.div(
            rx.el.p(t("verify.password_text"), class_name="small muted"),
            password_field(new=False),
            class_name="stack",
        ),
        rx.fragment(),
    )
    title = rx.match(
        State.kind,
        ("done", t("verify.done_title")),
        ("changed", t("verify.done_title")),
        ("dead", t("verify.dead_title")),
        t("verify.title"),
    )
    content = rx.match(
        State.kind,
        ("sign_up", _form("verify.sign_up_submit", password)),
        ("verify", _form("verify.submit")),
        ("change", _form("verify.change_submit")),
        ("done", _go_on(urls.HOME, "verify.go_on")),
        ("changed", _go_on(urls.HOME, "verify.go_on")),
        ("dead", _go_on(urls.SIGN_IN, "forgot.back")),
        ("sign_in", _go_on(State.next_path, "verify.sign_in")),
        ("other_account", _as_another()),
        rx.fragment(skeleton("skeleton-line w-70"), needs_scripts(t("state.needs_scripts"))),
    )
    return email_card(title, _lead(), content)


PAGE = Page(
    route=urls.VERIFY, build=page, title=lambda: t("verify.title"), on_load=(State.load_link,)
)
