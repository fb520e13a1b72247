"""The lesson that is open beside the tree: its video or its text."""

from __future__ import annotations

import reflex as rx

from lms_app.components.badge import callout
from lms_app.components.button import button, icon_button, native_link
from lms_app.components.dialog import confirm
from lms_app.components.draft_form import count_of, draft_mark
from lms_app.components.field import switch, text_area
from lms_app.components.form import state_form
from lms_app.components.hidden import visually_hidden
from lms_app.components.icon import icon
from lms_app.components.media_state import reason_text, work_text
from lms_app.components.progress import progress_bar
from lms_app.components.safe_html import safe_html
from lms_app.components.text import clock, js, t
from lms_app.components.vendor.upload_zone import upload_zone
from lms_app.services.course.views import EditorLesson
from lms_app.states.instructor.builder import BuilderState
from lms_app.states.instructor.curriculum import CurriculumState as State
from lms_app.states.instructor.lesson_panel import LessonPanelState as Panel

BODY_FORM = "body-form"


def _zone(lesson: rx.Var[EditorLesson]) -> rx.Component:
    unfinished = lesson.media_status == "uploading"
    return upload_zone(
        lesson_id=lesson.id,
        unfinished_asset_id=rx.cond(unfinished, lesson.media_asset_id, ""),
        filename=lesson.media_filename,
        limit_bytes=State.limit_bytes,
    )


def _working(lesson: rx.Var[EditorLesson]) -> rx.Component:
    work = State.work[lesson.id]
    return rx.el.div(
        rx.el.p(rx.el.strong(work_text(work)), role="status"),
        progress_bar(
            work.percent,
            t("panel.working_label"),
            value_text=work_text(work),
            waiting=work.phase != "encoding",
        ),
        rx.el.p(lesson.media_filename, class_name="caption clamp-1"),
        rx.el.p(t("panel.working"), class_name="caption"),
        class_name="video-box",
    )


def _ready(lesson: rx.Var[EditorLesson]) -> rx.Component:
    remove = confirm(
        title=t("panel.remove_title"),
        text=t("panel.remove_text"),
        confirm_label=t("panel.remove"),
        on_confirm=Panel.remove_video(lesson.id),
        trigger=button(t("panel.remove"), variant="danger-quiet", size="sm"),
    )
    watch = native_link(
        t("panel.watch"),
        icon("external-link", 16),
        visually_hidden(" (", t("builder.preview_new_tab"), ")"),
        href=Panel.watch_href,
        target="_blank",
        rel="noopener",
        class_name="btn btn-secondary btn-sm",
    )
    return rx.el.div(
        rx.el.div(
            icon("circle-check", 20, class_name="tone-good"),
            rx.el.div(
                rx.el.p(rx.el.strong(t("panel.ready"))),
                rx.el.p(
                    lesson.media_filename,
                    " · ",
                    rx.el.span(clock(lesson.duration_seconds), class_name="mono"),
                    class_name="caption",
                ),
            ),
            class_name="video-fact",
        ),
        rx.el.div(watch, remove, class_name="row row-wrap"),
        class_name="video-box",
    )


def _failed(lesson: rx.Var[EditorLesson]) -> rx.Component:
    return rx.el.div(
        callout(
            rx.el.p(rx.el.strong(t("panel.failed"))),
            rx.el.p(reason_text(lesson.media_reason, State.limit_gb)),
            rx.el.p(lesson.media_filename, class_name="caption"),
            tone="bad",
        ),
        rx.el.div(
            button(t("action.retry"), size="sm", on_click=Panel.retry(lesson.id)),
            rx.el.span(t("panel.other_file"), class_name="caption"),
            class_name="row row-wrap",
        ),
        _zone(lesson),
        class_name="stack",
    )


def _video(lesson: rx.Var[EditorLesson]) -> rx.Component:
    return rx.el.div(
        rx.match(
            lesson.media_status,
            ("ready", _ready(lesson)),
            ("processing", _working(lesson)),
            ("failed", _failed(lesson)),
            _zone(lesson),
        ),
        aria_label=t("panel.video"),
        role="group",
    )


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
        rx.cond(lesson.kind == "article", _article(lesson), _video(lesson)),
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
