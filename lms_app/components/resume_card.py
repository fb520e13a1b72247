"""The card that goes on: the frame of the lesson, where it stopped, one button."""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.button import link_button
from lms_app.components.course_card import cover
from lms_app.components.icon import play_glyph
from lms_app.components.text import clock, duration, js, t


def resume_card(course: Any) -> rx.Component:
    """From a `MyCourseCard` row; leads to its next lesson at the second where it stopped."""
    href = js("'/learn/' + encodeURIComponent($) + '?l=' + $", course.slug, course.next_lesson_id)
    left = js("Math.max(0, $ - $)", course.duration_seconds, course.position_seconds, kind=int)
    share = js(
        "Math.min(100, Math.round(100 * $ / Math.max(1, $)))",
        course.position_seconds,
        course.duration_seconds,
        kind=float,
    )
    picture = rx.cond(
        course.poster_url != "",
        rx.el.img(src=course.poster_url, alt="", class_name="resume-frame"),
        cover(course.slug, course.cover_word, course.version, eager=True),
    )
    place = rx.cond(
        course.duration_seconds > 0,
        rx.el.span(
            clock(course.position_seconds), " / ", clock(course.duration_seconds), class_name="mono"
        ),
        rx.el.span(t("my_courses.reading")),
    )
    label = rx.cond(course.position_seconds > 0, t("my_courses.resume"), t("my_courses.start"))
    rest = rx.cond(
        (course.position_seconds > 0) & (left > 0),
        rx.el.span(t("my_courses.left", time=duration(left)), class_name="small muted num"),
        rx.fragment(),
    )
    return rx.el.article(
        rx.el.div(
            picture,
            rx.el.span(
                rx.el.span(class_name="resume-fill", style={"width": js("$ + '%'", share)}),
                class_name="resume-bar",
            ),
            class_name="resume-picture",
        ),
        rx.el.div(
            rx.el.p(course.title, lang=course.language, class_name="caption clamp-1"),
            rx.el.h2(
                js("$ + ' ' + $", course.next_lesson_number, course.next_lesson_title),
                lang=course.language,
                class_name="resume-title clamp-2",
            ),
            rx.el.p(place, class_name="muted"),
            rx.el.div(
                link_button(play_glyph(13), label, href=href, size="lg"),
                rest,
                class_name="row row-wrap resume-actions",
            ),
            class_name="resume-text",
        ),
        class_name="panel resume",
    )
