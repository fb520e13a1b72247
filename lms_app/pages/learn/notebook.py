"""The notes tab of my courses: all of them, found by words and by course, to read and to take away."""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.button import anchor, button, icon_button, native_link
from lms_app.components.empty import empty_state
from lms_app.components.field import select_control
from lms_app.components.form import hidden_input
from lms_app.components.icon import icon
from lms_app.components.list_tools import list_tools
from lms_app.components.safe_html import safe_html
from lms_app.components.search_field import search_field
from lms_app.components.text import clock, date, js, t
from lms_app.core import urls
from lms_app.services.enrollment import NoteCard
from lms_app.states.learn.notebook import NotebookState

State = NotebookState


def _tools() -> rx.Component:
    search = search_field(
        action=urls.MY_COURSES,
        placeholder=t("notebook.search"),
        value=State.text,
        field_id="note-search",
        extra=[hidden_input("tab", "notes"), hidden_input("course", State.course)],
        class_name="notebook-search",
    )
    each = rx.foreach(
        State.courses,
        lambda course: rx.el.option(
            js("$ + ' (' + $ + ')'", course.title, course.note_count), value=course.course_id
        ),
    )
    courses = select_control(
        ("", t("notebook.every_course")),
        each,
        value=State.course,
        on_change=State.filter_by,
        aria_label=t("notebook.course"),
        class_name="notebook-course",
    )
    export = native_link(
        icon("download"), t("notebook.export"), href=State.export_href, download=True,
        class_name="btn btn-secondary",
    )  # fmt: skip
    return list_tools(search, courses, export)


def _tool(row: rx.Var[NoteCard]) -> rx.Component:
    """Delete; what is gone from here is gone, so it asks once more."""
    question = rx.el.span(
        rx.el.span(t("notebook.ask")),
        button(t("notes.delete"), variant="danger-quiet", size="sm", on_click=State.delete(row.id)),
        button(t("action.cancel"), variant="ghost", size="sm", on_click=State.ask("")),
        role="group",
        class_name="notebook-ask",
    )
    ask = icon_button("trash-2", t("notes.delete"), size="sm", on_click=State.ask(row.id))
    return rx.cond(State.asked == row.id, question, ask)


def _note(row: rx.Var[NoteCard]) -> rx.Component:
    title = rx.cond(row.lesson_id != "", row.lesson_title, t("notes.lesson_gone"))
    at = rx.cond(
        row.second >= 0, rx.el.span(clock(row.second), class_name="time-chip mono"), rx.fragment()
    )
    place = anchor(
        at,
        rx.el.span(title, lang=row.course_language, class_name="notebook-lesson"),
        href=row.href,
        class_name="notebook-place",
    )
    quote = rx.el.blockquote(
        rx.el.mark(row.quote), lang=row.quote_language, class_name="note-quote"
    )
    return rx.el.li(
        rx.el.p(row.course_title, lang=row.course_language, class_name="notebook-title"),
        rx.el.div(place, _tool(row), class_name="notebook-head"),
        rx.cond(row.quote != "", quote, rx.fragment()),
        rx.cond(
            row.body_html != "",
            safe_html(row.body_html, class_name="prose note-body"),
            rx.fragment(),
        ),
        rx.el.p(date(row.created_at), class_name="notebook-date"),
        class_name="notebook-note",
    )


def notebook() -> rx.Component:
    """Search, course, export; then the notes, newest first."""
    none = empty_state(t("notebook.none"), t("notebook.none_text"), motif="ruled")
    unfound = empty_state(t("notebook.unfound"), t("notebook.unfound_text"), motif="grid")
    more: Any = rx.cond(
        State.has_more,
        button(
            t("notebook.more"), variant="secondary", on_click=State.more, class_name="notebook-more"
        ),
        rx.fragment(),
    )
    found = rx.cond(
        State.rows.length() > 0,
        rx.fragment(rx.el.ul(rx.foreach(State.rows, _note), class_name="notebook"), more),
        unfound,
    )
    return rx.cond(State.total > 0, rx.fragment(_tools(), found), none)
