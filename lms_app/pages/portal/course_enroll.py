"""The way into a course: the card beside it, and the bar under it on phones."""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.button import anchor, button, link_button
from lms_app.components.course_card import cover
from lms_app.components.icon import icon, play_glyph
from lms_app.components.progress import progress_bar
from lms_app.components.skeleton import skeleton
from lms_app.components.text import t
from lms_app.states.portal.course_detail import CourseDetailState

State = CourseDetailState


def _action(*, block: bool = True) -> rx.Component:
    """The one thing to do, by what the visitor is to the course."""
    size: Any = "lg"
    start = rx.cond(State.percent > 0, t("course_page.resume"), t("course_page.start"))
    learn = link_button(play_glyph(13), start, href=State.learn_href, size=size, block=block)
    edit = link_button(t("course_page.edit"), href=State.edit_href, size=size, block=block)
    take = button(t("course_page.enroll"), on_click=State.enroll, size=size, block=block)
    none = rx.el.p(t("course_page.revoked"), class_name="small muted")
    # Somebody with a session whose answer is on its way: the place, without a promise.
    wait = skeleton("skeleton-action")
    return rx.match(
        State.viewer,
        ("enrolled", learn),
        ("owner", edit),
        ("revoked", none),
        ("unknown", wait),
        take,
    )


def _standing() -> rx.Component:
    """Price for strangers, progress for those who are in."""
    progress = rx.el.div(
        rx.el.p(
            rx.el.b(t("state.percent", percent=State.percent)),
            " · ",
            t("course.progress", done=State.done_count, total=State.card.lesson_count),
            class_name="small muted num",
        ),
        progress_bar(State.percent, State.card.title),
        class_name="stack stack-2",
    )
    price = rx.el.p(t("course.free"), class_name="enroll-price")
    return rx.cond(State.viewer == "enrolled", progress, price)


def _preview_button() -> rx.Component:
    link = anchor(
        rx.el.span(
            play_glyph(14),
            t("course_page.preview", count=State.card.preview_count),
            class_name="glass-button",
        ),
        href=State.preview_href,
        class_name="cover-button",
    )
    return rx.cond(State.preview_href != "", link, rx.fragment())


def _includes() -> rx.Component:
    """What this very course has; a row that is not true of it is not there."""
    videos, articles, best = State.video_count, State.article_count, State.best_quality
    rows = (
        ("video", t("course_page.include_video", count=videos), videos > 0),
        ("file-text", t("course_page.include_article", count=articles), articles > 0),
        ("gauge", t("course_page.include_quality", quality=best), best > 0),
        ("captions", t("course_page.include_transcript"), State.has_captions),
        ("monitor-smartphone", t("course_page.include_resume"), videos > 0),
        ("infinity", t("course_page.include_forever"), True),
    )
    return rx.el.ul(
        *(
            rx.cond(is_true, rx.el.li(icon(name), rx.el.span(text)), rx.fragment())
            for name, text, is_true in rows
        ),
        class_name="includes",
    )


def enroll_card() -> rx.Component:
    """Cover with preview, price or progress, the one action, what is included."""
    note = rx.cond(
        State.viewer == "stranger",
        rx.el.p(t("course_page.free_note"), class_name="caption"),
        rx.fragment(),
    )
    return rx.el.aside(
        rx.el.div(
            rx.el.div(
                cover(State.card.slug, State.card.cover_word, State.card.version, eager=True),
                _preview_button(),
                class_name="enroll-cover",
            ),
            rx.el.div(_standing(), _action(), note, _includes(), class_name="enroll-body"),
            class_name="panel panel-raised enroll-panel",
        ),
        aria_label=t("course_page.enroll"),
        class_name="enroll",
    )


def enroll_bar() -> rx.Component:
    """The same action at the foot of a phone."""
    return rx.el.div(_standing(), _action(block=False), class_name="enroll-bar")
