"""A question that is answered with a reason: what every act of the administration asks for."""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.button import button
from lms_app.components.dialog import dialog, dialog_close
from lms_app.components.field import text_field
from lms_app.components.form import state_form
from lms_app.components.text import t


def reason_question(
    *,
    title: Any,
    text: Any,
    hint: Any,
    submit: Any,
    error: Any,
    opened: Any,
    on_open_change: Any,
    on_submit: Any,
    placeholder: Any = None,
    is_kind: Any = False,
) -> rx.Component:
    """A dialog with one field, `reason`. `is_kind` says that what follows takes nothing away."""
    form = state_form(
        text_field(
            "reason",
            t("admin.reason"),
            hint=hint,
            placeholder=t("admin.reason_placeholder") if placeholder is None else placeholder,
            error=error,
            auto_focus=True,
            auto_complete="off",
        ),
        rx.el.div(
            dialog_close(button(t("action.cancel"), variant="secondary")),
            rx.cond(
                is_kind,
                button(submit, type="submit"),
                button(submit, type="submit", variant="danger"),
            ),
            class_name="dialog-actions",
        ),
        on_submit=on_submit,
        no_validate=True,
    )
    return dialog(form, title=title, text=text, opened=opened, on_open_change=on_open_change)
