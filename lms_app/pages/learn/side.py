"""Beside the lesson: the lessons of the course, and the transcript with the section one is in."""

from __future__ import annotations

import reflex as rx

from lms_app.components.lesson_list import lesson_list, lesson_section
from lms_app.components.motif import motif_drawing
from lms_app.components.text import language, t
from lms_app.components.vendor.player_companions import keep_in_view, transcript
from lms_app.core.caption_languages import CAPTION_LANGUAGES
from lms_app.states.learn.player import LearnState

page = LearnState.page
_HAS_SCRIPT = LearnState.transcript.length() > 0
_IS_ARTICLE = page.lesson_kind == "article"
_IS_PREVIEW = page.viewer == "preview"


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


def learn_side() -> rx.Component:
    """Tabs on a video lesson; an article has the lessons only."""

    def panel(content: rx.Component, name: str) -> rx.Component:
        return rx.tabs.content(content, value=name, class_name="learn-panel")

    both = rx.tabs.root(
        rx.tabs.list(
            rx.tabs.trigger(t("learn.lessons"), value="lessons", class_name="tab-trigger"),
            rx.tabs.trigger(t("learn.script"), value="script", class_name="tab-trigger"),
            custom_attrs={"data-held": ""},
            class_name="tabs-list learn-tabs",
        ),
        panel(_lessons(), "lessons"),
        panel(_script(), "script"),
        default_value=rx.cond(_HAS_SCRIPT, "script", "lessons"),
        class_name="learn-panels",
    )
    return rx.el.aside(
        rx.cond(_IS_ARTICLE, rx.el.div(_lessons(), class_name="learn-panels learn-panel"), both),
        aria_label=t("learn.side"),
        class_name="learn-side",
    )
