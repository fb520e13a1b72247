"""The learn page: the lesson, and beside it the transcript and the lessons of the course."""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.avatar import person_name
from lms_app.components.badge import callout
from lms_app.components.button import button, link_button
from lms_app.components.course_card import cover
from lms_app.components.icon import icon
from lms_app.components.progress import progress_ring
from lms_app.components.safe_html import safe_html
from lms_app.components.skeleton import skeleton, skeleton_rows
from lms_app.components.text import clock, js, t
from lms_app.components.vendor.course_player import course_player
from lms_app.components.vendor.notepad import note_button
from lms_app.components.vendor.player_companions import (
    course_line,
    lesson_share,
)
from lms_app.core import urls
from lms_app.layouts.learn import learn_layout
from lms_app.layouts.shell import Page
from lms_app.pages.learn.closed import closed_content
from lms_app.pages.learn.keys import keys_dialog
from lms_app.pages.learn.side import CAN_NOTE, learn_side
from lms_app.states.learn.player import LearnState
from lms_app.states.session import SessionState

page = LearnState.page
_IS_ARTICLE = page.lesson_kind == "article"


def _lesson_href(lesson_id: Any) -> rx.Var[str]:
    return js(
        "$ ? '/learn/' + encodeURIComponent($) + '?l=' + $ : ''", lesson_id, page.slug, lesson_id
    )


def _preparing() -> rx.Component:
    return rx.el.div(
        rx.cond(
            page.poster_url != "",
            rx.el.img(src=page.poster_url, alt="", class_name="mp-poster"),
            cover(page.slug, page.cover_word, eager=True, class_name="mp-poster"),
        ),
        rx.el.div(
            rx.el.p(t("learn.preparing"), class_name="mp-trouble-title"),
            rx.el.p(t("learn.preparing_text")),
            rx.el.button(
                icon("rotate-ccw"),
                t("learn.check_again"),
                type="button",
                on_click=LearnState.load,
                class_name="mp-action",
            ),
            class_name="mp-cover",
        ),
        class_name="mp",
    )


def _screen() -> rx.Component:
    player = course_player(
        src=page.playlist_url,
        lesson_id=page.lesson_id,
        visit=LearnState.visit,
        title=page.lesson_title,
        poster=page.poster_url,
        sprites=page.sprites_url,
        captions=page.captions,
        chapters=page.chapters,
        resume_seconds=page.resume_seconds,
        reports=(page.viewer == "enrolled") & ~SessionState.is_impersonated,
        is_done=page.lesson_done,
        next_href=_lesson_href(page.next_lesson_id),
        next_title=page.next_lesson_title,
        previous_href=_lesson_href(page.previous_lesson_id),
        sections=page.sections,
        wishes=SessionState.playback,
        on_lesson_done=LearnState.lesson_done,
        on_ask_again=LearnState.load,
    )
    screen = rx.cond(page.playlist_url != "", player, _preparing())
    return rx.el.div(screen, custom_attrs={"data-held": ""}, class_name="learn-screen")


def _go(lesson_id: Any, *content: Any, label: Any, primary: bool) -> rx.Component:
    link = link_button(
        *content,
        href=_lesson_href(lesson_id),
        variant="primary" if primary else "secondary",
        aria_label=label,
        class_name="learn-next" if primary else "learn-previous",
    )
    return rx.cond(lesson_id != "", link, rx.fragment())


def _steps() -> rx.Component:
    following = t("learn.next_named", title=page.next_lesson_title)
    return rx.el.nav(
        _go(
            page.previous_lesson_id,
            icon("arrow-left"),
            rx.el.span(t("learn.previous"), class_name="wide-only"),
            label=t("learn.previous"),
            primary=False,
        ),
        rx.cond(CAN_NOTE, note_button(), rx.fragment()),
        rx.cond(
            _IS_ARTICLE & (page.viewer == "enrolled") & ~page.lesson_done,
            button(t("learn.read_and_next"), icon("arrow-right"), class_name="learn-next",
                   on_click=LearnState.mark_read(page.lesson_id)),
            _go(
                page.next_lesson_id,
                t("learn.next"),
                icon("arrow-right"),
                label=following,
                primary=True,
            ),
        ),
        aria_label=t("learn.lesson_nav"),
        class_name="learn-steps",
    )  # fmt: skip


