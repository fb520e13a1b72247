"""Dropping a video on a lesson: the zone, the chip in the tree, the tray, and what they show.

The progress of bytes lives in the browser (uploads_js); Reflex hears only that an upload started,
finished, failed or was cancelled. Why not a package: docs/adr/0012-own-part-uploader.md.
"""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.template import templates
from lms_app.components.vendor.uploads_js import STORE_JS
from lms_app.components.vendor.uploads_view_js import (
    CHIP_JS,
    ROW_JS,
    TARGET_JS,
    TRAY_JS,
    WORDS_JS,
    ZONE_JS,
)

EXTENSIONS = ("mp4", "m4v", "mov", "webm", "mkv")
_TEXTS = templates(
    "upload.drop",
    "upload.drop_hint",
    "upload.choose",
    "upload.choose_same",
    "upload.choose_other",
    "upload.resume",
    "upload.resume_hint",
    "upload.starting",
    "upload.moving",
    "upload.waiting",
    "upload.paused",
    "upload.failed",
    "upload.unreadable",
    "upload.pause",
    "upload.go",
    "upload.retry",
    "upload.cancel",
    "upload.chip_moving",
    "upload.chip_waiting",
    "upload.chip_paused",
    "upload.chip_failed",
    "upload.left_seconds",
    "upload.left_minutes",
    "upload.left_hours",
    "upload.speed",
    "upload.of_size",
    "upload.tray",
    "upload.bad_type",
    "upload.empty",
    "upload.too_large",
)


class _Uploads(rx.Component):
    """What all parts share: React's hooks, the store, the words."""

    words: rx.Var[dict[str, str]]

    def add_imports(self) -> dict[str, Any]:
        return {
            "react": ["useEffect", "useRef", "useState", "useSyncExternalStore"],
            "sonner@2.0.8": ["toast"],
        }

    def add_custom_code(self) -> list[str]:
        return [STORE_JS, WORDS_JS, ROW_JS, ZONE_JS, TARGET_JS, CHIP_JS, TRAY_JS]


class _Receiving(_Uploads):
    lesson: rx.Var[str]

    asset: rx.Var[str]

    limit: rx.Var[int]

    extensions: rx.Var[list[str]]


class UploadZone(_Receiving):
    tag = "MarginUploadZone"

    filename: rx.Var[str]

    instead: rx.Var[bool]


class UploadTarget(_Receiving):
    tag = "MarginUploadTarget"

    enabled: rx.Var[bool]


class UploadChip(_Uploads):
    tag = "MarginUploadChip"

    lesson: rx.Var[str]

    arriving: rx.Var[bool]


class UploadTray(_Uploads):
    tag = "MarginUploadTray"

    on_change: rx.EventHandler[lambda lesson, what: [lesson, what]]


def upload_zone(
    *before: rx.Component,
    lesson_id: Any,
    unfinished_asset_id: Any,
    filename: Any,
    limit_bytes: Any,
    instead: Any = False,
) -> rx.Component:
    """Where a video is dropped or chosen; shows the upload while there is one.

    `unfinished_asset_id` is the asset of an upload that was interrupted ("" when there is none)
    and `filename` its file: the same file goes on with the parts that are missing.
    `before` stands above until another upload starts; `instead` says that another file is the
    next step.
    """
    return UploadZone.create(
        *before,
        lesson=lesson_id,
        asset=unfinished_asset_id,
        filename=filename,
        instead=instead,
        limit=limit_bytes,
        extensions=list(EXTENSIONS),
        words=_TEXTS(),
    )


def upload_target(
    *children: rx.Component,
    lesson_id: Any,
    unfinished_asset_id: Any,
    limit_bytes: Any,
    enabled: Any,
) -> rx.Component:
    """A lesson's line that takes a dropped video while `enabled`; a file that is no good is told."""
    return UploadTarget.create(
        *children,
        lesson=lesson_id,
        asset=unfinished_asset_id,
        limit=limit_bytes,
        enabled=enabled,
        extensions=list(EXTENSIONS),
        words=_TEXTS(),
    )


def upload_chip(otherwise: rx.Component, *, lesson_id: Any, is_arriving: Any) -> rx.Component:
    """How far the upload of a lesson is, or `otherwise` while none runs in this tab.

    `is_arriving` says that the server still waits for the file: until it does not, a finished
    upload keeps its chip.
    """
    return UploadChip.create(otherwise, lesson=lesson_id, arriving=is_arriving, words=_TEXTS())


def upload_tray(on_change: Any) -> rx.Component:
    """The uploads of this tab. `on_change(lesson_id, what)`: started, finished, failed, cancelled."""
    return UploadTray.create(words=_TEXTS(), on_change=on_change)
