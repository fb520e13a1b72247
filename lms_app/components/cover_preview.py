"""A cover that is not saved yet: drawn by the server, lettered by what is being typed."""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.text import js

# Hangul is about twice as wide as Latin; the word gets smaller as it gets wider.
_WORD_SIZE = (
    "((w) => w <= 5 ? 'cover-word-short' : w <= 10 ? '' : w <= 14 ? 'cover-word-long'"
    " : 'cover-word-longest')([...String($ ?? '')]"
    ".reduce((a, c) => a + (c.codePointAt(0) > 0x1100 ? 2 : 1), 0))"
)


def cover_preview(image: Any, ground: Any, word: Any) -> rx.Component:
    """The cover as it will stand in the catalogue; `image` is an address, `ground` 0 to 7."""
    return rx.el.span(
        rx.el.img(src=image, alt="", width="640", height="360", class_name="cover-art"),
        rx.el.span(word, class_name=["cover-word", js(_WORD_SIZE, word)], aria_hidden="true"),
        class_name=["cover", js("'ground-' + $", ground)],
    )
