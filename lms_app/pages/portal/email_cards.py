"""The cards of pages that mails lead to, or that ask for one."""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.badge import callout
from lms_app.components.button import native_link
from lms_app.components.text import t
from lms_app.core import urls
from lms_app.layouts.portal import portal_layout
from lms_app.states.portal.account_forms import AccountFormState as State


def email_card(title: Any, lead: Any, *content: rx.Component) -> rx.Component:
    """One card, for guests and people who are signed in alike; a refusal stands above the form."""
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


def inbox_link() -> rx.Component:
    """The way to the mails of a site without a mail server; nothing anywhere else."""
    link = native_link(
        t("sign_up.open_inbox"),
        href=urls.DEV_INBOX,
        class_name="btn btn-secondary btn-lg btn-block",
    )
    return rx.cond(State.has_inbox, link, rx.fragment())
