"""Beside the lesson: the lessons of the course, and the transcript with the section one is in."""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.lesson_list import lesson_list, lesson_section
from lms_app.components.motif import motif_drawing
from lms_app.components.text import language, t
from lms_app.components.vendor.notepad import notes_panel, notes_tab
from lms_app.components.vendor.player_companions import keep_in_view, transcript
from lms_app.core import urls
from lms_app.core.caption_languages import CAPTION_LANGUAGES
from lms_app.states.learn.player import LearnState
from lms_app.states.session import SessionState

page = LearnState.page
_HAS_SCRIPT = LearnState.transcript.length() > 0
_IS_ARTICLE = page.lesson_kind == "article"
_IS_PREVIEW = page.viewer == "preview"
# Notes are their author's alone: who looks on as somebody else sees none.
CAN_NOTE = ~_IS_PREVIEW & (SessionState.user_key != "") & ~SessionState.is_impersonated


def _lessons() -> rx.Component:
    return rx.el.div(
        lesson_list(
            page.sections,
            slug=page.slug,
            current_id=page.lesson_id,
            language=page.course_language,
            is_preview=_IS_PREVIEW,
        ),
        keep_in_view(lesson_id=page.lesson_id),
        custom_attrs={"data-own-keys": ""},
        class_name="learn-scroll",
    )


def _script() -> rx.Component:
    lines = transcript(
        lesson_id=page.lesson_id,
        lines=LearnState.transcript,
        names=CAPTION_LANGUAGES,
        language=language(),
        can_pick=CAN_NOTE,
    )
    none = rx.el.div(
        motif_drawing("ruled"),
        rx.el.h2(t("learn.no_script"), class_name="empty-title"),
        rx.el.p(t("learn.no_script_text"), class_name="empty-text"),
        class_name="empty",
    )
    here = rx.foreach(
        LearnState.here,
        lambda section: lesson_section(
            section, slug=page.slug, current_id=page.lesson_id, language=page.course_language
        ),
    )
    return rx.fragment(
        rx.el.div(
            rx.cond(_HAS_SCRIPT, lines, none),
            custom_attrs={"data-own-keys": ""},
            class_name="learn-scroll",
        ),
        rx.el.div(here, custom_attrs={"data-own-keys": ""}, class_name="learn-here"),
    )


def _notes() -> rx.Component:
    return rx.el.div(
        notes_panel(all_href=urls.MY_NOTES),
        custom_attrs={"data-own-keys": ""},
        class_name="learn-scroll",
    )


def _panel(content: rx.Component, name: str) -> rx.Component:
    return rx.tabs.content(content, value=name, class_name="learn-panel")


def _trigger(text: Any, name: str) -> rx.Component:
    return rx.tabs.trigger(
        text, value=name, class_name="tab-trigger", custom_attrs={"data-tab": name}
    )


def _panels(*parts: tuple[str, Any, rx.Component], start: Any) -> rx.Component:
    """Tabs of (name, text, content), and the notes of whoever may write some."""
    tab = notes_tab(lesson_id=page.lesson_id, person=SessionState.user_key)
    return rx.tabs.root(
        rx.tabs.list(
            *(_trigger(text, name) for name, text, _ in parts),
            rx.cond(CAN_NOTE, _trigger(tab, "notes"), rx.fragment()),
            custom_attrs={"data-held": ""},
            class_name="tabs-list learn-tabs",
        ),
        *(_panel(content, name) for name, _, content in parts),
        rx.cond(CAN_NOTE, _panel(_notes(), "notes"), rx.fragment()),
        default_value=start,
        class_name="learn-panels",
    )


def learn_side() -> rx.Component:
    """Lessons and notes, on a video lesson the transcript between them."""
    lessons = ("lessons", t("learn.lessons"), _lessons())
    script = ("script", t("learn.script"), _script())
    both = _panels(lessons, script, start=rx.cond(_HAS_SCRIPT, "script", "lessons"))
    return rx.el.aside(
        rx.cond(_IS_ARTICLE, _panels(lessons, start="lessons"), both),
        aria_label=t("learn.side"),
        class_name="learn-side",
    )
