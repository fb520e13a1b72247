"""Every course: a dense table by text and status."""

from __future__ import annotations

import reflex as rx

from lms_app.components.avatar import person_name
from lms_app.components.badge import badge, filter_chip
from lms_app.components.button import anchor, button, link_button
from lms_app.components.course_status import STATUSES, course_status
from lms_app.components.empty import empty_state
from lms_app.components.form import hidden_input
from lms_app.components.list_tools import list_cell, list_filter, list_tools
from lms_app.components.own_courses import builder_href, length_text
from lms_app.components.pagination import pagination
from lms_app.components.reason_question import reason_question
from lms_app.components.search_field import search_field
from lms_app.components.table import column, data_table, row_count
from lms_app.components.text import date, js, number, t
from lms_app.core import urls
from lms_app.layouts.admin import admin_layout
from lms_app.layouts.shell import Page
from lms_app.layouts.side import page_head
from lms_app.layouts.workplace import workplace
from lms_app.services.course.views import OwnCourseRow
from lms_app.states.admin.courses import AdminCoursesState as State
from lms_app.states.session import SessionState

_LINK = "row-link clamp-1"


def _title(course: rx.Var[OwnCourseRow]) -> rx.Component:
    """Administrators may open the builder; others the public page, as long as there is one."""
    public = anchor(course.title, href=js("'/courses/' + $", course.slug), class_name=_LINK)
    return rx.cond(
        SessionState.manages_people,
        anchor(course.title, href=builder_href(course.id), class_name=_LINK),
        rx.cond(course.status == "published", public, rx.el.span(course.title)),
    )


def _action(course: rx.Var[OwnCourseRow]) -> rx.Component:
    change = button(
        rx.cond(course.is_taken_down, t("admin.allow"), t("admin.take_down")),
        variant="ghost",
        size="sm",
        on_click=State.ask(course.id),
        aria_label=rx.cond(
            course.is_taken_down,
            t("admin.allow_name", title=course.title),
            t("admin.take_down_name", title=course.title),
        ),
    )
    return rx.cond(course.is_taken_down | (course.status == "published"), change, rx.fragment())


def _row(course: rx.Var[OwnCourseRow]) -> rx.Component:
    status = rx.cond(
        course.is_taken_down,
        badge(t("admin.is_taken_down"), tone="bad"),
        course_status(course.status),
    )
    return rx.el.tr(
        list_cell(_title(course), kind="title"),
        list_cell(person_name(course.instructor_name), kind="sub"),
        list_cell(status, kind="status"),
        list_cell(number(course.enrollment_count), right=True),
        list_cell(number(course.lesson_count), right=True),
        list_cell(length_text(course.duration_seconds), right=True),
        list_cell(date(course.updated_at), right=True),
        list_cell(_action(course), right=True, kind="action"),
        key=course.id,
    )


def _table() -> rx.Component:
    return data_table(
        [
            column(t("instructor.col_course")),
            column(t("instructor.col_by")),
            column(t("instructor.col_status")),
            column(t("instructor.col_students"), right=True),
            column(t("instructor.col_lessons"), right=True),
            column(t("instructor.col_length"), right=True),
            column(t("instructor.col_updated"), right=True),
            column(t("admin.col_actions"), hidden_label=True),
        ],
        rx.foreach(State.rows, _row),
        caption=t("admin.courses"),
        dense=True,
        cards_on_phone=True,
        class_name="admin-table",
    )


def _tools() -> rx.Component:
    search = search_field(
        action=urls.ADMIN_COURSES,
        placeholder=t("admin.courses_search"),
        value=State.text,
        size="sm",
        field_id="course-search",
        class_name="list-search",
        extra=[rx.cond(State.status != "", hidden_input("status", State.status), rx.fragment())],
    )
    return list_tools(
        search,
        list_filter(
            t("admin.filter_status"),
            t("admin.all_statuses"),
            [(name, t(key)) for name, key in STATUSES.items()],
            value=State.status,
            on_change=State.filter_by,
        ),
        rx.cond(
            State.text != "",
            filter_chip(t("admin.search_chip", text=State.text), href=State.text_cleared_href),
            rx.fragment(),
        ),
    )


def _question() -> rx.Component:
    is_allowing, title = State.target_is_taken_down, State.target_title
    return reason_question(
        title=rx.cond(
            is_allowing,
            t("admin.allow_title", title=title),
            t("admin.take_down_title", title=title),
        ),
        text=rx.cond(is_allowing, t("admin.allow_text"), t("admin.take_down_text")),
        hint=t("admin.course_reason_hint"),
        placeholder=t("admin.course_reason_placeholder"),
        submit=rx.cond(is_allowing, t("admin.allow"), t("admin.take_down")),
        is_kind=is_allowing,
        error=State.errors["reason"],
        opened=State.is_asking,
        on_open_change=State.show_question,
        on_submit=State.decide,
    )


def _content() -> rx.Component:
    none = rx.el.div(
        empty_state(
            t("admin.courses_none_title"),
            t("admin.courses_none_text"),
            link_button(t("action.clear_all"), href=urls.ADMIN_COURSES, variant="secondary"),
            motif="rings",
        ),
        class_name="panel",
    )
    return rx.el.div(
        page_head(t("admin.courses"), note=t("admin.courses_total", count=State.total)),
        _tools(),
        rx.cond(State.total > 0, _table(), none),
        rx.el.div(
            rx.cond(State.total > 0, row_count(State.rows.length(), State.total), rx.fragment()),
            pagination(
                State.number, State.pages, lambda page: js("$ + $", State.page_prefix, page)
            ),
            class_name="list-foot",
        ),
        _question(),
        class_name="stack list-page",
    )


def page() -> rx.Component:
    """The page at `/admin/courses`."""
    return workplace(
        State.phase,
        lambda content: admin_layout(content, current=urls.ADMIN_COURSES),
        _content,
        role="admin",
        on_retry=State.load,
    )


PAGE = Page(
    route=urls.ADMIN_COURSES, build=page, title=lambda: t("admin.courses"), on_load=(State.load,)
)
