"""Proving once more who is there, before what matters."""

from __future__ import annotations

import reflex as rx

from lms_app.components.button import button
from lms_app.components.field import text_field
from lms_app.components.form import hidden_input, native_form
from lms_app.components.icon import icon
from lms_app.components.loaded import next_input
from lms_app.components.skeleton import skeleton_rows
from lms_app.components.text import t
from lms_app.components.vendor.passkeys import passkey_form
from lms_app.core import urls
from lms_app.layouts.shell import Page
from lms_app.pages.portal.proof_card import code_form, or_line, proof_card
from lms_app.pages.settings.linked_accounts import confirm_links
from lms_app.states.portal.account_forms import AccountFormState as State
from lms_app.states.portal.proof import ProofState
from lms_app.states.settings.linked_accounts import LinkedAccountsState


def page() -> rx.Component:
    """The page at `/confirm`."""
    passkey = passkey_form(
        icon("key-round"),
        t("passkey.confirm"),
        ask=urls.API_PASSKEY + "/ask-own",
        action=urls.API_PASSKEY + "/prove",
        next_path=State.next_path,
    )
    ways = rx.el.div(
        rx.cond(ProofState.has_password, _password(), rx.fragment()),
        rx.cond(
            ProofState.has_code,
            code_form(action=urls.API_PROOF + "/code", submit=t("confirm.submit")),
            rx.fragment(),
        ),
        rx.cond(ProofState.has_code & ProofState.has_passkey, or_line(), rx.fragment()),
        rx.cond(ProofState.has_passkey, passkey, rx.fragment()),
        rx.cond(
            ProofState.has_password | ProofState.has_code | ProofState.has_passkey,
            rx.fragment(),
            _elsewhere(),
        ),
        class_name="stack",
    )
    return proof_card(
        t("confirm.title"),
        t("confirm.lead"),
        rx.cond(ProofState.is_loaded, ways, skeleton_rows(3)),
    )


def _password() -> rx.Component:
    return native_form(
        next_input(State.next_path),
        text_field(
            "password",
            t("form.password"),
            type="password",
            auto_complete="current-password",
            required=True,
            auto_focus=True,
            size="lg",
        ),
        button(t("confirm.submit"), type="submit", size="lg", block=True),
        action=urls.API_PROOF + "/password",
        class_name="stack",
    )


def _elsewhere() -> rx.Component:
    """For who has none of these: a provider that asks for its secret anew where there is one, and
    in plain words what else can be done."""
    again = native_form(
        rx.el.p(t("confirm.again_text"), class_name="small muted"),
        hidden_input("next", ProofState.sign_in_path),
        button(t("confirm.sign_in_again"), type="submit", size="lg", block=True),
        action=urls.API_SIGN_OUT,
        class_name="stack stack-2",
    )
    password = native_form(
        rx.el.p(t("confirm.password_text", email=ProofState.email), class_name="small muted"),
        hidden_input("email", ProofState.email),
        button(
            t("change_password.first"), type="submit", variant="secondary", size="lg", block=True
        ),
        action=urls.API_FORGOT,
        class_name="stack stack-2",
    )
    return rx.fragment(
        confirm_links(State.next_path),
        again,
        rx.cond(ProofState.email != "", password, rx.fragment()),
        rx.el.p(t("confirm.passkey_text"), class_name="small muted"),
    )


PAGE = Page(
    route=urls.CONFIRM,
    build=page,
    title=lambda: t("confirm.title"),
    on_load=(State.load, ProofState.load_confirm, LinkedAccountsState.load),
)
