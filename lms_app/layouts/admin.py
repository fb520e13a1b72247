"""The administration: dense."""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.text import t
from lms_app.core import urls
from lms_app.layouts.side import side_layout
from lms_app.states.session import SessionState


def admin_layout(*content: Any, current: str = "", class_name: Any = "") -> rx.Component:
    """A page of the administration; `current` is the address of its nav entry."""
    people = SessionState.manages_people
    return side_layout(
        *content,
        entries=[
            (t("nav.home"), urls.ADMIN, "house"),
            (t("nav.users"), urls.ADMIN_USERS, "users", people),
            (t("nav.applications"), urls.ADMIN_INSTRUCTORS, "presentation", people),
            (t("nav.courses"), urls.ADMIN_COURSES, "book-open"),
            (t("audit.title"), urls.ADMIN_AUDIT, "scroll-text", people),
        ],
        current=current,
        label=t("nav.admin"),
        home=urls.ADMIN,
        dense=True,
        class_name=class_name,
    )
