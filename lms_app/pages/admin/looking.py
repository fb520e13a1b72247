"""Seeing the site as this person: what it means, and the question that comes before."""

from __future__ import annotations

import reflex as rx

from lms_app.components.button import button
from lms_app.components.dialog import dialog, dialog_close
from lms_app.components.field import text_field
from lms_app.components.form import hidden_input, native_form
from lms_app.components.text import t
from lms_app.core import urls
from lms_app.states.admin.user import AdminUserState as State


def looking_section() -> rx.Component:
    """Closed for oneself, for who runs the site, and for who cannot sign in."""
    roles = State.person.roles
    is_staff = roles.contains("admin") | roles.contains("moderator")
    closed = State.person.is_self | is_staff | (State.person.status != "active")
    text = rx.cond(is_staff, t("looking.staff"), t("looking.text"))
    return rx.el.section(
        rx.el.div(
            rx.el.h2(t("looking.section")),
            rx.el.p(text, class_name="caption"),
            class_name="grow",
        ),
        button(
            t("looking.begin"),
            variant="secondary",
            disabled=closed,
            on_click=State.ask("impersonate", ""),
        ),
        class_name="panel panel-pad person-panel person-status",
    )


def looking_question() -> rx.Component:
    """Asks for the reason. The form is posted: its answer brings the session's new cookie."""
    form = native_form(
        hidden_input("user_id", State.person.id),
        text_field(
            "reason",
            t("admin.reason"),
            hint=t("looking.hint"),
            placeholder=t("looking.placeholder"),
            required=True,
            max_length=500,
            auto_focus=True,
            auto_complete="off",
        ),
        rx.el.div(
            dialog_close(button(t("action.cancel"), variant="secondary")),
            button(t("looking.begin"), type="submit"),
            class_name="dialog-actions",
        ),
        action=urls.API_IMPERSONATION,
        class_name="stack",
    )
    return dialog(
        form,
        title=t("looking.title", name=State.person.display_name),
        text=t("looking.text"),
        opened=State.is_asking & (State.act == "impersonate"),
        on_open_change=State.show_question,
    )
