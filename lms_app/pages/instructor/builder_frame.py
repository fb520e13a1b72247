"""The frame of the builder: head with title and status, tabs, work, publish rail."""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.badge import callout
from lms_app.components.button import anchor, button, link_button, native_link
from lms_app.components.course_status import course_status
from lms_app.components.dialog import confirm
from lms_app.components.hidden import visually_hidden
from lms_app.components.icon import icon
from lms_app.components.publish_rail import publish_rail
from lms_app.components.tabs import nav_tabs
from lms_app.components.text import t
from lms_app.core import urls
from lms_app.layouts.instructor import instructor_layout
from lms_app.states.instructor.builder import BuilderState


def _head(mark: rx.Component) -> rx.Component:
    preview = native_link(
        t("builder.preview"),
        icon("external-link", 16),
        visually_hidden(" (", t("builder.preview_new_tab"), ")"),
        href=BuilderState.public_href,
        target="_blank",
        rel="noopener",
        class_name="btn btn-secondary btn-sm",
    )
    return rx.el.div(
        anchor(
            icon("arrow-left", 20),
            visually_hidden(t("builder.back")),
            href=urls.INSTRUCTOR_COURSES,
            title=t("builder.back"),
            class_name="btn btn-ghost btn-square btn-sm",
        ),
        rx.el.h1(BuilderState.title, lang=BuilderState.language, class_name="clamp-1"),
        course_status(BuilderState.status),
        mark,
        rx.el.div(preview, class_name="push row"),
        class_name="builder-head",
    )


def _tabs(current: str) -> rx.Component:
    return nav_tabs(
        (t("builder.tab_basics"), BuilderState.basics_href, current == "basics"),
        (t("builder.tab_curriculum"), BuilderState.lessons_href, current == "curriculum"),
        label=t("builder.tabs"),
        class_name="builder-tabs",
    )


def _rail() -> rx.Component:
    publish = button(
        t("builder.publish"),
        on_click=BuilderState.publish,
        disabled=~BuilderState.can_publish,
        block=True,
    )
    live = rx.fragment(
        link_button(
            t("builder.public_page"), href=BuilderState.public_href, variant="secondary", block=True
        ),
        confirm(
            title=t("builder.unpublish_title"),
            text=t("builder.unpublish_text"),
            confirm_label=t("builder.unpublish"),
            on_confirm=BuilderState.unpublish,
            trigger=button(t("builder.unpublish"), variant="ghost", block=True),
        ),
    )
    is_live = BuilderState.status == "published"
    reason = BuilderState.taken_down_reason
    taken_down = callout(
        rx.el.p(t("builder.taken_down"), class_name="strong"), rx.el.p(reason), tone="bad"
    )
    return publish_rail(
        BuilderState.checks,
        BuilderState.met_count,
        rx.cond(is_live, live, rx.cond(reason != "", taken_down, publish)),
        note=rx.cond(is_live, t("builder.live_hint"), t("builder.publish_hint")),
    )


def builder_frame(
    *work: rx.Component, current: str, mark: rx.Component | None = None, class_name: Any = ""
) -> rx.Component:
    """A page of the builder; `mark` stands beside the status (saved, unsaved)."""
    return rx.el.div(
        _head(mark if mark is not None else rx.fragment()),
        _tabs(current),
        rx.el.div(*work, _rail(), class_name=["builder-work", class_name]),
        class_name="builder",
    )


def builder_layout(content: rx.Component) -> rx.Component:
    """The instructor's space with its side nav folded to icons."""
    return instructor_layout(content, current=urls.INSTRUCTOR_COURSES, class_name="builder-main")
