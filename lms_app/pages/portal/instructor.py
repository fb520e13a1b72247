"""Who teaches: a face, a few words, and everything they have published."""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.avatar import avatar
from lms_app.components.button import link_button, native_link
from lms_app.components.course_card import course_grid
from lms_app.components.empty import empty_state
from lms_app.components.icon import icon
from lms_app.components.safe_html import safe_html
from lms_app.components.skeleton import skeleton, skeleton_cards
from lms_app.components.text import js, number, t
from lms_app.core import urls
from lms_app.layouts.errors import phases
from lms_app.layouts.portal import portal_layout
from lms_app.layouts.shell import Page
from lms_app.states.portal.instructor import InstructorPageState as State
from lms_app.states.session import SessionState


def _link(link: rx.Var[Any]) -> rx.Component:
    return rx.el.li(
        native_link(
            icon("link", 15),
            rx.el.span(link.text, class_name="clamp-1"),
            href=link.url,
            rel="noopener nofollow me",
            target="_blank",
            class_name="teacher-link",
        )
    )


def _fact(value: Any, label: Any) -> rx.Component:
    return rx.el.div(rx.el.dt(label), rx.el.dd(value, class_name="num"), class_name="teacher-fact")


def _head() -> rx.Component:
    own = rx.cond(
        SessionState.user_key == State.user_key,
        link_button(
            icon("pencil", 16),
            t("teacher.edit"),
            href=urls.SETTINGS,
            variant="secondary",
            size="sm",
            class_name="teacher-edit",
        ),
        rx.fragment(),
    )
    return rx.el.header(
        avatar(State.name, size="lg", seed=State.user_key, picture=State.avatar_url),
        rx.el.div(
            rx.el.p(t("teacher.role"), class_name="caption"),
            rx.el.h1(State.name, class_name="teacher-name"),
            rx.cond(
                State.headline != "",
                rx.el.p(State.headline, class_name="lead teacher-headline"),
                rx.fragment(),
            ),
            rx.el.dl(
                _fact(number(State.course_count), t("teacher.courses_label")),
                _fact(number(State.student_count), t("teacher.students_label")),
                _fact(js("String($)", State.since_year), t("teacher.since_label")),
                class_name="teacher-facts",
            ),
            class_name="grow",
        ),
        own,
        class_name="teacher-head",
    )


def _about() -> rx.Component:
    links = rx.el.ul(rx.foreach(State.links, _link), class_name="teacher-links")
    return rx.el.section(
        rx.el.h2(t("teacher.about"), class_name="visually-hidden"),
        rx.cond(
            State.bio_html != "",
            safe_html(State.bio_html, class_name="prose teacher-bio"),
            rx.fragment(),
        ),
        rx.cond(State.links.length() > 0, links, rx.fragment()),
        class_name="teacher-about",
    )


def _courses() -> rx.Component:
    none = empty_state(t("teacher.none"), t("teacher.none_text"), motif="steps")
    return rx.el.section(
        rx.el.h2(t("teacher.courses", name=State.name), class_name="ruled-head"),
        rx.cond(State.courses.length() > 0, course_grid(State.courses), none),
        class_name="block teacher-courses",
    )


def _content() -> rx.Component:
    has_about = (State.bio_html != "") | (State.links.length() > 0)
    return rx.el.article(
        _head(), rx.cond(has_about, _about(), rx.fragment()), _courses(), class_name="teacher"
    )


def _loading() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            skeleton("skeleton-title w-30"),
            skeleton("skeleton-line w-50"),
            class_name="stack teacher-head",
        ),
        rx.el.div(skeleton_cards(4), class_name="cards cards-4 block"),
    )


def page() -> rx.Component:
    """The page at `/instructors/[handle]`."""
    return portal_layout(
        phases(State.phase, _content, loading=_loading(), on_retry=State.load),
        current=urls.COURSES,
    )


PAGE = Page(
    route=urls.INSTRUCTOR_PAGE,
    build=page,
    title=lambda: State.name,
    on_load=(State.load,),
    description=lambda: State.headline,
)
