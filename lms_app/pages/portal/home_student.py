"""The home page for who is signed in: the card to resume, what else is going on."""

from __future__ import annotations

import reflex as rx

from lms_app.components.button import anchor, text_link
from lms_app.components.course_card import cover, enrolled_href
from lms_app.components.progress import progress_bar
from lms_app.components.resume_card import resume_card
from lms_app.components.skeleton import skeleton
from lms_app.components.text import js, t
from lms_app.core import urls
from lms_app.pages.portal.home_guest import first_steps
from lms_app.services.enrollment import MyCourseCard
from lms_app.states.portal.home import HomeState
from lms_app.states.session import SessionState


def _continuing_row(course: rx.Var[MyCourseCard]) -> rx.Component:
    following = js("$ + ' ' + $", course.next_lesson_number, course.next_lesson_title)
    return rx.el.li(
        anchor(
            cover(course.slug, course.cover_word, course.version, small=True),
            rx.el.span(
                rx.el.span(course.title, class_name="going-title clamp-1", lang=course.language),
                rx.el.span(
                    t("state.percent", percent=course.percent),
                    " · ",
                    following,
                    class_name="caption clamp-1 num",
                ),
                progress_bar(course.percent, course.title),
                class_name="going-text",
            ),
            href=enrolled_href(course),
            class_name="going-row",
        )
    )


def _continuing() -> rx.Component:
    panel = rx.el.section(
        rx.el.div(
            rx.el.h2(t("home.continue")),
            text_link(t("action.see_all"), href=urls.MY_COURSES),
            class_name="panel-head",
        ),
        rx.el.ul(rx.foreach(HomeState.continuing, _continuing_row)),
        class_name="panel going",
    )
    return rx.cond(HomeState.continuing.length() > 0, panel, rx.fragment())


def welcome() -> rx.Component:
    """A greeting, and where to go on."""
    return rx.el.section(
        rx.cond(HomeState.is_own_loaded, _greeting(), _waiting()), class_name="home-welcome"
    )


def _waiting() -> rx.Component:
    """The place of the greeting while it is not known whom to greet."""
    return rx.fragment(skeleton("home-hello skeleton-hello w-30"), skeleton("skeleton-resume"))


def _greeting() -> rx.Component:
    has_more = HomeState.resume.length() > 0
    return rx.fragment(
        rx.el.h1(
            rx.cond(
                has_more,
                t("home.hello", name=SessionState.display_name),
                t("home.hello_new", name=SessionState.display_name),
            ),
            class_name="home-hello",
        ),
        rx.cond(
            has_more,
            rx.el.div(
                rx.foreach(HomeState.resume, resume_card), _continuing(), class_name="going-on"
            ),
            rx.cond(
                HomeState.is_empty,
                rx.fragment(),
                rx.el.div(rx.el.p(t("home.first_text"), class_name="lead"), first_steps()),
            ),
        ),
    )
