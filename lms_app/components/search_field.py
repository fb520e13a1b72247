"""Search boxes: real GET forms, so that they work before the socket does."""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.form import native_form
from lms_app.components.icon import icon
from lms_app.components.text import t


def search_field(
    *,
    action: str,
    placeholder: Any,
    name: str = "q",
    value: Any = None,
    size: str = "md",
    class_name: Any = "",
    extra: list[rx.Component] | None = None,
    field_id: str = "search",
) -> rx.Component:
    """A search box that opens `action?q=...`; `extra` are hidden inputs that keep other filters."""
    known = {} if value is None else {"default_value": value, "key": value}
    return native_form(
        rx.el.label(t("action.search"), html_for=field_id, class_name="visually-hidden"),
        rx.el.div(
            icon("search"),
            rx.el.input(
                id=field_id,
                name=name,
                type="search",
                placeholder=placeholder,
                auto_complete="off",
                max_length=100,
                class_name="input" if size == "md" else "input input-" + size,
                **known,
            ),
            class_name="input-wrap",
        ),
        *(extra or []),
        action=action,
        method="get",
        role="search",
        class_name=class_name,
    )
