"""A forgotten password: where the link is asked for. Says the same of every address."""

from __future__ import annotations

import reflex as rx

from lms_app.components.badge import callout
from lms_app.components.button import button, text_link
from lms_app.components.form import native_form
from lms_app.components.text import t
from lms_app.core import urls
from lms_app.layouts.shell import Page
from lms_app.pages.portal.email_cards import email_card, inbox_link
from lms_app.pages.portal.sign_in import email_field
from lms_app.states.portal.account_forms import AccountFormState as State


def page() -> rx.Component:
    """The page at `/forgot`."""
    form = native_form(
        email_field(),
        button(t("forgot.submit"), type="submit", size="lg", block=True),
        action=urls.API_FORGOT,
        class_name="stack",
    )
    sent = rx.el.div(
        rx.el.div(callout(t("forgot.sent_text"), tone="good"), role="status"),
        inbox_link(),
        class_name="stack",
    )
    return email_card(
        t("forgot.title"),
        t("forgot.lead"),
        rx.cond(State.kind == "sent", sent, form),
        rx.el.p(
            text_link(t("forgot.back"), href=urls.SIGN_IN), class_name="small muted account-foot"
        ),
    )


PAGE = Page(
    route=urls.FORGOT, build=page, title=lambda: t("forgot.title"), on_load=(State.load_sent,)
)
