"""Signing in: a native form; the answer is a full navigation."""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.badge import callout
from lms_app.components.browser_state import browser_flag
from lms_app.components.button import button, link_button, native_link, text_link
from lms_app.components.field import text_field
from lms_app.components.form import native_form
from lms_app.components.icon import icon
from lms_app.components.loaded import next_input
from lms_app.components.providers import provider_links
from lms_app.components.text import js, t
from lms_app.components.vendor.passkeys import passkey_form
from lms_app.core import urls
from lms_app.layouts.portal import portal_layout
from lms_app.layouts.shell import Page
from lms_app.states.portal.account_forms import AccountFormState as State
from lms_app.states.session import SessionState


def password_field(*, new: bool, hint: Any = None) -> rx.Component:
    """A password that can be shown; pasting and password managers are welcome."""
    shown = browser_flag("password_shown")
    label = rx.cond(shown.value, t("form.hide_password"), t("form.show_password"))
    toggle = rx.el.button(
        rx.cond(shown.value, icon("eye-off"), icon("eye")),
        type="button",
        aria_label=label,
        title=label,
        aria_pressed=rx.cond(shown.value, "true", "false"),
        on_click=shown.toggle,
        class_name="btn btn-ghost btn-square btn-sm",
    )
    return rx.fragment(
        shown.mark,
        text_field(
            "password",
            t("form.password"),
            type=rx.cond(shown.value, "text", "password"),
            auto_complete="new-password" if new else "current-password",
            required=True,
            size="lg",
            hint=hint,
            error=State.password_error,
            end=toggle,
        ),
    )


def email_field() -> rx.Component:
    """The address, kept when the form comes back."""
    return text_field(
        "email",
        t("form.email"),
        type="email",
        auto_complete="email",
        input_mode="email",
        required=True,
        max_length=254,
        size="lg",
        given=State.email,
        error=State.email_error,
    )


def account_card(
    title: Any, lead: Any, form: rx.Component, foot: rx.Component, *, elsewhere: bool = True
) -> rx.Component:
    """The one card of sign-in and sign-up; `elsewhere` offers the providers too."""
    refusal = rx.cond(
        State.error != "",
        rx.el.div(callout(State.error, tone="bad"), role="alert"),
        rx.fragment(),
    )
    notice = rx.cond(
        State.notice != "",
        rx.el.div(callout(State.notice, tone="good"), role="status"),
        rx.fragment(),
    )
    card = rx.el.div(
        _heading(title, lead),
        refusal,
        notice,
        form,
        provider_links(State.providers, State.next_path) if elsewhere else rx.fragment(),
        rx.el.p(foot, class_name="small muted account-foot"),
        class_name="panel account-card",
    )
    return portal_layout(
        rx.cond(SessionState.is_signed_in, _already(), card),
        search=False,
        class_name="account-page",
    )


def _heading(title: Any, lead: Any) -> rx.Component:
    return rx.el.div(rx.el.h1(title), rx.el.p(lead, class_name="ink-2"), class_name="stack stack-2")


def _already() -> rx.Component:
    """For who is signed in: on to where they were going, or out first."""
    sign_out = native_form(
        button(t("nav.sign_out"), type="submit", variant="secondary", size="lg", block=True),
        action=urls.API_SIGN_OUT,
    )
    return rx.el.div(
        _heading(t("sign_in.already"), t("sign_in.already_text", name=SessionState.display_name)),
        rx.el.div(
            link_button(t("sign_in.go_on"), href=State.next_path, size="lg", block=True),
            sign_out,
            class_name="stack",
        ),
        class_name="panel account-card",
    )


def with_next(path: str) -> rx.Var[str]:
    """The other form's address, so that both lead to the same place."""
    return js(
        "$ === '/' ? $ : $ + '?next=' + encodeURIComponent($)",
        State.next_path,
        path,
        path,
        State.next_path,
    )


FORGOTTEN = "forgotten"


def _forgotten() -> rx.Component:
    """On to a new password; the address that stands above goes along, and not by the URL."""
    take_along = js(
        "(event) => { const typed = document.getElementById('email').value,"
        " form = document.getElementById($); if (!typed) return; event.preventDefault();"
        " form.elements.email.value = typed; form.submit(); }",
        FORGOTTEN,
        kind=rx.EventChain,
    )
    return native_link(t("forgot.link"), href=urls.FORGOT, on_click=take_along, class_name="link")


def _forgotten_form() -> rx.Component:
    form = native_form(
        rx.el.input(type="hidden", name="email"), action=urls.API_FORGOT_FORM, id=FORGOTTEN
    )
    return rx.el.div(form, hidden=True)


def page() -> rx.Component:
    """The page at `/login`."""
    form = native_form(
        next_input(State.next_path),
        email_field(),
        password_field(new=False),
        rx.el.p(_forgotten(), class_name="small"),
        button(t("sign_in.submit"), type="submit", size="lg", block=True),
        action=urls.API_SIGN_IN,
        class_name="stack",
    )
    foot = rx.fragment(
        t("sign_in.no_account"),
        " ",
        text_link(t("sign_in.to_sign_up"), href=with_next(urls.SIGN_UP)),
    )
    passkey = passkey_form(
        icon("key-round"),
        t("passkey.use"),
        ask=urls.API_PASSKEY + "/ask",
        action=urls.API_PASSKEY + "/sign-in",
        next_path=State.next_path,
    )
    ways = rx.el.div(form, _forgotten_form(), passkey, class_name="stack")
    return account_card(t("sign_in.title"), t("sign_in.lead"), ways, foot)


PAGE = Page(route=urls.SIGN_IN, build=page, title=lambda: t("sign_in.title"), on_load=(State.load,))