def _heading() -> rx.Component:
    share = lesson_share(
        lesson_id=page.lesson_id, percent=page.lesson_percent, is_done=page.lesson_done
    )
    length = rx.cond(
        page.duration_seconds > 0,
        rx.el.span(clock(page.duration_seconds), class_name="mono"),
        rx.fragment(),
    )
    return rx.el.div(
        rx.el.div(
            rx.el.h1(
                rx.el.span(page.lesson_number, class_name="num"),
                " ",
                rx.el.span(page.lesson_title, lang=page.course_language),
                class_name="learn-title",
            ),
            rx.el.p(
                rx.el.span(person_name(page.instructor_name)),
                length,
                rx.cond(page.viewer == "enrolled", share, rx.fragment()),
                class_name="learn-meta",
            ),
            class_name="learn-heading-text",
        ),
        _steps(),
        class_name="learn-heading",
    )


def _standing() -> rx.Component:
    """Who watches without being a student is told so, with the way in."""
    enroll = rx.cond(
        SessionState.is_signed_in,
        button(t("learn.enroll"), size="sm", on_click=LearnState.enroll),
        link_button(t("learn.enroll"), href=LearnState.sign_in_href, size="sm"),
    )
    preview = callout(
        rx.el.strong(t("learn.preview_note")),
        " ",
        t("learn.preview_text"),
        tone="pen",
        action=enroll,
    )
    return rx.match(
        page.viewer,
        ("preview", preview),
        ("owner", callout(t("learn.owner_note"))),
        rx.fragment(),
    )


def _article() -> rx.Component:
    done = rx.el.p(icon("circle-check"), t("learn.read_done"), class_name="learn-read-done")
    mark = button(t("learn.read"), size="lg", on_click=LearnState.mark_read(page.lesson_id))
    return rx.el.article(
        safe_html(page.body_html, class_name="prose learn-prose", lang=page.course_language),
        rx.cond(
            page.viewer == "enrolled",
            rx.el.div(rx.cond(page.lesson_done, done, mark), class_name="learn-read"),
            rx.fragment(),
        ),
        class_name="learn-article",
    )


def _lesson() -> rx.Component:
    about = rx.cond(
        page.body_html != "",
        safe_html(page.body_html, class_name="prose learn-about", lang=page.course_language),
        rx.fragment(),
    )
    video = rx.fragment(_screen(), _heading(), _standing(), about)
    article = rx.fragment(_heading(), _standing(), _article())
    return rx.el.div(
        rx.cond(_IS_ARTICLE, article, video),
        class_name=["learn-lesson", rx.cond(_IS_ARTICLE, "is-article", "")],
    )


def _loading() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            skeleton("skeleton-cover"),
            skeleton("skeleton-title w-50"),
            skeleton("skeleton-line w-30"),
            class_name="learn-lesson",
        ),
        rx.el.div(skeleton_rows(), class_name="learn-side learn-side-loading"),
        class_name="learn",
    )


def _note() -> rx.Component:
    line = course_line(
        lesson_id=page.lesson_id,
        percent=page.percent,
        remaining_seconds=page.remaining_seconds,
        lesson_seconds=page.duration_seconds,
        lesson_percent=page.lesson_percent,
    )
    ring = progress_ring(
        page.percent,
        t("learn.progress"),
        size=20,
        value_text=t("course.progress", done=page.done_count, total=page.lesson_count),
    )
    return rx.cond(
        (LearnState.phase == "ready") & (page.viewer == "enrolled"),
        rx.el.span(ring, line, class_name="learn-line"),
        rx.fragment(),
    )


def _course_href() -> rx.Var[str]:
    mine = page.viewer == "enrolled"
    return rx.cond(mine, urls.MY_COURSES, js("'/courses/' + encodeURIComponent($)", page.slug))


def build() -> rx.Component:
    """The page at `/learn/[slug]`."""
    ready = rx.el.div(_lesson(), learn_side(), class_name="learn")
    return learn_layout(
        rx.match(
            LearnState.phase,
            ("loading", _loading()),
            ("ready", ready),
            closed_content(),
        ),
        # Stands as long as the page does, whatever it shows.
        rx.el.span(hidden=True, on_unmount=LearnState.leave),
        title=page.course_title,
        title_lang=page.course_language,
        back_href=rx.cond(page.slug != "", _course_href(), urls.COURSES),
        note=_note(),
        end=[keys_dialog()],
    )


def _title() -> rx.Var[str]:
    return js("$ || $", page.lesson_title, t("learn.title"))


PAGE = Page(route=urls.LEARN, build=build, title=_title, on_load=(LearnState.load,))
