"""Captions of a video where its course is built: files by language, and their lines."""

from __future__ import annotations

from typing import Any

import reflex as rx
from reflex.utils.imports import ImportVar
from reflex_components_lucide.icon import LUCIDE_LIBRARY

from lms_app.components.text import js, t
from lms_app.components.vendor import caption_editor_js, caption_tracks_js, saved_rows_js
from lms_app.components.vendor.player_words import words_of
from lms_app.components.vendor.saved_rows_js import saved_words
from lms_app.core import urls
from lms_app.core.caption_languages import CAPTION_LANGUAGES
from lms_app.services.media import MAX_CAPTION_BYTES

_ICONS = ("Captions", "ChevronDown", "Download", "Plus", "Trash2", "Upload", "X")
_TEXTS = {
    "title": "captions.title",
    "none": "captions.none",
    "language": "captions.language",
    "upload": "captions.upload",
    "replace": "captions.replace",
    "download": "captions.download",
    "delete": "captions.delete",
    "keep": "captions.keep",
    "edit": "captions.edit",
    "now": "captions.now",
    "closeEditor": "captions.close_editor",
    "startVideo": "captions.start_video",
    "addLine": "captions.add_line",
    "earlier": "captions.earlier",
    "further": "captions.further",
}
_SENTENCES = {
    "replaceNamed": ("captions.replace_named", ("language",)),
    "downloadNamed": ("captions.download_named", ("language",)),
    "deleteNamed": ("captions.delete_named", ("language",)),
    "editNamed": ("captions.edit_named", ("language",)),
    "at": ("captions.at", ("time",)),
    "wrongTime": ("error.captions_line_time", ("line",)),
    "goTo": ("captions.go_to", ("number",)),
    "startOf": ("captions.start_of", ("number",)),
    "endOf": ("captions.end_of", ("number",)),
    "startNow": ("captions.start_now", ("number",)),
    "endNow": ("captions.end_now", ("number",)),
    "removeLine": ("captions.remove_line", ("number",)),
    "textOf": ("captions.text_of", ("number",)),
    "deleteAsk": ("captions.delete_ask", ("language",)),
    "count": ("captions.count", ("count",)),
    "taken": ("captions.taken", ("language", "count")),
    "repaired": ("captions.repaired", ("what",)),
    "overlaps": ("captions.repair_overlaps", ("count",)),
    "ends": ("captions.repair_ends", ("count",)),
    "order": ("captions.repair_order", ("count",)),
    "empty": ("captions.repair_empty", ("count",)),
}


class CaptionTracks(rx.Component):
    tag = "MarginCaptionTracks"

    url: rx.Var[str]

    languages: rx.Var[list[Any]]

    preferred: rx.Var[str]

    max_bytes: rx.Var[int]

    words: rx.Var[dict[str, Any]]

    def add_imports(self) -> dict[str, Any]:
        return {
            "react": ["useEffect", "useRef", "useState"],
            LUCIDE_LIBRARY: [ImportVar(tag=name) for name in _ICONS],
        }

    def add_custom_code(self) -> list[str]:
        return [saved_rows_js.JS, caption_editor_js.JS, caption_tracks_js.JS]


def caption_tracks(*, asset_id: Any, preferred: Any) -> rx.Component:
    """The captions of a video, to upload, replace, edit, download and delete.

    preferred: the language that is offered first, the course's.
    """
    megabytes = MAX_CAPTION_BYTES // 1024**2
    return CaptionTracks.create(
        url=js(f"'{urls.API_CAPTIONS}/' + $", asset_id),
        languages=[list(pair) for pair in CAPTION_LANGUAGES.items()],
        preferred=preferred,
        max_bytes=MAX_CAPTION_BYTES,
        words={
            **words_of(_TEXTS, _SENTENCES),
            **saved_words(),
            "hint": t("captions.hint", maximum=megabytes),
            "large": t("error.captions_size", maximum=megabytes),
        },
    )
