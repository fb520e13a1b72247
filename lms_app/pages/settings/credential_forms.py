"""The forms for password and address, for the page of sign-in and security."""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.button import button
from lms_app.components.field import text_field
from lms_app.components.form import hidden_input, native_form, state_form
from lms_app.components.text import t
from lms_app.core import urls
from lms_app.states.settings.credentials import CredentialState as State


def _error(form: str, field: str) -> rx.Var[str]:
    return rx.cond(State.in_form == form, State.errors[field], "")


def _password(form: str, name: str, label: Any, *, new: bool = False) -> rx.Component:
    # A form sends what has an id by its id too: each name is its own on the whole page.
    return text_field(
        f"{form}_{name}",
        label,
        type="password",
        auto_complete="new-password" if new else "current-password",
        required=True,
        hint=t("sign_up.password_hint") if new else None,
        error=_error(form, name),
    )


def password_form() -> rx.Component:
    """Change the password: the current one, then the new one."""
    form = state_form(
        _password("password", "current", t("change_password.current")),
        _password("password", "password", t("reset.new_password"), new=True),
        rx.el.div(button(t("change_password.submit"), type="submit"), class_name="row"),
        on_submit=State.change_password,
        key=State.round,
    )
    return rx.el.section(
        rx.el.h3(t("change_password.title"), class_name="strong"),
        rx.cond(State.has_password, form, _first_password()),
        class_name="stack",
    )


def _first_password() -> rx.Component:
    """For who signs in elsewhere: a link to their address, by which they choose one."""
    ask = native_form(
        rx.el.p(t("change_password.none_text", email=State.address), class_name="small muted"),
        hidden_input("email", State.address),
        rx.el.div(
            button(t("change_password.first"), type="submit", variant="secondary"), class_name="row"
        ),
        action=urls.API_FORGOT,
        class_name="stack stack-2",
    )
    no_address = rx.el.p(t("change_password.no_address_text"), class_name="small muted")
    return rx.cond(State.address != "", ask, no_address)


def address_form() -> rx.Component:
    """Change the address: a link goes to the new one before anything changes."""
    address = text_field(
        "address_email",
        t("change_email.new"),
        type="email",
        auto_complete="email",
        required=True,
        max_length=254,
        error=_error("address", "email"),
    )
    form = state_form(
        address,
        rx.cond(
            State.has_password,
            _password("address", "current", t("change_password.current")),
            rx.fragment(),
        ),
        rx.el.div(button(t("change_email.submit"), type="submit"), class_name="row"),
        on_submit=State.change_address,
        key=State.round,
    )
    return rx.el.section(
        rx.el.h3(t("change_email.title"), class_name="strong"),
        rx.cond(
            State.address != "",
            rx.el.p(t("change_email.current", email=State.address), class_name="small muted"),
            rx.el.p(t("change_email.none"), class_name="small muted"),
        ),
        form,
        class_name="stack",
    )
