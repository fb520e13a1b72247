"""The second step of signing in: a native form; it works without scripts."""

from __future__ import annotations

import reflex as rx

from lms_app.components.button import link_button, text_link
from lms_app.components.icon import icon
from lms_app.components.text import t
from lms_app.components.vendor.passkeys import passkey_form
from lms_app.core import urls
from lms_app.layouts.shell import Page
from lms_app.pages.portal.proof_card import code_form, or_line, proof_card
from lms_app.pages.portal.sign_in import with_next
from lms_app.states.portal.account_forms import AccountFormState as State
from lms_app.states.portal.proof import ProofState


def page() -> rx.Component:
    """The page at `/login/second`."""
    passkey = passkey_form(
        icon("key-round"),
        t("passkey.confirm"),
        ask=urls.API_PASSKEY + "/ask",
        action=urls.API_PASSKEY + "/sign-in",
        next_path=State.next_path,
    )
    ways = rx.el.div(
        rx.cond(
            ProofState.has_code,
            code_form(action=urls.API_SECOND_STEP, submit=t("second_step.submit")),
            rx.fragment(),
        ),
        rx.cond(ProofState.has_code & ProofState.has_passkey, or_line(), rx.fragment()),
        rx.cond(ProofState.has_passkey, passkey, rx.fragment()),
        rx.el.p(
            text_link(t("second_step.other_account"), href=with_next(urls.SIGN_IN)),
            class_name="small muted account-foot",
        ),
        class_name="stack",
    )
    over = rx.el.div(
        link_button(t("second_step.again"), href=with_next(urls.SIGN_IN), size="lg", block=True),
        class_name="stack",
    )
    lead = rx.cond(ProofState.is_over, t("second_step.over_lead"), t("second_step.lead"))
    return proof_card(t("second_step.title"), lead, rx.cond(ProofState.is_over, over, ways))


PAGE = Page(
    route=urls.SECOND_STEP,
    build=page,
    title=lambda: t("second_step.title"),
    on_load=(State.load, ProofState.load_second_step),
)
