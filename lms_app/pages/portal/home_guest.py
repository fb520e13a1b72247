"""The home page for guests: the promise, how learning works here, teaching."""

from __future__ import annotations

import reflex as rx

from lms_app.components.button import link_button
from lms_app.components.hero_player import hero_player
from lms_app.components.icon import icon
from lms_app.components.text import t
from lms_app.core import urls
from lms_app.services.course.views import CourseCard
from lms_app.states.portal.home import HomeState
from lms_app.states.session import SessionState


def first_steps() -> rx.Component:
    """A first lesson, or all courses; nothing while there are none."""
    steps = rx.el.div(
        link_button(t("home.watch_first"), href=HomeState.hero_href, size="lg"),
        link_button(t("home.browse"), href=urls.COURSES, variant="secondary", size="lg"),
        class_name="row row-wrap hero-actions",
    )
    return rx.cond(HomeState.is_empty, rx.fragment(), steps)


def _promise() -> rx.Component:
    return rx.el.div(
        rx.el.h1(
            t("home.promise_1"),
            " ",
            rx.el.br(),
            rx.el.em(t("home.promise_2"), class_name="stroke"),
            class_name="display",
        ),
        rx.el.p(t("home.lead"), class_name="lead hero-lead"),
        first_steps(),
        rx.cond(
            HomeState.course_count > 0,
            rx.el.p(
                t(
                    "home.counts",
                    courses=HomeState.course_count,
                    lessons=HomeState.lesson_count,
                    instructors=HomeState.instructor_count,
                ),
                class_name="caption num hero-counts",
            ),
            rx.fragment(),
        ),
        class_name="hero-text",
    )


def hero() -> rx.Component:
    """The promise, and a picture of a lesson."""

    def player(course: rx.Var[CourseCard]) -> rx.Component:
        return hero_player(course, HomeState.hero_href)

    return rx.el.section(_promise(), rx.foreach(HomeState.hero, player), class_name="hero")


def _resume_drawing() -> rx.Component:
    return rx.el.div(
        rx.el.div(class_name="demo-frame"),
        rx.el.div(rx.el.span(class_name="demo-seen"), class_name="demo-track"),
        rx.el.span("12:34", class_name="mono demo-time"),
        class_name="demo demo-resume",
        aria_hidden="true",
    )


def _transcript_drawing() -> rx.Component:
    widths = ("w-90", "w-70", "w-90", "w-50")
    return rx.el.div(
        *(
            rx.el.span(class_name="demo-line " + width + (" is-current" if row == 1 else ""))
            for row, width in enumerate(widths)
        ),
        class_name="demo demo-transcript",
        aria_hidden="true",
    )


def _honest_drawing() -> rx.Component:
    return rx.el.div(
        *(rx.el.span(class_name="demo-range demo-range-" + str(part)) for part in range(1, 4)),
        rx.el.span("62%", class_name="demo-percent num"),
        class_name="demo demo-honest",
        aria_hidden="true",
    )


def differences() -> rx.Component:
    """What is special here, in three drawings."""
    rows = (
        (_resume_drawing(), "home.resume_title", "home.resume_text"),
        (_transcript_drawing(), "home.transcript_title", "home.transcript_text"),
        (_honest_drawing(), "home.honest_title", "home.honest_text"),
    )
    return rx.el.section(
        rx.el.h2(t("home.different"), class_name="ruled-head"),
        rx.el.ul(
            *(
                rx.el.li(drawing, rx.el.h3(t(title)), rx.el.p(t(text), class_name="ink-2"))
                for drawing, title, text in rows
            ),
            class_name="differences",
        ),
        class_name="block",
    )


def teach() -> rx.Component:
    """The invitation to teach."""
    return rx.el.section(
        rx.el.div(
            rx.el.h2(t("home.teach_title")),
            rx.el.p(t("home.teach_text"), class_name="ink-2"),
            class_name="stack stack-2",
        ),
        link_button(
            t("home.teach_action"),
            icon("arrow-right"),
            href=rx.cond(
                SessionState.is_instructor, urls.INSTRUCTOR_COURSES, urls.INSTRUCTOR_START
            ),
            variant="secondary",
            size="lg",
        ),
        class_name="panel teach",
    )
