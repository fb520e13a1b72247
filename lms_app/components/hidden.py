"""Text for screen readers only."""

from __future__ import annotations

import reflex as rx


def visually_hidden(*children, **props) -> rx.Component:
    """Read aloud, not drawn."""
    return rx.el.span(*children, class_name="visually-hidden", **props)
