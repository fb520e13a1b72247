"""What the learn page says when the lesson cannot be opened, always with a way on."""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.button import button, link_button
from lms_app.components.course_card import course_card
from lms_app.components.motif import Motif, motif_drawing
from lms_app.components.text import js, t
from lms_app.core import urls
from lms_app.states.learn.player import LearnState
from lms_app.states.session import SessionState


def _closed(motif: Motif, title: str, text: str, *actions: Any) -> rx.Component:
    return rx.el.div(
        rx.el.div(
            motif_drawing(motif, "error-art"),
            rx.el.h1(t(title)),
            rx.el.p(t(text), class_name="lead"),
            rx.el.div(*actions, class_name="row row-wrap learn-closed-actions"),
            class_name="learn-closed-text",
        ),
        rx.foreach(
            LearnState.closed_course,
            lambda course: rx.el.div(
                course_card(course, eager=True), class_name="learn-closed-card"
            ),
        ),
        class_name="wrap learn-closed",
    )


def _preview(primary: bool = False) -> rx.Component:
    link = link_button(
        t("home.watch_first"),
        href=LearnState.preview_href,
        variant="primary" if primary else "secondary",
    )
    return rx.cond(LearnState.preview_href != "", link, rx.fragment())


def _to_course() -> rx.Component:
    def link(course: Any) -> rx.Component:
        href = js("'/courses/' + encodeURIComponent($)", course.slug)
        return link_button(t("learn.to_course"), href=href, variant="secondary")

    return rx.foreach(LearnState.closed_course, link)


def closed_content() -> rx.Component:
    """By phase: sign_in, locked, revoked, not_found, error."""
    enroll = rx.cond(
        SessionState.is_signed_in,
        button(t("learn.enroll"), on_click=LearnState.enroll),
        link_button(t("learn.enroll"), href=LearnState.sign_in_href),
    )
    sign_in = link_button(t("nav.sign_in"), href=LearnState.sign_in_href)
    courses = link_button(t("my_courses.browse"), href=urls.COURSES)
    again = button(t("action.retry"), on_click=LearnState.load)
    return rx.match(
        LearnState.phase,
        (
            "sign_in",
            _closed("ruled", "learn.sign_in_title", "learn.sign_in_text", sign_in, _preview()),
        ),
        ("locked", _closed("grid", "learn.locked_title", "learn.locked_text", enroll, _preview())),
        (
            "revoked",
            _closed("rings", "learn.revoked_title", "learn.revoked_text", _preview(), _to_course()),
        ),
        ("error", _closed("wave", "learn.broken_title", "learn.broken_text", again)),
        _closed("steps", "learn.missing_title", "learn.missing_text", courses),
    )
