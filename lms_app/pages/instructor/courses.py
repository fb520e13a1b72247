"""All own courses, and the dialog of a new one."""

from __future__ import annotations

import reflex as rx

from lms_app.components.button import button
from lms_app.components.dialog import dialog, dialog_close
from lms_app.components.empty import empty_state
from lms_app.components.field import select_field, text_field
from lms_app.components.form import state_form
from lms_app.components.icon import icon
from lms_app.components.own_courses import own_course_table
from lms_app.components.pagination import pagination
from lms_app.components.text import js, language, t
from lms_app.core import urls
from lms_app.layouts.instructor import instructor_layout
from lms_app.layouts.shell import Page
from lms_app.layouts.side import page_head
from lms_app.layouts.workplace import workplace
from lms_app.states.instructor.courses import InstructorCoursesState as State

LEVELS = ("beginner", "intermediate", "advanced")
LANGUAGES = ("ko", "en")


def category_options(categories: rx.Var[list]) -> rx.Component:
    """The fields of study as options, in the visitor's language."""
    return rx.foreach(
        categories,
        lambda row: rx.el.option(
            rx.cond(language() == "en", row.name_en, row.name_ko), value=row.slug
        ),
    )


def level_options() -> list[tuple[str, object]]:
    return [(level, t("course.level." + level)) for level in LEVELS]


def language_options() -> list[tuple[str, object]]:
    return [(code, t("language.name_" + code)) for code in LANGUAGES]


def _new_course() -> rx.Component:
    form = state_form(
        text_field(
            "title",
            t("instructor.field_title"),
            placeholder=t("instructor.title_placeholder"),
            error=State.errors["title"],
            required=True,
            auto_focus=True,
            auto_complete="off",
        ),
        select_field(
            "category_slug",
            t("instructor.field_category"),
            category_options(State.categories),
            error=State.errors["category_slug"],
        ),
        rx.el.div(
            select_field("level", t("instructor.field_level"), *level_options()),
            select_field(
                "language",
                t("instructor.field_language"),
                *language_options(),
                default_value=language(),
            ),
            class_name="form-two",
        ),
        rx.el.div(
            dialog_close(button(t("action.cancel"), variant="secondary")),
            button(t("instructor.new_create"), type="submit"),
            class_name="dialog-actions",
        ),
        on_submit=State.create,
    )
    return dialog(
        form,
        title=t("instructor.new_title"),
        text=t("instructor.new_text"),
        opened=State.is_creating,
        on_open_change=State.show_dialog,
    )


def _content() -> rx.Component:
    new = button(icon("plus"), t("instructor.new_course"), on_click=State.show_dialog(is_open=True))
    none = rx.el.div(
        empty_state(
            t("instructor.no_courses_title"),
            t("instructor.no_courses_text"),
            button(t("instructor.new_course"), on_click=State.show_dialog(is_open=True)),
            motif="steps",
        ),
        class_name="panel",
    )
    return rx.el.div(
        page_head(t("nav.own_courses"), new, note=t("admin.courses_total", count=State.total)),
        rx.cond(State.total > 0, own_course_table(State.courses, t("nav.own_courses")), none),
        pagination(
            State.number,
            State.pages,
            lambda page: js("$ + '?page=' + $", urls.INSTRUCTOR_COURSES, page),
        ),
        _new_course(),
        class_name="stack",
    )


def page() -> rx.Component:
    """The page at `/instructor/courses`."""
    return workplace(
        State.phase,
        lambda content: instructor_layout(content, current=urls.INSTRUCTOR_COURSES),
        _content,
        role="instructor",
        on_retry=State.load,
    )


PAGE = Page(
    route=urls.INSTRUCTOR_COURSES,
    build=page,
    title=lambda: t("nav.own_courses"),
    on_load=(State.load,),
)
