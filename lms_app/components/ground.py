"""One of the eight grounds for a name: covers and avatars keep their colour for ever."""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.text import js

# The same sum as services/course/cover_art.py: a cover's word must fit the drawing's ground.
FACTOR, START, MIX = 16777619, 3566263507, 0x2C1B3C6D
_SUM = (
    "$ + ((h) => (h ^= h >>> 15, h = Math.imul(h, "
    + str(MIX)
    + "), h ^= h >>> 13, h >>> 29))([...String($ ?? '')].reduce((a, c) => (Math.imul(a, "
    + str(FACTOR)
    + ") + c.codePointAt(0)) | 0, "
    + str(START)
    + " | 0))"
)


def ground_class(prefix: str, name: Any) -> rx.Var[str]:
    """`prefix` with the number of the ground (0 to 7) of `name`."""
    return js(_SUM, prefix, name)
