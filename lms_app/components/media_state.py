"""What is happening to a lesson's video, as a chip and in words."""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app import i18n
from lms_app.components.badge import badge
from lms_app.components.hidden import visually_hidden
from lms_app.components.icon import icon
from lms_app.components.text import js, t
from lms_app.services.media import RungState

_LIMIT = "media.reason.too_large"
# What may go better another time with the same file; every other refusal is of the file itself.
_PASSING = (
    "encoder_failed", "encoder_killed", "storage_unavailable", "scanner_unavailable", "disk_full",
    "worker_lost",
)  # fmt: skip


def reason_text(reason: Any, limit_gb: Any) -> rx.Var[str]:
    """Why a file could not become a video; `reason` is the text key of an `EditorLesson`."""
    keys = [key for key in i18n.texts() if key.startswith("media.reason.") and key != _LIMIT]
    cases = [(key, t(key)) for key in keys]
    return rx.match(
        reason,
        *cases,
        (_LIMIT, t(_LIMIT, limit_gb=limit_gb)),
        t("media.reason.encoder_failed"),
    )


def may_try_again(reason: Any) -> rx.Var[bool]:
    """Whether the same file may become a video after all."""
    cases = [(f"media.reason.{name}", True) for name in _PASSING]
    return rx.match(reason, ("", True), *cases, False)


def work_text(work: rx.Var) -> rx.Var[str]:
    """“변환 42%”: the phase of a video in work (a `LessonWork`)."""
    return rx.match(
        work.phase,
        ("checking", t("media.checking")),
        ("encoding", t("media.encoding", percent=work.percent)),
        ("publishing", t("media.publishing")),
        t("media.waiting"),
    )


def postponed_text(work: rx.Var) -> rx.Var[str]:
    """What a video in work waits for until it goes on by itself; empty when nothing is wrong."""
    return rx.match(
        work.reason,
        ("media.reason.disk_full", t("media.postponed_disk")),
        ("media.reason.storage_unavailable", t("media.postponed_store")),
        ("media.reason.scanner_unavailable", t("media.postponed_scanner")),
        "",
    )


def left_text(work: rx.Var) -> rx.Var[str]:
    """“약 2분 남음”, empty while nobody knows."""
    left = work.seconds_left
    minutes, hours = js("Math.round($ / 60)", left), js("Math.round($ / 3600)", left)
    return rx.cond(
        left <= 0,
        "",
        rx.cond(
            left < 90,
            t("upload.left_seconds", seconds=left),
            rx.cond(
                left < 5400,
                t("upload.left_minutes", minutes=minutes),
                t("upload.left_hours", hours=hours),
            ),
        ),
    )


def rung_chips(work: rx.Var) -> rx.Component:
    """One chip a rendition: waiting, how far, or done."""

    def chip(rung: rx.Var[RungState]) -> rx.Component:
        state = rx.match(
            rung.state,
            ("ready", rx.fragment(icon("check", 14), visually_hidden(t("media.rung_ready")))),
            ("encoding", rx.el.span(rung.percent, "%", class_name="num")),
            rx.el.span(t("media.rung_waiting")),
        )
        done = rx.cond(rung.state == "ready", "rung is-ready", "rung")
        return rx.el.li(rx.el.span(rung.name, class_name="mono"), state, class_name=done)

    return rx.el.ul(rx.foreach(work.rungs, chip), aria_label=t("media.rungs"), class_name="rungs")


def _ready_mark() -> rx.Component:
    return rx.el.span(
        icon("circle-check", 16), visually_hidden(t("media.ready")), class_name="ready-mark"
    )


def media_chip(lesson: rx.Var, works: rx.Var) -> rx.Component:
    """The state of a lesson's content: a tick when it is ready, else words.

    `works` are the videos in work by id. A video on its way to take another's place goes first.
    """
    work = works[lesson.media_asset_id]
    now = rx.match(
        lesson.media_status,
        ("ready", _ready_mark()),
        ("failed", badge(t("media.failed"), tone="bad")),
        ("uploading", badge(t("media.uploading"), tone="warning")),
        ("processing", badge(work_text(work), tone="pen")),
        rx.el.span(t("curriculum.no_video"), class_name="caption"),
    )
    video = rx.match(
        lesson.next_status,
        ("processing", badge(work_text(works[lesson.next_asset_id]), tone="pen")),
        ("failed", badge(t("media.failed"), tone="bad")),
        ("uploading", badge(t("media.uploading"), tone="warning")),
        now,
    )
    article = rx.cond(
        lesson.has_body, _ready_mark(), rx.el.span(t("curriculum.no_text"), class_name="caption")
    )
    return rx.cond(lesson.kind == "article", article, video)
