"""The builder's first tab: what the course's page says."""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.button import button
from lms_app.components.cover_preview import cover_preview
from lms_app.components.draft_form import count_of, draft_mark
from lms_app.components.field import select_field, text_area, text_field
from lms_app.components.form import state_form
from lms_app.components.safe_html import safe_html
from lms_app.components.text import js, t
from lms_app.core import urls
from lms_app.layouts.shell import Page
from lms_app.layouts.workplace import workplace
from lms_app.pages.instructor.builder_frame import builder_frame, builder_layout
from lms_app.pages.instructor.courses import category_options, language_options, level_options
from lms_app.states.instructor.basics import CourseBasicsState as State
from lms_app.states.instructor.builder import BuilderState

FORM = "basics-form"
DEBOUNCE_MS = 350


def _group(title: Any, text: Any, *fields: rx.Component, class_name: str = "") -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.h2(title),
            rx.el.p(text, class_name="caption"),
            class_name="form-group-head",
        ),
        rx.el.div(*fields, class_name="stack"),
        class_name=["form-group", class_name],
    )


def _description() -> rx.Component:
    preview = rx.el.div(
        rx.el.p(t("basics.preview"), class_name="field-label"),
        rx.cond(
            State.description_html != "",
            safe_html(
                State.description_html,
                "prose prose-small",
                lang=State.language,
                role="region",
                aria_label=t("basics.preview"),
                custom_attrs={"tabIndex": 0},
            ),
            rx.el.p(t("basics.preview_empty"), class_name="caption"),
        ),
        class_name="write-preview",
    )
    description = text_area(
        "description_md",
        t("basics.field_description"),
        hint=t("basics.description_hint"),
        default_value=State.description_md,
        error=State.errors["description_md"],
        rows=14,
        on_change=State.preview_description.debounce(DEBOUNCE_MS),
    )
    return rx.el.div(
        rx.el.div(description, count_of("description_md", 20_000), class_name="counted"),
        preview,
        class_name="write",
    )


def _page_texts() -> rx.Component:
    return _group(
        t("basics.page"),
        t("basics.page_text"),
        text_field(
            "title",
            t("instructor.field_title"),
            default_value=State.title,
            error=State.errors["title"],
            required=True,
            auto_complete="off",
            end=count_of("title", 200),
        ),
        text_field(
            "subtitle",
            t("basics.field_subtitle"),
            hint=t("basics.subtitle_hint"),
            default_value=State.subtitle,
            error=State.errors["subtitle"],
            auto_complete="off",
            end=count_of("subtitle", 300),
        ),
        _description(),
    )


def _about() -> rx.Component:
    return _group(
        t("basics.about"),
        t("basics.about_text"),
        rx.el.div(
            select_field(
                "category_slug",
                t("instructor.field_category"),
                category_options(State.categories),
                default_value=State.category_slug,
                error=State.errors["category_slug"],
                on_change=State.preview_category,
            ),
            select_field(
                "level",
                t("instructor.field_level"),
                *level_options(),
                default_value=State.level,
                error=State.errors["level"],
            ),
            select_field(
                "language",
                t("instructor.field_language"),
                *language_options(),
                default_value=State.language,
                error=State.errors["language"],
            ),
            class_name="form-three",
        ),
        text_field(
            "slug",
            t("basics.field_slug"),
            hint=t("basics.slug_hint"),
            default_value=State.slug,
            error=State.errors["slug"],
            required=True,
            auto_complete="off",
            spell_check=False,
            on_change=State.preview_slug.debounce(DEBOUNCE_MS),
        ),
    )


def _cover() -> rx.Component:
    return _group(
        t("basics.cover"),
        t("basics.cover_text"),
        rx.el.div(
            cover_preview(State.cover_image, State.cover_ground, State.shown_word),
            text_field(
                "cover_word",
                t("basics.field_word"),
                hint=t("basics.word_hint"),
                default_value=State.cover_word,
                error=State.errors["cover_word"],
                auto_complete="off",
                end=count_of("cover_word", 24),
                on_change=State.preview_word.debounce(120),
            ),
            class_name="cover-edit",
        ),
    )


def _promises() -> rx.Component:
    def lines(name: str, key: str, example: str, value: Any) -> rx.Component:
        area = text_area(
            name,
            t(key),
            placeholder=t(example),
            default_value=value,
            error=State.errors[name],
            rows=5,
        )
        return rx.el.div(area, count_of(name, 12, lines=True), class_name="counted")

    return _group(
        t("basics.promises"),
        t("basics.promises_text"),
        lines("outcomes", "basics.field_outcomes", "basics.outcomes_placeholder", State.outcomes),
        lines("audience", "basics.field_audience", "basics.audience_placeholder", State.audience),
        lines(
            "requirements",
            "basics.field_requirements",
            "basics.requirements_placeholder",
            State.requirements,
        ),
    )


def _form() -> rx.Component:
    return state_form(
        _page_texts(),
        _about(),
        _cover(),
        _promises(),
        rx.el.div(
            button(t("action.save"), type="submit"),
            draft_mark(
                FORM,
                store=js("'margin-draft-' + $", BuilderState.editing_id),
                saved_seq=State.saved_seq,
                refused_seq=State.refused_seq,
                unsaved=t("instructor.unsaved"),
                saved=t("instructor.saved_now"),
            ),
            class_name="form-foot is-sticky",
        ),
        on_submit=State.save,
        id=FORM,
        key=State.form_key,
        no_validate=True,
        class_name="basics-form",
    )


def page() -> rx.Component:
    """The page at `/instructor/courses/[course_id]`."""
    return workplace(
        State.phase,
        builder_layout,
        lambda: builder_frame(_form(), current="basics"),
        role="instructor",
        on_retry=State.load,
    )


PAGE = Page(
    route=urls.INSTRUCTOR_COURSE,
    build=page,
    title=lambda: BuilderState.title,
    on_load=(State.load,),
)
