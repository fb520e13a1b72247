"""The page of one course: what it gives, what is in it, who teaches, and the way in."""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.avatar import avatar, person_name
from lms_app.components.badge import callout
from lms_app.components.breadcrumb import breadcrumb
from lms_app.components.browser_state import browser_flag
from lms_app.components.button import anchor, native_link, text_link
from lms_app.components.course_card import (
    course_grid,
    level_text,
    students_text,
    title_lines,
)
from lms_app.components.curriculum import curriculum, curriculum_section
from lms_app.components.icon import icon
from lms_app.components.lesson_row import kind_glyph, lesson_row
from lms_app.components.safe_html import safe_html
from lms_app.components.skeleton import skeleton, skeleton_rows
from lms_app.components.text import date, duration, js, language, t
from lms_app.core import urls
from lms_app.layouts.errors import phases
from lms_app.layouts.portal import portal_layout
from lms_app.layouts.shell import Page
from lms_app.pages.portal.course_enroll import enroll_bar, enroll_card
from lms_app.services.course.views import LessonRow, SectionRow
from lms_app.states.portal.course_detail import CourseDetailState

State = CourseDetailState


def _fact(icon_name: str, *text: Any) -> rx.Component:
    return rx.el.li(icon(icon_name, 16), rx.el.span(*text))


def _banner() -> rx.Component:
    edit = text_link(t("course_page.edit"), href=State.edit_href)
    return rx.match(
        State.status,
        ("draft", callout(t("course_page.draft"), tone="warning", action=edit)),
        ("in_review", callout(t("course_page.draft"), tone="warning", action=edit)),
        ("archived", callout(t("course_page.archived"), tone="neutral")),
        rx.fragment(),
    )


def _intro() -> rx.Component:
    category = rx.cond(language() == "en", State.card.category_name_en, State.card.category_name_ko)
    in_language = rx.cond(State.card.language == "en", t("language.name_en"), t("language.name_ko"))
    return rx.el.div(
        breadcrumb(
            (t("nav.courses"), urls.COURSES),
            (
                category,
                js("'/courses?category=' + encodeURIComponent($)", State.card.category_slug),
            ),
        ),
        rx.el.h1(
            title_lines(State.card.title), lang=State.card.language, class_name="course-title"
        ),
        rx.el.p(State.card.subtitle, lang=State.card.language, class_name="lead course-lead"),
        rx.el.ul(
            _fact("users", students_text(State.card.enrollment_count)),
            _fact("clock", duration(State.card.duration_seconds)),
            _fact("signal", level_text(State.card.level)),
            _fact("languages", t("course_page.language", language=in_language)),
            _fact("calendar", t("course_page.updated", date=date(State.updated_on))),
            class_name="facts",
        ),
        native_link(
            avatar(
                State.instructor.name,
                seed=State.instructor.user_id,
                picture=State.instructor.avatar_url,
            ),
            rx.el.span(
                rx.el.span(person_name(State.instructor.name), class_name="strong"),
                rx.el.span(State.instructor.headline, class_name="caption clamp-1"),
                class_name="who-text",
            ),
            href="#instructor",
            class_name="who",
        ),
        class_name="course-intro",
    )


def _outcomes() -> rx.Component:
    section = rx.el.section(
        rx.el.h2(t("course_page.outcomes")),
        rx.el.ul(
            rx.foreach(State.outcomes, lambda line: rx.el.li(icon("check", 18), rx.el.span(line))),
            lang=State.card.language,
            class_name="outcomes",
        ),
        class_name="course-section",
    )
    return rx.cond(State.outcomes.length() > 0, section, rx.fragment())


def _lesson(lesson: rx.Var[LessonRow]) -> rx.Component:
    href = js("'/learn/' + encodeURIComponent($) + '?l=' + $", State.card.slug, lesson.id)
    spoken: dict[str, Any] = {
        "number": lesson.number,
        "title": lesson.title,
        "seconds": lesson.duration_seconds,
        "lang": State.card.language,
    }
    preview = rx.el.span(t("lesson.preview"), class_name="link small")
    open_row = lesson_row(glyph=kind_glyph(lesson.kind), href=href, **spoken)
    preview_row = lesson_row(glyph=kind_glyph(lesson.kind), href=href, end=preview, **spoken)
    plain_row = lesson_row(glyph=kind_glyph(lesson.kind), class_name="is-locked", **spoken)
    is_in = (State.viewer == "enrolled") | (State.viewer == "owner")
    return rx.el.li(
        rx.cond(
            lesson.is_playable & is_in,
            open_row,
            rx.cond(lesson.is_preview & lesson.is_playable, preview_row, plain_row),
        )
    )


