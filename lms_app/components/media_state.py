"""What is happening to a lesson's video, as a chip and in words."""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app import i18n
from lms_app.components.badge import badge
from lms_app.components.hidden import visually_hidden
from lms_app.components.icon import icon
from lms_app.components.text import t

_LIMIT = "media.reason.too_large"


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


def work_text(work: rx.Var) -> rx.Var[str]:
    """“변환 42%”: the phase of a video in work (a `LessonWork`)."""
    return rx.match(
        work.phase,
        ("checking", t("media.checking")),
        ("encoding", t("media.encoding", percent=work.percent)),
        ("publishing", t("media.publishing")),
        t("media.waiting"),
    )


def _ready_mark() -> rx.Component:
    return rx.el.span(
        icon("circle-check", 16), visually_hidden(t("media.ready")), class_name="ready-mark"
    )


def media_chip(lesson: rx.Var, work: rx.Var) -> rx.Component:
    """The state of a lesson's content: a tick when it is ready, else words."""
    video = rx.match(
        lesson.media_status,
        ("ready", _ready_mark()),
        ("failed", badge(t("media.failed"), tone="bad")),
        ("uploading", badge(t("media.uploading"), tone="warning")),
        ("processing", badge(work_text(work), tone="pen")),
        rx.el.span(t("curriculum.no_video"), class_name="caption"),
    )
    article = rx.cond(
        lesson.has_body, _ready_mark(), rx.el.span(t("curriculum.no_text"), class_name="caption")
    )
    return rx.cond(lesson.kind == "article", article, video)
