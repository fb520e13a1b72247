"""Where a link to choose a new password leads."""

from __future__ import annotations

import reflex as rx

from lms_app.components.button import button, link_button
from lms_app.components.form import hidden_input, native_form
from lms_app.components.scriptless import needs_scripts
from lms_app.components.skeleton import skeleton
from lms_app.components.text import t
from lms_app.core import urls
from lms_app.layouts.shell import Page
from lms_app.pages.portal.email_cards import email_card
from lms_app.pages.portal.sign_in import password_field
from lms_app.states.portal.account_forms import AccountFormState as State


def page() -> rx.Component:
    """The page at `/reset`."""
    form = native_form(
        hidden_input("token", State.token),
        password_field(new=True, hint=t("sign_up.password_hint")),
        button(t("reset.submit"), type="submit", size="lg", block=True),
        action=urls.API_RESET,
        class_name="stack",
    )
    content = rx.match(
        State.kind,
        ("reset", form),
        ("dead", link_button(t("reset.again"), href=urls.FORGOT, size="lg", block=True)),
        rx.fragment(skeleton("skeleton-line w-70"), needs_scripts(t("state.needs_scripts"))),
    )
    is_dead = State.kind == "dead"
    return email_card(
        rx.cond(is_dead, t("verify.dead_title"), t("reset.title")),
        rx.cond(is_dead, t("reset.dead_text"), t("reset.lead")),
        content,
    )


PAGE = Page(
    route=urls.RESET, build=page, title=lambda: t("reset.title"), on_load=(State.load_link,)
)
