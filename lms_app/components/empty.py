"""Empty places: a drawing, what is missing, why or what next, one action."""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.motif import Motif, motif_drawing


def empty_state(
    title: Any, text: Any, *actions: rx.Component, motif: Motif = "grid", level: int = 2
) -> rx.Component:
    """Never only an icon: one sentence what, one sentence why or next, one primary action."""
    heading = {1: rx.el.h1, 2: rx.el.h2, 3: rx.el.h3}[level]
    return rx.el.div(
        motif_drawing(motif),
        heading(title, class_name="empty-title"),
        rx.el.p(text, class_name="empty-text"),
        rx.el.div(*actions, class_name="empty-actions") if actions else rx.fragment(),
        class_name="empty",
    )
