"""After signing up: look into the mail. Says the same to everybody."""

from __future__ import annotations

import reflex as rx

from lms_app.components.badge import callout
from lms_app.components.button import button, text_link
from lms_app.components.form import native_form
from lms_app.components.loaded import next_input
from lms_app.components.text import t
from lms_app.core import urls
from lms_app.layouts.shell import Page
from lms_app.pages.portal.email_cards import email_card, inbox_link
from lms_app.pages.portal.sign_in import with_next
from lms_app.states.portal.account_forms import AccountFormState as State


def page() -> rx.Component:
    """The page at `/signup/sent`."""
    again = rx.cond(
        State.kind == "again",
        rx.el.div(callout(t("sign_up.resent"), tone="good"), role="status"),
        rx.fragment(),
    )
    resend = native_form(
        next_input(State.next_path),
        button(t("sign_up.resend"), type="submit", variant="secondary", size="lg", block=True),
        action=urls.API_RESEND,
    )
    return email_card(
        t("sign_up.sent_title"),
        t("sign_up.sent_text"),
        again,
        rx.el.p(t("sign_up.sent_hint"), class_name="small muted"),
        rx.el.div(inbox_link(), resend, class_name="stack"),
        rx.el.p(
            text_link(t("sign_up.other_address"), href=with_next(urls.SIGN_UP)),
            class_name="small muted account-foot",
        ),
    )


PAGE = Page(
    route=urls.SIGN_UP_SENT,
    build=page,
    title=lambda: t("sign_up.sent_title"),
    on_load=(State.load_sent,),
)
