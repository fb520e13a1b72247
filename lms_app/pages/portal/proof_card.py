"""The card of pages where somebody proves who they are, and its forms."""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.badge import callout
from lms_app.components.button import button
from lms_app.components.field import text_field
from lms_app.components.form import native_form
from lms_app.components.loaded import next_input
from lms_app.components.text import t
from lms_app.layouts.portal import portal_layout
from lms_app.states.portal.account_forms import AccountFormState as State
from lms_app.states.portal.proof import ProofState


def proof_card(title: Any, lead: Any, *content: rx.Component) -> rx.Component:
    """One card; a refusal stands above the forms."""
    refusal = rx.cond(
        State.error != "",
        rx.el.div(callout(State.error, tone="bad"), role="alert"),
        rx.fragment(),
    )
    card = rx.el.div(
        rx.el.div(rx.el.h1(title), rx.el.p(lead, class_name="ink-2"), class_name="stack stack-2"),
        refusal,
        *content,
        class_name="panel account-card",
    )
    return portal_layout(card, search=False, class_name="account-page")


def code_form(*, action: str, submit: Any) -> rx.Component:
    """A code of the app, or a recovery code: one field takes both."""
    field = text_field(
        "code",
        t("second_step.code"),
        auto_complete="one-time-code",
        auto_capitalize="none",
        spell_check=False,
        auto_focus=True,
        required=True,
        max_length=64,
        size="lg",
        hint=rx.cond(
            ProofState.has_app, t("second_step.code_hint"), t("second_step.recovery_hint")
        ),
    )
    return native_form(
        next_input(State.next_path),
        field,
        button(submit, type="submit", size="lg", block=True),
        action=action,
        class_name="stack",
    )


def or_line() -> rx.Component:
    """Between two ways of proving it."""
    return rx.el.p(t("passkey.or"), class_name="or-line small muted")
