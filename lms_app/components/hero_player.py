"""The picture of a lesson beside the promise on the home page."""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.button import anchor
from lms_app.components.course_card import cover
from lms_app.components.icon import play_glyph
from lms_app.components.text import t

# (time, text, is the highlighted one)
_CUES = (
    ("03:12", "home.cue_1", False),
    ("03:18", "home.cue_2", True),
    ("03:24", "home.cue_3", False),
    ("03:29", "home.cue_4", False),
    ("03:36", "home.cue_5", False),
)


def _cue(time: str, key: str, *, current: bool) -> rx.Component:
    return rx.el.li(
        rx.el.span(time, class_name="mono cue-time"),
        rx.el.span(t(key)),
        class_name="cue is-current" if current else "cue",
    )


def hero_player(course: Any, href: Any, screen: rx.Component | None = None) -> rx.Component:
    """A lesson with its transcript running along; leads to the first free lesson.

    `screen` is the slot of a live player; without it the course's cover stands there.
    """
    still = rx.fragment(
        cover(course.slug, course.cover_word, course.version, eager=True, class_name="hero-cover"),
        rx.el.span(play_glyph(18), class_name="hero-play"),
        rx.el.span(rx.el.span(class_name="hero-bar-fill"), class_name="hero-bar"),
    )
    return rx.el.figure(
        anchor(
            screen if screen is not None else still,
            href=href,
            aria_label=t("home.watch_first"),
            class_name="hero-screen",
        ),
        rx.el.ol(
            *(_cue(time, key, current=current) for time, key, current in _CUES),
            class_name="hero-cues",
        ),
        aria_label=t("home.player_label"),
        class_name="hero-player",
    )
