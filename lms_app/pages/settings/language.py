"""Language, time zone and theme."""

from __future__ import annotations

import reflex as rx
from reflex.style import set_color_mode

from lms_app.components.autosave import autosave
from lms_app.components.field import field_error
from lms_app.components.icon import icon
from lms_app.components.text import language, t
from lms_app.components.zone_select import zone_select
from lms_app.core import urls
from lms_app.i18n import DISPLAY_TIME_ZONE
from lms_app.layouts.errors import phases
from lms_app.layouts.settings import (
    choice_card,
    settings_head,
    settings_layout,
    settings_loading,
    settings_section,
)
from lms_app.layouts.shell import Page
from lms_app.states.session import SessionState
from lms_app.states.settings.preferences import PreferencesState as State

FORM = "language-form"
# Each language is written in itself, whatever the page speaks.
_LANGUAGES = (("ko", "한국어", "language.in_ko"), ("en", "English", "language.in_en"))
_THEMES = (
    ("light", "sun", "theme.light"),
    ("dark", "moon", "theme.dark"),
    ("system", "monitor", "theme.system"),
)


def _language(code: str, name: str, note: str) -> rx.Component:
    return rx.el.button(
        rx.el.span(name, lang=code, class_name="choice-name"),
        rx.el.span(t(note), class_name="choice-note"),
        rx.el.span(icon("check", 16), class_name="choice-mark"),
        type="button",
        aria_pressed=rx.cond(language() == code, "true", "false"),
        on_click=SessionState.choose_language(code),
        class_name="choice",
    )


def _theme(mode: str, icon_name: str, key: str) -> rx.Component:
    drawn = rx.el.span(
        rx.el.span(class_name="theme-bar"),
        rx.el.span(class_name="theme-line"),
        rx.el.span(class_name="theme-line theme-line-mark"),
        rx.el.span(class_name="theme-line theme-line-short"),
        class_name={"light": "theme-art is-light", "dark": "theme-art is-dark"}.get(
            mode, "theme-art is-both"
        ),
        aria_hidden="true",
    )
    return choice_card(
        "theme",
        mode,
        drawn,
        rx.el.span(icon(icon_name, 16), t(key), class_name="choice-name row"),
        checked=State.theme == mode,
        on_change=set_color_mode(mode),
    )


def _zone() -> rx.Component:
    return settings_section(
        t("language.zone"),
        rx.el.div(
            rx.el.label(t("language.zone_label"), html_for="time_zone", class_name="field-label"),
            zone_select("time_zone", value=State.time_zone, site=DISPLAY_TIME_ZONE),
            field_error("time_zone", State.errors["time_zone"]),
            class_name="field",
        ),
        text=t("language.zone_text"),
    )


def _languages() -> rx.Component:
    return settings_section(
        t("language.language"),
        rx.el.div(
            *(_language(*entry) for entry in _LANGUAGES),
            role="group",
            aria_label=t("language.language"),
            class_name="choices choices-2",
        ),
        text=t("language.language_text"),
    )


def _themes() -> rx.Component:
    return settings_section(
        t("theme.label"),
        rx.el.fieldset(
            rx.el.legend(t("theme.label"), class_name="visually-hidden"),
            *(_theme(*entry) for entry in _THEMES),
            class_name="choices choices-3",
        ),
        text=t("language.theme_text"),
    )


def _form() -> rx.Component:
    return rx.fragment(
        settings_head(
            t("language.title"),
            t("language.lead"),
            autosave(
                FORM,
                store="margin-typed-language",
                acked=State.acked,
                errors=State.errors,
                on_save=State.save,
            ),
        ),
        rx.el.form(_languages(), _zone(), _themes(), id=FORM),
    )


def page() -> rx.Component:
    """The page at `/settings/language`."""
    return settings_layout(
        urls.SETTINGS_LANGUAGE,
        phases(State.phase, _form, loading=settings_loading(), on_retry=State.load),
    )


PAGE = Page(
    route=urls.SETTINGS_LANGUAGE,
    build=page,
    title=lambda: t("language.title"),
    on_load=(State.load,),
)
