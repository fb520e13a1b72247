"""Course covers and cards. The whole card is one link: the title's, stretched."""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.avatar import person_name
from lms_app.components.badge import badge
from lms_app.components.button import anchor
from lms_app.components.ground import ground_class
from lms_app.components.progress import progress_bar
from lms_app.components.text import choose, duration, js, t

LEVELS = {
    "beginner": "course.level.beginner",
    "intermediate": "course.level.intermediate",
    "advanced": "course.level.advanced",
}
# Hangul is about twice as wide as Latin; the word gets smaller as it gets wider.
_WORD_SIZE = (
    "((w) => w <= 5 ? 'cover-word-short' : w <= 10 ? '' : w <= 14 ? 'cover-word-long'"
    " : 'cover-word-longest')([...String($ ?? '')]"
    ".reduce((a, c) => a + (c.codePointAt(0) > 0x1100 ? 2 : 1), 0))"
)


def cover(
    slug: Any,
    word: Any,
    version: Any = 1,
    *,
    small: bool = False,
    children: list[rx.Component] | None = None,
    eager: bool = False,
    class_name: Any = "",
) -> rx.Component:
    """The cover of a course, 16:9: its drawing, and its word set in our own type.

    Decorative (the title stands beside it). `children` are laid over it; `eager` for the first view.
    """
    art = rx.el.img(
        src=js("'/covers/' + encodeURIComponent($) + '.svg?v=' + $", slug, version),
        alt="",
        width="640",
        height="360",
        loading="eager" if eager else "lazy",
        decoding="async",
        class_name="cover-art",
    )
    return rx.el.span(
        art,
        rx.el.span(word, class_name=["cover-word", js(_WORD_SIZE, word)], aria_hidden="true"),
        *(children or []),
        class_name=[
            "cover",
            "cover-small" if small else "",
            ground_class("ground-", slug),
            class_name,
        ],
    )


def level_text(level: Any) -> rx.Var[str]:
    """The level of a course in words."""
    return choose(LEVELS, level, "course.level.all")


def students_text(count: Any) -> rx.Var[str]:
    """How many people study it, in words."""
    return rx.cond(count > 0, t("course.students", count=count), t("course.students_none"))


def _length(course: Any) -> rx.Var[str]:
    """How long it is; how many lessons while no video of it is ready."""
    return rx.cond(
        course.duration_seconds >= 60,
        duration(course.duration_seconds),
        t("course.lessons", count=course.lesson_count),
    )


def _frame(course: Any, href: Any, cover_children: list, *rest: rx.Component, eager: bool):
    return rx.el.article(
        cover(course.slug, course.cover_word, course.version, children=cover_children, eager=eager),
        rx.el.h3(
            anchor(course.title, href=href, class_name="course-card-link"),
            lang=course.language,
            class_name="course-card-title clamp-2",
        ),
        rx.el.p(person_name(course.instructor_name), class_name="course-card-by clamp-1"),
        *rest,
        class_name="course-card",
    )


def course_card(course: Any, *, eager: bool = False) -> rx.Component:
    """A catalogue tile from a `CourseCard` row: who, how long, how many people, free."""
    tags = rx.cond(
        course.is_new,
        rx.el.span(badge(t("course.new"), class_name="badge-cover"), class_name="cover-tags"),
        rx.fragment(),
    )
    return _frame(
        course,
        js("'/courses/' + encodeURIComponent($)", course.slug),
        [tags],
        rx.el.p(
            rx.el.span(level_text(course.level)),
            rx.el.span(_length(course)),
            rx.el.span(students_text(course.enrollment_count)),
            class_name="course-card-meta",
        ),
        rx.el.p(t("course.free"), class_name="course-card-price"),
        eager=eager,
    )


def enrolled_href(course: Any) -> rx.Var[str]:
    """Where a `MyCourseCard` goes on: its next lesson."""
    return js(
        "'/learn/' + encodeURIComponent($) + ($ ? '?l=' + $ : '')",
        course.slug,
        course.next_lesson_id,
        course.next_lesson_id,
    )


def enrolled_card(course: Any, *, menu: rx.Component | None = None) -> rx.Component:
    """A tile from a `MyCourseCard` row: progress and the next lesson; it opens where you stopped."""
    following = rx.cond(
        course.status == "completed",
        t("course.completed"),
        t(
            "course.next_lesson",
            title=js("$ + ' ' + $", course.next_lesson_number, course.next_lesson_title),
        ),
    )
    card = _frame(
        course,
        enrolled_href(course),
        [],
        progress_bar(
            course.percent,
            course.title,
            value_text=t("course.progress", done=course.done_count, total=course.lesson_count),
        ),
        rx.el.p(
            rx.el.b(t("state.percent", percent=course.percent)),
            " · ",
            following,
            class_name="course-card-progress clamp-1",
        ),
        eager=False,
    )
    if menu is not None:
        card.children.append(rx.el.div(menu, class_name="course-card-menu"))
    return card


def title_lines(title: Any) -> rx.Component:
    """A title that prefers to break after its colon (“React 19 깊게 읽기:” / “서버 …”)."""
    parts = js("String($ ?? '').split(/(?<=:)\\s+/)", title, kind=list[str])
    return rx.foreach(parts, lambda part: rx.el.span(part, " ", class_name="title-part"))


def course_grid(courses: rx.Var, *, columns: int = 4, shelf: bool = False) -> rx.Component:
    """Course cards in a grid; `shelf` scrolls sideways on phones."""
    names = "cards cards-" + str(columns) + (" shelf" if shelf else "")
    return rx.el.ul(
        rx.foreach(courses, lambda course: rx.el.li(course_card(course))), class_name=names
    )
