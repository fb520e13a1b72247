"""The instructor's space."""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.text import t
from lms_app.core import urls
from lms_app.layouts.side import side_layout


def instructor_layout(*content: Any, current: str = "", class_name: Any = "") -> rx.Component:
    """A page of the instructor's space; `current` is the address of its nav entry."""
    return side_layout(
        *content,
        entries=[
            (t("nav.home"), urls.INSTRUCTOR, "house"),
            (t("nav.own_courses"), urls.INSTRUCTOR_COURSES, "book-open"),
        ],
        current=current,
        label=t("nav.instructor"),
        home=urls.INSTRUCTOR,
        class_name=class_name,
    )
