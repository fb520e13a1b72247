"""How videos begin: speed, what comes after, captions."""

from __future__ import annotations

import reflex as rx

from lms_app.components.autosave import autosave
from lms_app.components.field import select_field, switch
from lms_app.components.text import t
from lms_app.core import urls
from lms_app.core.caption_languages import CAPTION_LANGUAGES
from lms_app.layouts.errors import phases
from lms_app.layouts.settings import (
    choice_card,
    settings_head,
    settings_layout,
    settings_loading,
    settings_section,
)
from lms_app.layouts.shell import Page
from lms_app.services.user.preferences import SPEEDS
from lms_app.states.settings.preferences import PreferencesState as State

FORM = "playback-form"
_SIZES = (
    ("small", "playback.size_small", "caption-sample is-small"),
    ("medium", "playback.size_medium", "caption-sample"),
    ("large", "playback.size_large", "caption-sample is-large"),
)


def _speed(percent: int) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="radio",
            name="speed",
            value=str(percent),
            default_checked=State.speed == str(percent),
            class_name="visually-hidden",
        ),
        rx.el.span(f"{percent / 100:g}×", class_name="num"),
        class_name="speed",
    )


def _size(size: str, key: str, class_name: str) -> rx.Component:
    return choice_card(
        "captions_size",
        size,
        rx.el.span(
            rx.el.span(t("playback.size_sample"), class_name=class_name),
            class_name="caption-stage",
            aria_hidden="true",
        ),
        rx.el.span(t(key), class_name="choice-name"),
        checked=State.captions_size == size,
    )


def _captions() -> rx.Component:
    return settings_section(
        t("playback.captions"),
        select_field(
            "captions_language",
            t("playback.captions_language"),
            ("", t("playback.captions_kept")),
            ("off", t("playback.captions_off")),
            *CAPTION_LANGUAGES.items(),
            default_value=State.captions_language,
            error=State.errors["captions_language"],
        ),
        rx.el.fieldset(
            rx.el.legend(t("playback.size"), class_name="field-label"),
            rx.el.div(*(_size(*entry) for entry in _SIZES), class_name="choices choices-3"),
            class_name="field",
        ),
        text=t("playback.captions_text"),
    )


def _form() -> rx.Component:
    return rx.fragment(
        settings_head(
            t("playback.title"),
            t("playback.lead"),
            autosave(
                FORM,
                store="margin-typed-playback",
                acked=State.acked,
                errors=State.errors,
                on_save=State.save,
            ),
        ),
        rx.el.form(
            settings_section(
                t("playback.speed"),
                rx.el.fieldset(
                    rx.el.legend(t("playback.speed"), class_name="visually-hidden"),
                    *(_speed(percent) for percent in SPEEDS),
                    class_name="speeds",
                ),
                text=t("playback.speed_text"),
            ),
            settings_section(
                t("playback.next"),
                switch("is_autoplay", t("playback.autoplay"), default_checked=State.is_autoplay),
                text=t("playback.next_text"),
            ),
            _captions(),
            id=FORM,
        ),
    )


def page() -> rx.Component:
    """The page at `/settings/playback`."""
    return settings_layout(
        urls.SETTINGS_PLAYBACK,
        phases(State.phase, _form, loading=settings_loading(), on_retry=State.load),
    )


PAGE = Page(
    route=urls.SETTINGS_PLAYBACK,
    build=page,
    title=lambda: t("playback.title"),
    on_load=(State.load,),
)
