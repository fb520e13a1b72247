"""The lesson that is open beside the tree: its video or its text."""

from __future__ import annotations

import reflex as rx

from lms_app.components.button import button, icon_button
from lms_app.components.draft_form import count_of, draft_mark
from lms_app.components.field import switch, text_area
from lms_app.components.form import hidden_input, state_form
from lms_app.components.safe_html import safe_html
from lms_app.components.text import js, t
from lms_app.pages.instructor.lesson_video import lesson_video
from lms_app.services.course.views import EditorLesson
from lms_app.states.instructor.builder import BuilderState
from lms_app.states.instructor.curriculum import CurriculumState as State
from lms_app.states.instructor.lesson_panel import LessonPanelState as Panel

BODY_FORM = "body-form"


def _article(lesson: rx.Var[EditorLesson]) -> rx.Component:
    area = text_area(
        "body_md",
        t("panel.text"),
        hint=t("panel.text_hint"),
        placeholder=t("panel.text_placeholder"),
        default_value=Panel.body_md,
        error=Panel.errors["body_md"],
        rows=12,
        on_change=Panel.preview_body.debounce(350),
    )
    preview = rx.cond(
        Panel.body_html != "",
        safe_html(Panel.body_html, "prose prose-small", lang=BuilderState.language),
        rx.el.p(t("panel.text_empty"), class_name="caption"),
    )
    return state_form(
        hidden_input("lesson_id", lesson.id),
        rx.el.div(area, count_of("body_md", 50_000), class_name="counted"),
        rx.el.div(
            button(t("action.save"), type="submit", size="sm"),
            draft_mark(
                BODY_FORM,
                store=js("'margin-draft-' + $", lesson.id),
                saved_seq=Panel.saved_seq,
                refused_seq=Panel.refused_seq,
                unsaved=t("instructor.unsaved"),
                saved=t("instructor.saved_now"),
            ),
            class_name="form-foot",
        ),
        rx.el.div(
            rx.el.p(t("basics.preview"), class_name="field-label"),
            preview,
            class_name="write-preview",
        ),
        on_submit=Panel.save_body,
        id=BODY_FORM,
        key=lesson.id,
    )


def _panel(lesson: rx.Var[EditorLesson]) -> rx.Component:
    head = rx.el.div(
        rx.el.h2(
            rx.el.span(lesson.number, class_name="num"),
            " ",
            rx.el.span(lesson.title, lang=BuilderState.language),
        ),
        icon_button("x", t("panel.close"), size="sm", on_click=Panel.close),
        class_name="panel-title",
    )
    free = rx.el.div(
        switch(
            "is_preview",
            t("panel.free"),
            checked=lesson.is_preview,
            on_change=lambda is_on: Panel.open_for_all(lesson.id, is_on),
        ),
        rx.el.p(t("panel.free_hint"), class_name="caption"),
        class_name="panel-free",
    )
    return rx.el.aside(
        head,
        free,
        rx.cond(lesson.kind == "article", _article(lesson), lesson_video(lesson)),
        key=lesson.id,
        aria_label=t("panel.label"),
        class_name="lesson-panel",
    )


def lesson_panel() -> rx.Component:
    """The open lesson; the place is empty while none is."""
    chosen = js(
        "($ ?? []).flatMap((s) => s.lessons).filter((x) => x.id === $)",
        State.sections,
        Panel.selected_id,
        kind=list[EditorLesson],
    )
    return rx.foreach(chosen, _panel)
