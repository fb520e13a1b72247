"""Where this page stands."""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.button import anchor
from lms_app.components.icon import icon
from lms_app.components.text import t


def breadcrumb(*steps: tuple[Any, Any]) -> rx.Component:
    """The way here: (text, href) pairs, from the top down to the parent of this page."""
    items = [
        rx.el.li(
            anchor(text, href=href),
            icon("chevron-right", 14) if index < len(steps) - 1 else rx.fragment(),
        )
        for index, (text, href) in enumerate(steps)
    ]
    return rx.el.nav(rx.el.ol(*items, class_name="crumbs"), aria_label=t("nav.breadcrumb"))
