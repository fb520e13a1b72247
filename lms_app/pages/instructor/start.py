"""Opening an instructor profile; the same page edits it later."""

from __future__ import annotations

import reflex as rx

from lms_app.components.avatar import avatar
from lms_app.components.button import button
from lms_app.components.card import card
from lms_app.components.draft_form import count_of, draft_mark
from lms_app.components.field import text_area, text_field
from lms_app.components.form import state_form
from lms_app.components.text import t
from lms_app.core import urls
from lms_app.layouts.instructor import instructor_layout
from lms_app.layouts.portal import portal_layout
from lms_app.layouts.shell import Page
from lms_app.layouts.side import page_head
from lms_app.layouts.workplace import loading_rows
from lms_app.states.instructor.start import InstructorStartState as State
from lms_app.states.session import SessionState

FORM = "profile-form"


def _foot() -> rx.Component:
    return rx.el.div(
        button(rx.cond(State.exists, t("action.save"), t("instructor.open")), type="submit"),
        draft_mark(
            FORM,
            store="margin-draft-profile",
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
        _foot(),
        on_submit=State.save,
        id=FORM,
        class_name="stack start-form",
    )


def _who() -> rx.Component:
    return rx.el.div(
        avatar(State.display_name, size="lg", seed=SessionState.user_key),
        rx.el.div(
            rx.el.p(State.display_name, class_name="start-name"),
            rx.el.p("/", State.handle, class_name="mono muted"),
        ),
        class_name="start-who",
    )


def _title() -> rx.Var[str]:
    return rx.cond(State.exists, t("instructor.profile_title"), t("instructor.start_title"))


def _content() -> rx.Component:
    return rx.el.div(
        page_head(_title()),
        rx.el.p(
            rx.cond(State.exists, t("instructor.profile_lead"), t("instructor.start_lead")),
            class_name="lead start-lead",
        ),
        card(_who(), _form()),
        class_name="start",
    )


def page() -> rx.Component:
    """The page at `/instructor/start`: the site's frame before, the workplace's after."""
    content = rx.cond(State.phase == "ready", _content(), loading_rows())
    return rx.cond(SessionState.is_instructor, instructor_layout(content), portal_layout(content))


PAGE = Page(
    route=urls.INSTRUCTOR_START,
    build=page,
    title=_title,
    on_load=(State.load,),
)
