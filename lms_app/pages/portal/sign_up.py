"""Creating an account: a native form; the answer is a full navigation."""

from __future__ import annotations

import reflex as rx

from lms_app.components.button import button, text_link
from lms_app.components.draft_form import count_of
from lms_app.components.field import checkbox, field_error, text_field
from lms_app.components.form import native_form
from lms_app.components.loaded import next_input
from lms_app.components.text import t
from lms_app.core import urls
from lms_app.layouts.shell import Page
from lms_app.pages.portal.sign_in import account_card, email_field, password_field, with_next
from lms_app.states.portal.account_forms import AccountFormState as State


def birth_date_field() -> rx.Component:
    """The date that says whether somebody is old enough; it is kept nowhere."""
    return text_field(
        "birth_date",
        t("sign_up.birth_date"),
        type="date",
        auto_complete="bday",
        required=True,
        size="lg",
        hint=t("sign_up.consent_age"),
        given=State.born,
        error=State.birth_error,
    )


def _consent(name: str, *, required: bool, href: str = "") -> rx.Component:
    """One consent of its own, never ticked for anybody; what they ticked themselves comes back."""
    needed = t("sign_up.required") if required else t("sign_up.optional")
    box = checkbox(
        name,
        rx.fragment(rx.el.span(needed, class_name="muted"), " ", t("sign_up.consent_" + name)),
        value="on",
        required=required,
        given=State.ticked.contains(name),
    )
    read = text_link(t("sign_up.read"), href=href, target="_blank", class_name="link small")
    return rx.el.div(box, read if href else rx.fragment(), class_name="consent")


def consent_fields() -> rx.Component:
    """What is to be agreed to, each for itself."""
    return rx.el.fieldset(
        rx.el.legend(t("sign_up.consents"), class_name="field-label"),
        _consent("terms", required=True, href=urls.TERMS),
        _consent("privacy", required=True, href=urls.PRIVACY),
        _consent("marketing", required=False),
        field_error("consents", State.consent_error),
        class_name="stack stack-2 consents",
    )


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
        given=State.display_name,
        error=State.name_error,
    )
    form = native_form(
        next_input(State.next_path),
        name,
        email_field(),
        password_field(new=True, hint=t("sign_up.password_hint")),
        birth_date_field(),
        consent_fields(),
        button(t("sign_up.submit"), type="submit", size="lg", block=True),
        action=urls.API_SIGN_UP,
        class_name="stack",
    )
    foot = rx.fragment(
        t("sign_up.have_account"), " ", text_link(t("nav.sign_in"), href=with_next(urls.SIGN_IN))
    )
    return account_card(t("sign_up.title"), t("sign_up.lead"), form, foot)


PAGE = Page(route=urls.SIGN_UP, build=page, title=lambda: t("sign_up.title"), on_load=(State.load,))
