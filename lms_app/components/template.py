"""Texts whose numbers are filled in by the browser (progress, counters): raw templates as props."""

from __future__ import annotations

from collections.abc import Callable

import reflex as rx

from lms_app import i18n
from lms_app.components.text import js, language


def template(key: str) -> rx.Var[str]:
    """The text of `key` in the visitor's language with its `{placeholders}` left in."""
    korean, english = i18n.pair(key)
    return js("$ === 'en' ? $ : $", language(), english, korean)


def templates(*keys: str) -> Callable[[], dict[str, rx.Var[str]]]:
    """A function that returns the templates of keys `area.name` by `name`, read when pages are built."""
    return lambda: {key.rpartition(".")[2]: template(key) for key in keys}
