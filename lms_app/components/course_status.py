"""The standing of a course as a badge, and its line in a list."""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.badge import badge
from lms_app.components.text import choose

STATUSES = {
    name: "course.status." + name for name in ("draft", "in_review", "published", "archived")
}


def course_status(status: Any) -> rx.Component:
    """Draft, in review, published or archived, in one word and one tone."""
    tone = rx.match(
        status,
        ("published", "good"),
        ("in_review", "pen"),
        ("archived", "warning"),
        "neutral",
    ).to(str)
    return badge(choose(STATUSES, status, "course.status.draft"), tone=tone)
