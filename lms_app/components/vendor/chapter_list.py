"""Chapters of a lesson where its course is built, added at the second the video stands at."""

from __future__ import annotations

from typing import Any

import reflex as rx
from reflex.utils.imports import ImportVar
from reflex_components_lucide.icon import LUCIDE_LIBRARY

from lms_app.components.text import js, t
from lms_app.components.vendor import chapter_list_js, saved_rows_js
from lms_app.components.vendor.player_words import words_of
from lms_app.components.vendor.saved_rows_js import saved_words
from lms_app.core import urls

_TEXTS = {"none": "chapters.none", "add": "chapters.add", "name": "chapters.name"}
_SENTENCES = {
    "addNow": ("chapters.add_now", ("time",)),
    "timeOf": ("chapters.time_of", ("number",)),
    "nameOf": ("chapters.name_of", ("number",)),
    "remove": ("chapters.remove", ("number",)),
    "sameSecond": ("chapters.same_second", ("number",)),
}


class ChapterList(rx.Component):
    tag = "MarginChapterList"

    url: rx.Var[str]

    title: rx.Var[str]

    words: rx.Var[dict[str, Any]]

    def add_imports(self) -> dict[str, Any]:
        return {
            "react": ["useEffect", "useRef", "useState"],
            LUCIDE_LIBRARY: [ImportVar(tag="X")],
        }

    def add_custom_code(self) -> list[str]:
        return [saved_rows_js.JS, chapter_list_js.JS]


def chapter_list(*, lesson_id: Any) -> rx.Component:
    """The chapters of a lesson, which save themselves."""
    return ChapterList.create(
        url=js(f"'{urls.API_CHAPTERS}/' + $", lesson_id),
        title=t("chapters.title"),
        words={**words_of(_TEXTS, _SENTENCES), **saved_words()},
    )
