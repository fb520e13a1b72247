"""The video of the open lesson: watching it while it is made, its poster, putting another in its place."""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.arrival import arrival
from lms_app.components.badge import callout
from lms_app.components.button import button, native_link
from lms_app.components.dialog import confirm
from lms_app.components.hidden import visually_hidden
from lms_app.components.icon import icon
from lms_app.components.media_state import (
    left_text,
    may_try_again,
    postponed_text,
    reason_text,
    rung_chips,
    work_text,
)
from lms_app.components.progress import progress_bar
from lms_app.components.text import clock, js, t
from lms_app.components.vendor.caption_tracks import caption_tracks
from lms_app.components.vendor.chapter_list import chapter_list
from lms_app.components.vendor.preview_player import preview_player
from lms_app.components.vendor.upload_zone import upload_zone
from lms_app.core import urls
from lms_app.services.course.views import EditorLesson
from lms_app.states.instructor.builder import BuilderState
from lms_app.states.instructor.curriculum import CurriculumState as State
from lms_app.states.instructor.lesson_panel import LessonPanelState as Panel

Lesson = rx.Var[EditorLesson]


def _zone(
    lesson: Lesson,
    asset_id: Any,
    status: Any,
    filename: Any,
    *before: rx.Component,
    instead: Any = False,
) -> rx.Component:
    return upload_zone(
        *before,
        lesson_id=lesson.id,
        unfinished_asset_id=rx.cond(status == "uploading", asset_id, ""),
        filename=filename,
        limit_bytes=State.limit_bytes,
        instead=instead,
    )


def _screen(
    lesson: Lesson, asset_id: Any, is_playable: Any, poster: Any = "", is_ready: Any = False
) -> rx.Component:
    """Plays the video as far as it is made; stays as it is when the video becomes ready."""
    blank = rx.el.span(class_name="preview-blank")
    player = preview_player(
        rx.cond(poster != "", rx.el.img(src=poster, alt=""), blank),
        src=js(f"'{urls.API_PREVIEW}/' + $ + '/master.m3u8'", asset_id),
        lesson_id=lesson.id,
        title=lesson.title,
        poster=poster,
        sprites=rx.cond(is_ready, js(f"'{urls.API_PREVIEW}/' + $ + '/sprites.vtt'", asset_id), ""),
        label=t("panel.play", title=lesson.title),
    )
    return rx.cond(
        is_playable,
        rx.el.div(player, key=asset_id, custom_attrs={"data-own-keys": ""}),
        rx.fragment(),
    )


def _working(asset_id: Any, filename: Any, *notes: rx.Component) -> rx.Component:
    work = State.work[asset_id]
    left, postponed = left_text(work), postponed_text(work)
    return rx.el.div(
        rx.el.p(
            rx.el.strong(work_text(work), role="status"),
            rx.cond(left != "", rx.el.span(" · ", left, class_name="caption"), rx.fragment()),
        ),
        progress_bar(
            work.percent,
            t("panel.working_label"),
            value_text=work_text(work),
            waiting=work.phase != "encoding",
        ),
        rx.cond(postponed != "", rx.el.p(postponed, role="status"), rx.fragment()),
        rung_chips(work),
        rx.cond(
            work.is_playable, rx.el.p(t("panel.playable"), class_name="caption"), rx.fragment()
        ),
        rx.el.p(filename, class_name="caption clamp-1"),
        *notes,
        class_name="video-box",
    )


def _posters(lesson: Lesson) -> rx.Component:
    """The pictures one of which stands before the video plays."""

    def choice(poster: rx.Var) -> rx.Component:
        return rx.el.button(
            rx.el.img(src=poster.url, alt="", loading="lazy"),
            type="button",
            aria_pressed=rx.cond(poster.is_chosen, "true", "false"),
            aria_label=t("panel.poster_number", number=poster.number + 1),
            on_click=Panel.choose_poster(lesson.id, poster.number),
            class_name="poster-choice",
        )

    is_here = (Panel.posters_of == lesson.media_asset_id) & (Panel.posters.length() > 1)
    return rx.cond(
        is_here,
        rx.el.div(
            rx.el.p(t("panel.poster"), class_name="field-label"),
            rx.el.div(
                rx.foreach(Panel.posters, choice),
                role="group",
                aria_label=t("panel.poster"),
                class_name="poster-choices",
            ),
            class_name="field",
        ),
        rx.fragment(),
    )


