"""Asking to teach: the form, then the way of the application."""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.avatar import avatar
from lms_app.components.badge import badge, callout
from lms_app.components.button import button, link_button
from lms_app.components.card import card
from lms_app.components.draft_form import count_of, draft_mark
from lms_app.components.empty import empty_state
from lms_app.components.field import text_area, text_field
from lms_app.components.form import state_form
from lms_app.components.icon import icon
from lms_app.components.text import date, t
from lms_app.core import urls
from lms_app.layouts.portal import portal_layout
from lms_app.layouts.shell import Page
from lms_app.layouts.side import page_head
from lms_app.layouts.workplace import loading_rows
from lms_app.states.instructor.start import InstructorStartState as State
from lms_app.states.session import SessionState

FORM = "application-form"


def _message() -> rx.Component:
    field = text_area(
        "message",
        t("instructor.message"),
        hint=t("instructor.message_hint"),
        default_value=State.message,
        error=State.errors["message"],
        optional=True,
        rows=4,
    )
    return rx.cond(State.is_reviewed, field, rx.fragment())


def _foot() -> rx.Component:
    words = rx.cond(State.is_reviewed, t("instructor.send"), t("instructor.open"))
    return rx.el.div(
        button(words, type="submit"),
        draft_mark(
            FORM,
            store="margin-draft-application",
            saved_seq=State.saved_seq,
            refused_seq=State.refused_seq,
            unsaved=t("instructor.unsaved"),
            saved=t("instructor.saved_now"),
        ),
        class_name="form-foot",
    )


def _form() -> rx.Component:
    return state_form(
        text_field(
            "headline",
            t("instructor.headline"),
            hint=t("instructor.headline_hint"),
            placeholder=t("instructor.headline_placeholder"),
            default_value=State.headline,
            error=State.errors["headline"],
            required=True,
            auto_complete="off",
            end=count_of("headline", 120),
        ),
        text_field(
            "handle",
            t("instructor.handle"),
            hint=t("instructor.handle_hint"),
            default_value=State.handle,
            error=State.errors["handle"],
            required=True,
            auto_complete="off",
            spell_check=False,
        ),
        text_area(
            "bio_md",
            t("instructor.bio"),
            hint=t("instructor.bio_hint"),
            default_value=State.bio_md,
            error=State.errors["bio_md"],
            optional=True,
            rows=7,
        ),
        _message(),
        _foot(),
        on_submit=State.apply,
        id=FORM,
        class_name="stack start-form",
    )


def _who(*end: Any) -> rx.Component:
    return rx.el.div(
        avatar(
            State.display_name,
            size="lg",
            seed=SessionState.user_key,
            picture=SessionState.avatar_url,
        ),
        rx.el.div(
            rx.el.p(State.display_name, class_name="start-name"),
            rx.el.p("/instructors/", State.handle, class_name="mono muted"),
            class_name="grow",
        ),
        *end,
        class_name="start-who",
    )


def _refusal() -> rx.Component:
    said = callout(
        rx.el.p(t("instructor.refused_title"), class_name="strong"),
        rx.el.p(State.reason, class_name="start-reason"),
        rx.el.p(t("instructor.refused_text"), class_name="caption"),
        tone="warning",
    )
    return rx.el.div(said, class_name="start-refusal")


def _asking() -> rx.Component:
    return rx.el.div(
        page_head(t("instructor.start_title")),
        rx.el.p(
            rx.cond(
                State.is_reviewed, t("instructor.start_lead_review"), t("instructor.start_lead")
            ),
            class_name="lead start-lead",
        ),
        rx.cond(State.standing == "refused", _refusal(), rx.fragment()),
        card(_who(), _form()),
        class_name="start",
    )


def _unconfirmed() -> rx.Component:
    """An address of one's own comes first: nothing is asked for that could not be sent."""
    return rx.el.div(
        page_head(t("instructor.start_title")),
        rx.el.p(t("instructor.address_lead"), class_name="lead start-lead"),
        card(
            empty_state(
                t("instructor.address_title"),
                t("instructor.address_text"),
                button(t("unverified.resend"), on_click=SessionState.resend_verification),
                link_button(
                    t("instructor.address_other"), href=urls.SETTINGS_SECURITY, variant="secondary"
                ),
                motif="wave",
            ),
        ),
        class_name="start",
    )


def _step(number: str, title: Any, text: Any, *, state: str) -> rx.Component:
    dot = icon("check", 16) if state == "done" else number
    names = {"done": "step is-done", "current": "step is-current", "later": "step"}
    return rx.el.li(
        rx.el.span(dot, class_name="step-dot", aria_hidden="true"),
        rx.el.h3(title),
        rx.el.p(text, class_name="small"),
        class_name=names[state],
        aria_current="step" if state == "current" else "false",
    )


def _waiting() -> rx.Component:
    sent = t("instructor.step_sent_text", date=date(State.applied_at))
    return rx.el.div(
        page_head(t("instructor.waiting_title")),
        rx.el.p(t("instructor.waiting_lead"), class_name="lead start-lead"),
        card(
            _who(badge(t("instructor.waiting_badge"), tone="pen")),
            rx.el.ol(
                _step("1", t("instructor.step_sent"), sent, state="done"),
                _step(
                    "2", t("instructor.step_look"), t("instructor.step_look_text"), state="current"
                ),
                _step(
                    "3", t("instructor.step_teach"), t("instructor.step_teach_text"), state="later"
                ),
                class_name="steps start-steps",
            ),
            rx.el.div(
                link_button(t("instructor.edit_profile"), href=urls.SETTINGS, variant="secondary"),
                class_name="form-foot start-foot",
            ),
        ),
        class_name="start",
    )


def _content() -> rx.Component:
    asking = rx.cond(SessionState.is_verified, _asking(), _unconfirmed())
    return rx.cond(State.standing == "pending", _waiting(), asking)


def _title() -> rx.Var[str]:
    return rx.cond(
        State.standing == "pending", t("instructor.waiting_title"), t("instructor.start_title")
    )


def page() -> rx.Component:
    """The page at `/instructor/start`."""
    content = rx.cond(State.phase == "ready", _content(), loading_rows())
    return portal_layout(content, asks_address=False)


PAGE = Page(
    route=urls.INSTRUCTOR_START,
    build=page,
    title=_title,
    on_load=(State.load,),
)
