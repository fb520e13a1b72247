"""The first sign-in with a provider: what it does not know is asked here, before there is an account."""

from __future__ import annotations

import reflex as rx

from lms_app.components.button import button, text_link
from lms_app.components.draft_form import count_of
from lms_app.components.field import text_field
from lms_app.components.form import native_form
from lms_app.components.skeleton import skeleton_rows
from lms_app.components.text import t
from lms_app.core import urls
from lms_app.layouts.shell import Page
from lms_app.pages.portal.sign_in import account_card, with_next
from lms_app.pages.portal.sign_up import birth_date_field, consent_fields
from lms_app.states.portal.account_forms import AccountFormState as Form
from lms_app.states.portal.newcomer import NewcomerState as State


def _name() -> rx.Component:
    name = rx.cond(Form.display_name != "", Form.display_name, State.name)
    return text_field(
        "display_name",
        t("form.name"),
        auto_complete="name",
        required=True,
        size="lg",
        end=count_of("display_name", 80),
        hint=t("sign_up.name_hint"),
        given=name,
        error=Form.name_error,
    )


def _email() -> rx.Component:
    proven = rx.el.div(
        rx.el.span(t("form.email"), class_name="field-label"),
        rx.el.p(State.email, class_name="strong"),
        rx.el.p(t("oauth.email_proven", provider=State.label), class_name="field-hint"),
        class_name="field",
    )
    given = rx.cond(Form.email != "", Form.email, State.email)
    asked = text_field(
        "email",
        t("form.email"),
        type="email",
        auto_complete="email",
        input_mode="email",
        required=True,
        max_length=254,
        size="lg",
        hint=t("oauth.email_asked"),
        given=given,
        error=Form.email_error,
    )
    return rx.cond(State.is_email_verified, proven, asked)


def page() -> rx.Component:
    """The page at `/signup/complete`."""
    form = native_form(
        _name(),
        _email(),
        birth_date_field(),
        consent_fields(),
        button(t("oauth.complete_submit"), type="submit", size="lg", block=True),
        action=urls.API_OAUTH_COMPLETE,
        class_name="stack",
    )
    foot = rx.fragment(
        t("sign_up.have_account"), " ", text_link(t("nav.sign_in"), href=with_next(urls.SIGN_IN))
    )
    return account_card(
        t("oauth.complete_title"),
        rx.cond(State.label != "", t("oauth.complete_lead", provider=State.label), ""),
        rx.cond(State.phase == "ready", form, skeleton_rows()),
        foot,
        elsewhere=False,
    )


PAGE = Page(
    route=urls.SIGN_UP_COMPLETE,
    build=page,
    title=lambda: t("oauth.complete_title"),
    on_load=(Form.load, State.load),
)