def _ready(lesson: Lesson) -> rx.Component:
    remove = confirm(
        title=t("panel.remove_title"),
        text=t("panel.remove_text"),
        confirm_label=t("panel.remove"),
        on_confirm=Panel.remove_video(lesson.id),
        trigger=button(t("panel.remove"), variant="danger-quiet", size="sm"),
    )
    watch = native_link(
        t("panel.watch"),
        icon("external-link", 16),
        visually_hidden(" (", t("builder.preview_new_tab"), ")"),
        href=Panel.watch_href,
        target="_blank",
        rel="noopener",
        class_name="btn btn-secondary btn-sm",
    )
    facts = rx.el.div(
        rx.el.p(rx.el.strong(t("panel.ready"))),
        rx.el.p(
            lesson.media_filename,
            " · ",
            rx.el.span(clock(lesson.duration_seconds), class_name="mono"),
            class_name="caption",
        ),
    )
    return rx.el.div(
        rx.el.div(icon("circle-check", 20, class_name="tone-good"), facts, class_name="video-fact"),
        _posters(lesson),
        rx.el.div(watch),
        rx.el.div(_replacement(lesson), remove, class_name="row row-wrap video-acts"),
        # Signed addresses do not live long: they are fetched when the video comes into view.
        arrival(lesson.media_asset_id, Panel.show_posters(lesson.id)),
        class_name="video-box",
    )


def _beside(lesson: Lesson) -> rx.Component:
    """What belongs to the seconds of the video that plays."""
    return rx.fragment(
        rx.el.section(chapter_list(lesson_id=lesson.id), class_name="panel-part"),
        rx.el.section(
            rx.el.h3(t("captions.title"), class_name="part-title"),
            caption_tracks(asset_id=lesson.media_asset_id, preferred=BuilderState.language),
            class_name="panel-part",
        ),
    )


def _replacement(lesson: Lesson) -> rx.Component:
    """Another file for a lesson that plays: chosen, on its way, or no good."""
    keep = button(t("panel.keep"), variant="ghost", size="sm", on_click=Panel.keep_video(lesson.id))
    coming = rx.el.div(
        _screen(lesson, lesson.next_asset_id, State.work[lesson.next_asset_id].is_playable),
        _working(
            lesson.next_asset_id,
            lesson.next_filename,
            rx.el.p(t("panel.replacing"), class_name="caption"),
            keep,
        ),
        class_name="stack",
    )
    zone = _zone(lesson, lesson.next_asset_id, lesson.next_status, lesson.next_filename)
    choose = rx.el.details(
        rx.el.summary(t("panel.replace"), class_name="btn btn-secondary btn-sm"),
        rx.el.p(t("panel.replace_hint"), class_name="caption"),
        zone,
        open=lesson.next_status == "uploading",
        class_name="replace",
    )
    return rx.match(
        lesson.next_status, ("processing", coming), ("failed", _refused(lesson, keep)), choose
    )


def _refused(lesson: Lesson, keep: rx.Component) -> rx.Component:
    """Why the other file cannot take the place of the one that plays, and the ways on."""
    refusal = callout(
        rx.el.p(rx.el.strong(t("panel.replace_failed"))),
        rx.el.p(reason_text(lesson.next_reason, State.limit_gb)),
        rx.el.p(lesson.next_filename, class_name="caption"),
        tone="bad",
        action=keep,
    )
    may_help = may_try_again(lesson.next_reason)
    return rx.el.div(
        _zone(
            lesson,
            lesson.next_asset_id,
            lesson.next_status,
            lesson.next_filename,
            refusal,
            rx.cond(may_help, _again(lesson), rx.fragment()),
            instead=~may_help,
        ),
        class_name="stack",
    )


def _again(lesson: Lesson) -> rx.Component:
    return rx.el.div(
        button(t("action.retry"), size="sm", on_click=Panel.retry(lesson.id)),
        rx.el.span(t("panel.other_file"), class_name="caption"),
        class_name="row row-wrap",
    )


def _failed(lesson: Lesson) -> rx.Component:
    may_help = may_try_again(lesson.media_reason)
    refusal = callout(
        rx.el.p(rx.el.strong(t("panel.failed"))),
        rx.el.p(reason_text(lesson.media_reason, State.limit_gb)),
        rx.el.p(lesson.media_filename, class_name="caption"),
        tone="bad",
    )
    return rx.el.div(
        _zone(
            lesson,
            lesson.media_asset_id,
            lesson.media_status,
            lesson.media_filename,
            refusal,
            rx.cond(may_help, _again(lesson), rx.fragment()),
            instead=~may_help,
        ),
        class_name="stack",
    )


def lesson_video(lesson: Lesson) -> rx.Component:
    """The video of a lesson in every state it can be in."""
    in_work = State.work[lesson.media_asset_id].is_playable
    is_ready = lesson.media_status == "ready"
    is_playable = is_ready | ((lesson.media_status == "processing") & in_work)
    return rx.el.div(
        _screen(lesson, lesson.media_asset_id, is_playable, Panel.poster_url, is_ready),
        rx.match(
            lesson.media_status,
            ("ready", rx.fragment(_ready(lesson), _beside(lesson))),
            (
                "processing",
                _working(
                    lesson.media_asset_id,
                    lesson.media_filename,
                    rx.el.p(t("panel.working"), class_name="caption"),
                ),
            ),
            ("failed", _failed(lesson)),
            _zone(lesson, lesson.media_asset_id, lesson.media_status, lesson.media_filename),
        ),
        aria_label=t("panel.video"),
        role="group",
        class_name="stack",
    )
