"""What is missing until a course can be published: ring, ticks, and the way there."""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.button import anchor
from lms_app.components.hidden import visually_hidden
from lms_app.components.icon import icon
from lms_app.components.progress import progress_ring
from lms_app.components.text import choose, js, t

CHECKS = {
    key: key
    for key in (
        "checklist.title",
        "checklist.description",
        "checklist.lesson",
        "checklist.content",
    )
}


def _check(row: rx.Var) -> rx.Component:
    words = choose(CHECKS, row.key, "checklist.title")
    met = rx.fragment(
        icon("check", 18, class_name="tone-good"),
        rx.el.span(words, visually_hidden(" ", t("builder.check_met"))),
    )
    missing = rx.fragment(
        icon("circle-dashed", 18),
        rx.el.span(
            anchor(words, href=row.href, class_name="link"),
            visually_hidden(" ", t("builder.check_open")),
        ),
    )
    return rx.el.li(rx.cond(row.is_met, met, missing), class_name=rx.cond(row.is_met, "is-met", ""))


def publish_rail(
    checks: rx.Var[list], met: rx.Var[int], *actions: rx.Component, note: Any
) -> rx.Component:
    """The right rail of the builder."""
    total = checks.length()
    ring = progress_ring(
        js("$ ? 100 * $ / $ : 0", total, met, total),
        t("builder.to_publish"),
        size=56,
        text=rx.fragment(met, "/", total),
        value_text=t("builder.checks_progress", done=met, total=total),
    )
    words = rx.cond(
        met == total,
        t("builder.checks_done"),
        t("builder.checks_left", count=js("$ - $", total, met, kind=int)),
    )
    inner = rx.el.div(
        rx.el.div(
            ring,
            rx.el.div(rx.el.h2(t("builder.to_publish")), rx.el.p(words, class_name="caption")),
            class_name="rail-head",
        ),
        rx.el.ul(rx.foreach(checks, _check), class_name="checks"),
        rx.el.div(*actions, rx.el.p(note, class_name="caption"), class_name="rail-actions"),
        class_name="rail-inner",
    )
    return rx.el.aside(
        inner,
        aria_label=t("builder.to_publish"),
        class_name="rail",
    )
