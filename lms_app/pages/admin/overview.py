"""The administration's first page: totals, and the way to the lists."""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.avatar import person_name
from lms_app.components.button import anchor
from lms_app.components.card import stat_tile, stat_tiles
from lms_app.components.course_card import cover
from lms_app.components.course_status import course_status
from lms_app.components.icon import icon
from lms_app.components.recent import person_picture, recent_panel, recent_row
from lms_app.components.text import date, number, t
from lms_app.core import urls
from lms_app.layouts.admin import admin_layout
from lms_app.layouts.shell import Page
from lms_app.layouts.side import page_head
from lms_app.layouts.workplace import workplace
from lms_app.services.course.views import OwnCourseRow
from lms_app.services.user.views import UserRow
from lms_app.states.admin.overview import AdminOverviewState as State


def _tiles() -> rx.Component:
    totals = State.totals
    media_note = rx.cond(
        totals.media_failed_count > 0,
        rx.el.span(
            t("admin.tile_media_failed", count=totals.media_failed_count), class_name="tone-bad"
        ),
        t("admin.tile_media_fine"),
    )
    return stat_tiles(
        stat_tile(
            t("admin.tile_users"),
            number(totals.user_count),
            t("admin.tile_users_note", count=totals.new_user_count),
        ),
        stat_tile(
            t("admin.tile_courses"),
            number(totals.course_count),
            t("admin.tile_courses_note", count=totals.published_count),
        ),
        stat_tile(
            t("admin.tile_enrollments"),
            number(totals.enrollment_count),
            t("admin.tile_enrollments_note"),
        ),
        stat_tile(t("admin.tile_media"), number(totals.media_waiting_count), media_note),
    )


def _way(href: str, icon_name: str, title: str, text: Any) -> rx.Component:
    return rx.el.li(
        anchor(
            icon(icon_name, 20),
            rx.el.span(
                rx.el.strong(t(title)),
                rx.el.span(text, class_name="caption"),
                class_name="way-words",
            ),
            icon("chevron-right", 18),
            href=href,
            class_name="panel way",
        )
    )


def _people() -> rx.Component:
    waiting = State.totals.applications_waiting_count
    return rx.fragment(
        _way(urls.ADMIN_USERS, "users", "admin.go_users", t("admin.go_users_text")),
        _way(
            urls.ADMIN_INSTRUCTORS,
            "presentation",
            "admin.go_instructors",
            t("admin.go_instructors_text", count=waiting),
        ),
    )


def _user(user: rx.Var[UserRow]) -> rx.Component:
    return recent_row(
        person_picture(user.display_name),
        person_name(user.display_name),
        rx.el.span(user.email_masked, class_name="mono"),
        rx.el.span(date(user.created_at), class_name="caption"),
        key=user.id,
    )


def _course(course: rx.Var[OwnCourseRow]) -> rx.Component:
    return recent_row(
        cover(course.slug, course.cover_word, course.version, small=True, class_name="thumb"),
        course.title,
        person_name(course.instructor_name),
        course_status(course.status),
        rx.el.span(date(course.updated_at), class_name="caption"),
        key=course.id,
    )


def _recent() -> rx.Component:
    return rx.el.div(
        rx.cond(
            State.totals.sees_people,
            recent_panel(
                t("admin.recent_users"),
                State.users,
                _user,
                nothing="",
                all_href=urls.ADMIN_USERS,
            ),
            rx.fragment(),
        ),
        recent_panel(
            t("admin.recent_courses"),
            State.courses,
            _course,
            nothing=t("admin.recent_courses_none"),
            all_href=urls.ADMIN_COURSES,
        ),
        class_name="ways",
    )


def _content() -> rx.Component:
    return rx.el.div(
        page_head(t("admin.overview")),
        _tiles(),
        rx.el.ul(
            rx.cond(State.totals.sees_people, _people(), rx.fragment()),
            _way(urls.ADMIN_COURSES, "book-open", "admin.go_courses", t("admin.go_courses_text")),
            class_name="ways",
        ),
        _recent(),
        class_name="stack admin-home",
    )


def page() -> rx.Component:
    """The page at `/admin`."""
    return workplace(
        State.phase,
        lambda content: admin_layout(content, current=urls.ADMIN),
        _content,
        role="admin",
        on_retry=State.load,
    )


PAGE = Page(route=urls.ADMIN, build=page, title=lambda: t("nav.admin"), on_load=(State.load,))
