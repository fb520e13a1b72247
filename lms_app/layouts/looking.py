"""While an admin looks on as somebody else: a red frame, who it is, how long, and the way back."""

from __future__ import annotations

import reflex as rx

from lms_app.components.button import button
from lms_app.components.countdown import countdown
from lms_app.components.form import native_form
from lms_app.components.icon import icon
from lms_app.components.text import t
from lms_app.core import urls
from lms_app.states.session import SessionState

_FORM = "looking-end"


def looking_line() -> rx.Component:
    """On every page while it lasts; once it is over, until the browser has gone back."""
    goes_on = SessionState.user_key != ""
    words = rx.el.p(
        rx.el.span(
            rx.cond(
                goes_on,
                t("looking.as", name=SessionState.display_name),
                t("looking.over"),
            ),
            class_name="strong looking-who",
        ),
        rx.cond(goes_on, rx.el.span(t("looking.only")), rx.fragment()),
        role="status",
        class_name="looking-words",
    )
    end = native_form(
        countdown(SessionState.impersonated_seconds, form=_FORM, label=t("looking.left")),
        button(t("looking.end"), type="submit", size="sm", class_name="looking-end"),
        action=urls.API_IMPERSONATION + "/end",
        id=_FORM,
        class_name="looking-form",
    )
    line = rx.el.section(
        icon("eye", 20), words, end, aria_label=t("looking.name"), class_name="looking-line"
    )
    shown = rx.fragment(rx.el.div(class_name="looking-frame", aria_hidden="true"), line)
    return rx.cond(SessionState.is_impersonated, shown, rx.fragment())