def _section(section: rx.Var[SectionRow], everything_open: rx.Var[bool]) -> rx.Component:
    return curriculum_section(
        rx.foreach(section.lessons, _lesson),
        title=js("$ + '. ' + $", section.number, section.title),
        note=t(
            "course_page.section_note",
            lessons=section.lesson_count,
            length=duration(section.duration_seconds),
        ),
        opened=everything_open | (section.number == 1),
    )


def _curriculum() -> rx.Component:
    everything = browser_flag("curriculum_open")
    toggle = rx.el.button(
        rx.cond(everything.value, t("action.collapse_all"), t("action.expand_all")),
        type="button",
        on_click=everything.toggle,
        class_name="link small push",
    )
    return rx.el.section(
        everything.mark,
        rx.el.div(
            rx.el.h2(t("course_page.curriculum")),
            rx.el.span(
                t(
                    "course_page.totals",
                    sections=State.section_count,
                    lessons=State.card.lesson_count,
                    length=duration(State.card.duration_seconds),
                ),
                class_name="small muted num",
            ),
            toggle,
            class_name="section-title",
        ),
        curriculum(
            rx.foreach(State.sections, lambda section: _section(section, everything.value)),
        ),
        class_name="course-section",
    )


def _list(title: Any, lines: rx.Var[list[str]]) -> rx.Component:
    block = rx.el.div(
        rx.el.h3(title),
        rx.el.ul(
            rx.foreach(lines, lambda line: rx.el.li(line)),
            lang=State.card.language,
            class_name="dashes",
        ),
    )
    return rx.cond(lines.length() > 0, block, rx.fragment())


def _about() -> rx.Component:
    fits = rx.el.section(
        _list(t("course_page.audience"), State.audience),
        _list(t("course_page.requirements"), State.requirements),
        class_name="course-section fits",
    )
    about = rx.el.section(
        rx.el.h2(t("course_page.about")),
        safe_html(State.description_html, lang=State.card.language),
        class_name="course-section",
    )
    has_lists = (State.audience.length() > 0) | (State.requirements.length() > 0)
    return rx.fragment(
        rx.cond(has_lists, fits, rx.fragment()),
        rx.cond(State.description_html != "", about, rx.fragment()),
    )


def _named(person: Any) -> rx.Component:
    """The name, a link while they have a page of their own."""
    name = person_name(person.name)
    page = js("'/instructors/' + encodeURIComponent($)", person.handle)
    return rx.cond(person.handle != "", anchor(name, href=page, class_name="row-link"), name)


def _instructor() -> rx.Component:
    person = State.instructor
    return rx.el.section(
        rx.el.h2(t("course_page.instructor")),
        rx.el.div(
            avatar(person.name, size="lg", seed=person.user_id, picture=person.avatar_url),
            rx.el.div(
                rx.el.h3(_named(person)),
                rx.el.p(person.headline, class_name="small muted"),
                safe_html(person.bio_html, class_name="prose instructor-bio"),
                rx.el.p(
                    rx.el.span(t("course_page.instructor_courses", count=person.course_count)),
                    rx.el.span(t("course_page.instructor_students", count=person.student_count)),
                    class_name="caption num instructor-facts",
                ),
                class_name="grow",
            ),
            class_name="instructor",
        ),
        id="instructor",
        class_name="course-section",
    )


def _similar() -> rx.Component:
    section = rx.el.section(
        rx.el.div(
            rx.el.h2(t("course_page.similar")),
            text_link(t("action.see_all"), href=urls.COURSES),
            class_name="shelf-head",
        ),
        course_grid(State.similar, shelf=True),
        class_name="block",
    )
    return rx.cond(State.similar.length() > 0, section, rx.fragment())


def _content() -> rx.Component:
    return rx.el.div(
        _banner(),
        rx.el.div(
            rx.el.div(
                _intro(),
                _outcomes(),
                _curriculum(),
                _about(),
                _instructor(),
                class_name="course-body",
            ),
            enroll_card(),
            class_name="course-page",
        ),
        _similar(),
        enroll_bar(),
    )


def _loading() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            skeleton("skeleton-title w-70"), skeleton_rows(5), class_name="course-body stack"
        ),
        skeleton("skeleton-cover"),
        class_name="course-page",
    )


def page() -> rx.Component:
    """The page at `/courses/[slug]`."""
    return portal_layout(
        phases(State.phase, _content, loading=_loading(), on_retry=State.load),
        current=urls.COURSES,
        class_name="course",
        tabs=False,
    )


PAGE = Page(
    route=urls.COURSE,
    build=page,
    title=lambda: State.card.title,
    description=lambda: State.card.subtitle,
    on_load=(State.load,),
)
