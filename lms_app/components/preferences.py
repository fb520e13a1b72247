"""Theme and language: small switches for menus and the footer."""

from __future__ import annotations

from typing import Any

import reflex as rx
from reflex.style import color_mode, set_color_mode

from lms_app.components.icon import icon
from lms_app.components.text import language, t

_THEMES = (
    ("light", "sun", "theme.light"),
    ("dark", "moon", "theme.dark"),
    ("system", "monitor", "theme.system"),
)
# Each language is written in itself, whatever the page speaks.
_LANGUAGES = (("ko", "한국어"), ("en", "English"))


def theme_switch(on_choose: Any, *, labels: bool = False) -> rx.Component:
    """Light, dark, system; the browser keeps it, `on_choose(theme)` hears of it."""

    def item(mode: str, icon_name: str, key: str) -> rx.Component:
        label = t(key)
        return rx.el.button(
            icon(icon_name, 15),
            rx.el.span(label, class_name="" if labels else "visually-hidden"),
            type="button",
            class_name="segment-item",
            title=label,
            aria_pressed=rx.cond(color_mode == mode, "true", "false"),
            on_click=[set_color_mode(mode), on_choose(mode)],
        )

    return rx.el.div(
        *(item(*theme) for theme in _THEMES),
        role="group",
        aria_label=t("theme.label"),
        class_name="segment",
    )


def language_switch(on_choose: Any) -> rx.Component:
    """한국어 / English; `on_choose(language)` keeps path and query."""

    def item(code: str, name: str) -> rx.Component:
        return rx.el.button(
            name,
            type="button",
            lang=code,
            class_name="segment-item",
            aria_pressed=rx.cond(language() == code, "true", "false"),
            on_click=on_choose(code),
        )

    return rx.el.div(
        *(item(*entry) for entry in _LANGUAGES),
        role="group",
        aria_label=t("language.label"),
        class_name="segment",
    )
