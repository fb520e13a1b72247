"""Creating an account: a native form; the answer is a full navigation."""

from __future__ import annotations

import reflex as rx

from lms_app.components.button import button, text_link
from lms_app.components.draft_form import count_of
from lms_app.components.field import text_field
from lms_app.components.form import hidden_input, native_form
from lms_app.components.text import t
from lms_app.core import urls
from lms_app.layouts.shell import Page
from lms_app.pages.portal.sign_in import account_card, email_field, password_field, with_next
from lms_app.states.portal.account_forms import AccountFormState as State


def page() -> rx.Component:
    """The page at `/signup`."""
    name = text_field(
        "display_name",
        t("form.name"),
        auto_complete="name",
        required=True,
        size="lg",
        end=count_of("display_name", 80),
        hint=t("sign_up.name_hint"),
        default_value=State.display_name,
        key=State.display_name,
        error=State.name_error,
    )
    form = native_form(
        hidden_input("next", State.next_path),
        name,
        email_field(),
        password_field(new=True, hint=t("sign_up.password_hint")),
        rx.el.p(
            t("sign_up.agree"),
            " ",
            text_link(t("nav.terms"), href=urls.TERMS),
            " · ",
            text_link(t("nav.privacy"), href=urls.PRIVACY),
            class_name="small muted",
        ),
        button(t("sign_up.submit"), type="submit", size="lg", block=True),
        action=urls.API_SIGN_UP,
        class_name="stack",
    )
    foot = rx.fragment(
        t("sign_up.have_account"), " ", text_link(t("nav.sign_in"), href=with_next(urls.SIGN_IN))
    )
    return account_card(t("sign_up.title"), t("sign_up.lead"), form, foot)


PAGE = Page(route=urls.SIGN_UP, build=page, title=lambda: t("sign_up.title"), on_load=(State.load,))
