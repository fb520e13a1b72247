"""The learn page: a thin header, the rest belongs to the lesson."""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.button import anchor
from lms_app.components.icon import icon
from lms_app.components.scriptless import needs_scripts
from lms_app.components.text import t
from lms_app.layouts.brand import session_corner
from lms_app.layouts.shell import frame, main


def learn_layout(
    *content: Any,
    title: Any,
    back_href: Any,
    note: Any = None,
    end: list[rx.Component] | None = None,
    title_lang: Any = None,
    class_name: Any = "",
) -> rx.Component:
    """Header 52 px: back, course title, `note` (“34% · 남은 시간 …”), `end`, account."""
    spoken = {} if title_lang is None else {"lang": title_lang}
    return frame(
        rx.el.header(
            anchor(
                icon("arrow-left", 20),
                href=back_href,
                aria_label=t("nav.back"),
                class_name="btn btn-ghost btn-square",
            ),
            rx.el.span(title, class_name="learn-course clamp-1", **spoken),
            rx.el.span(note, class_name="learn-note") if note is not None else rx.fragment(),
            rx.el.div(*(end or []), session_corner(), class_name="learn-end"),
            class_name="learn-header",
        ),
        main(
            needs_scripts(t("learn.needs_scripts")),
            *content,
            class_name=["learn-main", class_name],
        ),
        class_name="frame-learn",
    )
