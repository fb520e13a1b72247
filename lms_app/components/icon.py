"""Line icons (lucide), drawn at the weight of the type."""

from __future__ import annotations

import reflex as rx


def icon(name: str, size: int = 18, *, class_name: str = "", **props) -> rx.Component:
    """A decorative icon; the text beside it (or the button's label) says what it means."""
    return rx.icon(
        name,
        size=size,
        stroke_width=1.75,
        class_name=["icon", class_name],
        custom_attrs={"aria-hidden": "true"},
        **props,
    )


def play_glyph(size: int = 12) -> rx.Component:
    """The filled triangle of play."""
    return rx.el.svg(
        rx.el.path(
            d="M3 1.6v8.8a.6.6 0 0 0 .92.5l6.8-4.4a.6.6 0 0 0 0-1L3.92 1.1A.6.6 0 0 0 3 1.6z"
        ),
        width=str(size),
        height=str(size),
        view_box="0 0 12 12",
        class_name="icon icon-filled",
        custom_attrs={"aria-hidden": "true"},
    )
