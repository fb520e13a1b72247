"""The instructor's first page."""

from __future__ import annotations

import reflex as rx

from lms_app.components.avatar import person_name
from lms_app.components.button import link_button, text_link
from lms_app.components.card import stat_tile, stat_tiles
from lms_app.components.empty import empty_state
from lms_app.components.icon import icon
from lms_app.components.onboarding import onboarding
from lms_app.components.own_courses import own_course_table
from lms_app.components.recent import person_picture, recent_panel, recent_row
from lms_app.components.text import date, duration, number, t
from lms_app.core import urls
from lms_app.layouts.instructor import instructor_layout
from lms_app.layouts.shell import Page
from lms_app.layouts.side import page_head
from lms_app.layouts.workplace import workplace
from lms_app.services.reporting import RecentStudent
from lms_app.states.instructor.dashboard import InstructorDashboardState as State

NEW_COURSE = urls.INSTRUCTOR_COURSES + "?new=1"


def new_course_button() -> rx.Component:
    """The primary action of the workplace."""
    return link_button(icon("plus"), t("instructor.new_course"), href=NEW_COURSE)


def _tiles() -> rx.Component:
    totals = State.totals
    media_note = rx.cond(
        totals.media_failed_count > 0,
        rx.el.span(
            t("instructor.tile_media_failed", count=totals.media_failed_count),
            class_name="tone-bad",
        ),
        rx.cond(
            totals.media_working_count > 0,
            t("instructor.tile_media_working"),
            t("instructor.tile_media_none"),
        ),
    )
    return stat_tiles(
        stat_tile(
            t("instructor.tile_courses"),
            number(totals.course_count),
            t("instructor.tile_courses_note", count=totals.published_count),
        ),
        stat_tile(
            t("instructor.tile_students"),
            number(totals.student_count),
            t("instructor.tile_students_note", count=totals.new_student_count),
        ),
        stat_tile(
            t("instructor.tile_lessons"),
            number(totals.lesson_count),
            rx.cond(
                totals.video_seconds > 0,
                t("instructor.tile_lessons_note", length=duration(totals.video_seconds)),
                t("instructor.tile_lessons_none"),
            ),
        ),
        stat_tile(t("instructor.tile_media"), number(totals.media_working_count), media_note),
    )


def _courses() -> rx.Component:
    none = empty_state(
        t("instructor.no_courses_title"), t("instructor.no_courses_text"), motif="steps"
    )
    some = rx.fragment(
        rx.el.div(
            rx.el.h2(t("instructor.own_courses", count=State.course_total)),
            text_link(t("action.see_all"), href=urls.INSTRUCTOR_COURSES),
            class_name="panel-head",
        ),
        own_course_table(State.courses, t("nav.own_courses")),
    )
    return rx.el.section(
        rx.cond(State.course_total > 0, some, none), class_name="panel own-courses"
    )


def _student(student: rx.Var[RecentStudent]) -> rx.Component:
    return recent_row(
        person_picture(student.display_name),
        person_name(student.display_name),
        student.course_title,
        rx.el.span(t("instructor.recent_progress", percent=student.percent)),
        rx.el.span(date(student.enrolled_at), class_name="caption"),
        key=student.id,
    )


def _students() -> rx.Component:
    panel = recent_panel(
        t("instructor.recent_students"),
        State.students,
        _student,
        nothing=t("instructor.recent_none"),
        all_href="",
    )
    return rx.cond(State.course_total > 0, panel, rx.fragment())


def _content() -> rx.Component:
    title = rx.cond(
        State.totals.ever_published_count > 0,
        t("instructor.hello", name=State.display_name),
        t("instructor.hello_start", name=State.display_name),
    )
    profile = link_button(t("settings.profile"), href=urls.SETTINGS, variant="secondary")
    return rx.el.div(
        page_head(title, profile, new_course_button()),
        onboarding(State.steps, State.done_count),
        _tiles(),
        _courses(),
        _students(),
        class_name="stack dashboard",
    )


def page() -> rx.Component:
    """The page at `/instructor`."""
    return workplace(
        State.phase,
        lambda content: instructor_layout(content, current=urls.INSTRUCTOR),
        _content,
        role="instructor",
        on_retry=State.load,
    )


PAGE = Page(
    route=urls.INSTRUCTOR,
    build=page,
    title=lambda: t("nav.instructor"),
    on_load=(State.load,),
)
