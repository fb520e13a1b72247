"""My courses: the card to resume, then everything I learn, in progress and finished."""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.avatar import person_name
from lms_app.components.button import anchor, link_button
from lms_app.components.course_card import cover, enrolled_card
from lms_app.components.empty import empty_state
from lms_app.components.icon import play_glyph
from lms_app.components.resume_card import resume_card
from lms_app.components.scriptless import needs_scripts
from lms_app.components.skeleton import skeleton_cards
from lms_app.components.tabs import tab_count
from lms_app.components.text import js, t
from lms_app.core import urls
from lms_app.layouts.errors import phases
from lms_app.layouts.portal import portal_layout
from lms_app.layouts.shell import Page
from lms_app.pages.learn.notebook import notebook
from lms_app.pages.learn.own_certificates import own_certificates
from lms_app.states.learn.certificates import OwnCertificatesState
from lms_app.states.learn.my_courses import MyCoursesState
from lms_app.states.learn.notebook import NotebookState

State = MyCoursesState
_HAS_COURSES = (State.active.length() > 0) | (State.completed.length() > 0)
_HAS_ANY = _HAS_COURSES | (NotebookState.total > 0)


def _browse() -> rx.Component:
    return link_button(t("my_courses.browse"), href=urls.COURSES)


def _grid(rows: Any, none: rx.Component) -> rx.Component:
    cards = rx.el.ul(
        rx.foreach(rows, lambda course: rx.el.li(enrolled_card(course))),
        class_name="cards cards-4 my-cards",
    )
    return rx.cond(rows.length() > 0, cards, none)


def _tab(text: str, name: str, rows: Any) -> rx.Component:
    return rx.tabs.trigger(t(text), tab_count(rows.length()), value=name, class_name="tab-trigger")


def _mine() -> rx.Component:
    none_active = empty_state(
        t("my_courses.none_active"), t("my_courses.none_active_text"), _browse(), motif="steps"
    )
    none_completed = empty_state(
        t("my_courses.none_completed"), t("my_courses.none_completed_text"), motif="rings"
    )
    return rx.fragment(
        rx.foreach(State.resume, resume_card),
        rx.tabs.root(
            rx.tabs.list(
                _tab("my_courses.active", "active", State.active),
                _tab("my_courses.completed", "completed", State.completed),
                rx.tabs.trigger(
                    t("notes.tab"),
                    tab_count(NotebookState.total),
                    value="notes",
                    class_name="tab-trigger",
                ),
                _tab("certificate.tab", "certificates", OwnCertificatesState.rows),
                class_name="tabs-list",
                aria_label=t("my_courses.tabs"),
            ),
            rx.tabs.content(_grid(State.active, none_active), value="active"),
            rx.tabs.content(_grid(State.completed, none_completed), value="completed"),
            rx.tabs.content(notebook(), value="notes"),
            rx.tabs.content(own_certificates(), value="certificates"),
            value=State.tab,
            on_change=State.show,
            class_name="my-tabs",
        ),
    )


def _preview(course: Any) -> rx.Component:
    """A course to try: its card plays the first free lesson."""
    sign = rx.el.span(play_glyph(20), class_name="preview-sign")
    return rx.el.article(
        cover(course.slug, course.cover_word, course.version, children=[sign], eager=True),
        rx.el.h3(
            anchor(
                course.title,
                href=js("'/learn/' + encodeURIComponent($)", course.slug),
                class_name="course-card-link",
            ),
            lang=course.language,
            class_name="course-card-title clamp-2",
        ),
        rx.el.p(person_name(course.instructor_name), class_name="course-card-by clamp-1"),
        rx.el.p(
            t("my_courses.previews", count=course.preview_count), class_name="course-card-meta"
        ),
        class_name="course-card",
    )


def _nothing() -> rx.Component:
    return rx.fragment(
        empty_state(t("my_courses.empty"), t("my_courses.empty_text"), _browse(), motif="ruled"),
        rx.cond(
            State.suggested.length() > 0,
            rx.el.ul(
                rx.foreach(State.suggested, lambda course: rx.el.li(_preview(course))),
                class_name="cards cards-3",
            ),
            rx.fragment(),
        ),
    )


def build() -> rx.Component:
    """The page at `/my-courses`."""
    return portal_layout(
        rx.el.h1(t("my_courses.title"), class_name="my-title"),
        phases(
            State.phase,
            rx.cond(_HAS_ANY, _mine(), _nothing()),
            loading=rx.fragment(
                needs_scripts(t("state.needs_scripts")),
                rx.el.div(skeleton_cards(4), class_name="cards cards-4"),
            ),
            on_retry=State.load,
        ),
        current=urls.MY_COURSES,
        class_name="my-courses",
    )


PAGE = Page(
    route=urls.MY_COURSES,
    build=build,
    title=lambda: t("my_courses.title"),
    on_load=(State.load, OwnCertificatesState.load, NotebookState.load),
)
