"""The card that goes on: the frame of the lesson, where it stopped, one button."""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.button import link_button
from lms_app.components.course_card import cover
from lms_app.components.icon import play_glyph
from lms_app.components.text import clock, duration, js, t


def _picture(course: Any) -> rx.Component:
    share = js(
        "Math.min(100, Math.round(100 * $ / Math.max(1, $)))",
        course.position_seconds,
        course.duration_seconds,
        kind=float,
    )
    frame = rx.cond(
        course.poster_url != "",
        rx.el.img(src=course.poster_url, alt="", class_name="resume-frame"),
        cover(course.slug, course.cover_word, course.version, eager=True),
    )
    fill = rx.el.span(class_name="resume-fill", style={"width": js("$ + '%'", share)})
    return rx.el.div(frame, rx.el.span(fill, class_name="resume-bar"), class_name="resume-picture")


def _place(course: Any) -> rx.Component:
    stopped = rx.el.span(
        clock(course.position_seconds), " / ", clock(course.duration_seconds), class_name="mono"
    )
    return rx.match(
        course.next_lesson_kind,
        ("article", rx.el.span(t("my_courses.reading"))),
        rx.cond(course.duration_seconds > 0, stopped, rx.el.span(t("learn.preparing"))),
    )


def resume_card(course: Any) -> rx.Component:
    """From a `MyCourseCard` row; leads to its next lesson at the second where it stopped."""
    href = js("'/learn/' + encodeURIComponent($) + '?l=' + $", course.slug, course.next_lesson_id)
    left = js("Math.max(0, $ - $)", course.duration_seconds, course.position_seconds, kind=int)
    label = rx.cond(course.position_seconds > 0, t("my_courses.resume"), t("my_courses.start"))
    rest = rx.cond(
        (course.position_seconds > 0) & (left > 0),
        rx.el.span(t("my_courses.left", time=duration(left)), class_name="small muted num"),
        rx.fragment(),
    )
    title = js("$ + ' ' + $", course.next_lesson_number, course.next_lesson_title)
    return rx.el.article(
        _picture(course),
        rx.el.div(
            rx.el.p(course.title, lang=course.language, class_name="caption clamp-1"),
            rx.el.h2(title, lang=course.language, class_name="resume-title clamp-2"),
            rx.el.p(_place(course), class_name="muted"),
            rx.el.div(
                link_button(play_glyph(13), label, href=href, size="lg"),
                rest,
                class_name="row row-wrap resume-actions",
            ),
            class_name="resume-text",
        ),
        class_name="panel resume",
    )
