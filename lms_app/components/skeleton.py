"""The final shape in grey, shown only when loading takes longer than 150 ms."""

from __future__ import annotations

import reflex as rx


def skeleton(class_name: str = "skeleton-line") -> rx.Component:
    """One grey shape: skeleton-line, skeleton-title, skeleton-cover, with w-30 … w-90."""
    return rx.el.div(class_name="skeleton " + class_name, aria_hidden="true")


def skeleton_cards(count: int = 8) -> rx.Component:
    """A grid of course cards to come."""
    card = [
        skeleton("skeleton-cover"),
        skeleton("skeleton-line w-90"),
        skeleton("skeleton-line w-50"),
        skeleton("skeleton-line w-30"),
    ]
    return rx.fragment(*(rx.el.div(*card, class_name="course-card") for _ in range(count)))


def skeleton_rows(count: int = 6) -> rx.Component:
    """Lines of a list to come."""
    widths = ("w-90", "w-70", "w-50")
    return rx.el.div(
        *(skeleton("skeleton-line " + widths[i % 3]) for i in range(count)), class_name="stack"
    )
