"""What a school says before its first course is published, with the next step for who can take it."""

from __future__ import annotations

import reflex as rx

from lms_app.components.button import link_button
from lms_app.components.empty import empty_state
from lms_app.components.text import t
from lms_app.core import urls
from lms_app.states.session import SessionState


def no_courses() -> rx.Component:
    """One sentence; an instructor or an administrator is led to the first course."""
    makes = SessionState.is_instructor | SessionState.is_admin
    create = link_button(
        t("home.teach_action"),
        href=rx.cond(SessionState.is_instructor, urls.INSTRUCTOR_COURSES, urls.INSTRUCTOR_START),
    )
    administration = link_button(t("home.none_admin"), href=urls.ADMIN, variant="secondary")
    return empty_state(
        t("home.none_title"),
        rx.cond(makes, t("home.none_teach"), t("home.none_text")),
        rx.cond(makes, create, rx.fragment()),
        rx.cond(SessionState.is_admin, administration, rx.fragment()),
        motif="ruled",
    )
