"""The lessons of a course beside its player: where you are, what is done, what is locked and why."""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.badge import badge
from lms_app.components.hidden import visually_hidden
from lms_app.components.icon import icon
from lms_app.components.lesson_row import lesson_glyph, lesson_row
from lms_app.components.text import js, t


def _row(lesson: Any, slug: Any, current_id: Any, language: Any, is_preview: Any) -> rx.Component:
    is_current = lesson.id == current_id
    href = js("'/learn/' + encodeURIComponent($) + '?l=' + $", slug, lesson.id)
    kind = rx.cond(lesson.kind == "article", icon("file-text", 15), rx.fragment())
    free = rx.cond(
        is_preview, badge(t("lesson.preview"), tone="pen", class_name="lesson-free"), rx.fragment()
    )
    common = {
        "number": lesson.number,
        "title": lesson.title,
        "seconds": lesson.duration_seconds,
        "lang": language,
    }
    opened = lesson_row(
        glyph=lesson_glyph(lesson.state, lesson.percent, is_current=is_current),
        href=href,
        end=rx.fragment(free, kind),
        is_current=is_current,
        class_name=rx.cond(lesson.state == "done", "is-done", ""),
        **common,
    )
    locked = lesson_row(glyph=lesson_glyph("locked"), end=kind, class_name="is-locked", **common)
    return rx.el.li(rx.cond(lesson.is_open, opened, locked))


def lesson_section(
    section: Any, *, slug: Any, current_id: Any, language: Any, is_preview: Any = False
) -> rx.Component:
    """One section: its number and title, “2/6”, its lessons."""
    done = t("learn.section_done_label", done=section.done_count, total=section.lesson_count)
    return rx.el.section(
        rx.el.h3(
            rx.el.span(section.number, ". ", section.title, lang=language, class_name="clamp-1"),
            rx.el.span(
                rx.el.span(section.done_count, "/", section.lesson_count, aria_hidden="true"),
                visually_hidden(done),
                class_name="caption num",
            ),
            class_name="learn-section-head",
        ),
        rx.el.ol(
            rx.foreach(
                section.lessons,
                lambda lesson: _row(lesson, slug, current_id, language, is_preview),
            )
        ),
        class_name="learn-section",
    )


def lesson_list(
    sections: Any, *, slug: Any, current_id: Any, language: Any, is_preview: Any = False
) -> rx.Component:
    """All sections. Rows need id, number, title, kind, duration_seconds, state, percent, is_open."""
    return rx.el.nav(
        rx.foreach(
            sections,
            lambda section: lesson_section(
                section,
                slug=slug,
                current_id=current_id,
                language=language,
                is_preview=is_preview,
            ),
        ),
        aria_label=t("learn.lessons_label"),
        class_name="learn-list",
    )
