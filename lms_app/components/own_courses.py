"""An instructor's courses as a table; on phones, lines of two."""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.button import anchor
from lms_app.components.course_card import cover
from lms_app.components.course_status import course_status
from lms_app.components.list_tools import list_cell
from lms_app.components.table import column, data_table
from lms_app.components.text import date, duration, js, number, t


def builder_href(course_id: Any) -> rx.Var[str]:
    """The builder of a course."""
    return js("'/instructor/courses/' + $", course_id)


def length_text(seconds: rx.Var[int]) -> rx.Component:
    """How long the videos of a course are; a dash while there is none."""
    return rx.cond(seconds > 0, rx.el.span(duration(seconds)), rx.el.span("–", class_name="muted"))


def _row(course: rx.Var) -> rx.Component:
    return rx.el.tr(
        list_cell(
            rx.el.div(
                cover(
                    course.slug, course.cover_word, course.version, small=True, class_name="thumb"
                ),
                rx.el.div(
                    anchor(
                        course.title, href=builder_href(course.id), class_name="row-link clamp-1"
                    ),
                    rx.el.span(
                        t("course.students", count=course.enrollment_count),
                        " · ",
                        t("course.lessons", count=course.lesson_count),
                        class_name="row-phone caption",
                    ),
                    class_name="grow",
                ),
                class_name="row-title",
            ),
            kind="title",
        ),
        list_cell(course_status(course.status), kind="status"),
        list_cell(number(course.enrollment_count), right=True),
        list_cell(number(course.lesson_count), right=True),
        list_cell(length_text(course.duration_seconds), right=True),
        list_cell(date(course.updated_at), right=True),
        key=course.id,
    )


def own_course_table(courses: rx.Var[list], caption: Any) -> rx.Component:
    """Courses with status, students, lessons and length; a row leads to its builder."""
    return data_table(
        [
            column(t("instructor.col_course")),
            column(t("instructor.col_status")),
            column(t("instructor.col_students"), right=True),
            column(t("instructor.col_lessons"), right=True),
            column(t("instructor.col_length"), right=True),
            column(t("instructor.col_updated"), right=True),
        ],
        rx.foreach(courses, _row),
        caption=caption,
        cards_on_phone=True,
        class_name="course-table",
    )
