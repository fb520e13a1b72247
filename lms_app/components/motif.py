"""Line drawings from the cover motifs, for places that are still empty."""

from __future__ import annotations

from typing import Literal

import reflex as rx

Motif = Literal["grid", "rings", "steps", "ruled", "wave", "arcs", "bars"]


def _rect(x: float, y: float, w: float, h: float, *, accent: bool = False, r: float = 3):
    return rx.el.rect(
        x=str(x), y=str(y), width=str(w), height=str(h), rx=str(r),
        class_name="accent" if accent else "",
    )  # fmt: skip


def _circle(cx: float, cy: float, r: float, *, accent: bool = False) -> rx.Component:
    return rx.el.circle(cx=str(cx), cy=str(cy), r=str(r), class_name="accent" if accent else "")


def _shapes(motif: str) -> list[rx.Component]:
    if motif == "grid":
        marked = {(1, 2), (3, 0), (4, 2)}
        return [
            _rect(8 + 20 * x, 12 + 22 * y, 14, 14, accent=(x, y) == (2, 1))
            if (x, y) in marked or (x, y) == (2, 1)
            else _circle(15 + 20 * x, 19 + 22 * y, 1.5)
            for x in range(5)
            for y in range(3)
        ]
    if motif == "rings":
        return [_circle(56, 42, r) for r in (36, 27, 18)] + [_circle(56, 42, 8, accent=True)]
    if motif == "steps":
        return [_rect(12 + 24 * i, 60 - 16 * i, 18, 16 + 16 * i, accent=i == 3) for i in range(4)]
    if motif == "bars":
        heights = (30, 52, 22, 64, 40)
        return [_rect(10 + 20 * i, 76 - h, 12, h, accent=i == 3) for i, h in enumerate(heights)]
    if motif == "wave":
        waves = [
            "M4 {0} C 24 {1}, 40 {2}, 56 {0} S 92 {1}, 108 {0}".format(y, y - 26, y + 26)
            for y in (34, 42, 50)
        ]
        return [*(rx.el.path(d=d) for d in waves), _circle(56, 42, 6, accent=True)]
    if motif == "arcs":
        return [
            rx.el.path(d="M8 42 A34 34 0 0 1 42 8 L42 42 Z"),
            rx.el.path(d="M46 8 A34 34 0 0 1 80 42 L46 42 Z", class_name="accent"),
            rx.el.path(d="M8 46 L42 46 A34 34 0 0 1 8 80 Z"),
            _rect(46, 46, 34, 34, r=0),
            _circle(96, 63, 8),
        ]
    lines = [rx.el.path(d=f"M8 {y} H104") for y in (18, 34, 50, 66)]
    return [*lines, _rect(26, 28, 48, 12, accent=True), _rect(26, 60, 30, 12)]


def motif_drawing(motif: Motif, class_name: str = "empty-art") -> rx.Component:
    """A small line drawing with one highlighter accent; decorative."""
    return rx.el.svg(
        *_shapes(motif),
        view_box="0 0 112 84",
        fill="none",
        stroke="currentColor",
        stroke_width="1.75",
        stroke_linejoin="round",
        stroke_linecap="round",
        class_name=class_name,
        custom_attrs={"aria-hidden": "true"},
    )
