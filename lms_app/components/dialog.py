"""Layers over the page: dialogs, confirmations, side panels. Radix keeps focus and Esc."""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.button import button, icon_button
from lms_app.components.text import t


def _root(trigger: rx.Component | None, content: rx.Component, opened: Any, on_open_change: Any):
    control: dict[str, Any] = {}
    if opened is not None:
        control = {"open": opened, "on_open_change": on_open_change}
    children = [content] if trigger is None else [rx.dialog.trigger(trigger), content]
    return rx.dialog.root(*children, **control)


def dialog(
    *body,
    title: Any,
    text: Any = None,
    trigger: rx.Component | None = None,
    actions: list[rx.Component] | None = None,
    opened: Any = None,
    on_open_change: Any = None,
    class_name: Any = "",
) -> rx.Component:
    """A modal dialog: opened by `trigger`, or by the Var `opened` with `on_open_change(bool)`.

    Wrap a button of `actions` in `dialog_close` to make it close the dialog too.
    """
    parts: list = [rx.dialog.title(title, class_name="dialog-title")]
    if text is not None:
        parts.append(rx.dialog.description(text, class_name="dialog-text"))
    if body:
        parts.append(rx.el.div(*body, class_name="dialog-body"))
    if actions:
        parts.append(rx.el.div(*actions, class_name="dialog-actions"))
    described = {} if text is not None else {"aria_describedby": ""}
    content = rx.dialog.content(*parts, class_name=["dialog", class_name], **described)
    return _root(trigger, content, opened, on_open_change)


def dialog_close(child: rx.Component) -> rx.Component:
    """Make a button close the layer it stands in."""
    return rx.dialog.close(child)


def confirm(
    *,
    title: Any,
    text: Any,
    confirm_label: Any,
    on_confirm: Any,
    trigger: rx.Component | None = None,
    opened: Any = None,
    on_open_change: Any = None,
    danger: bool = True,
) -> rx.Component:
    """Ask before something that cannot be taken back; focus starts on cancel."""
    return dialog(
        title=title,
        text=text,
        trigger=trigger,
        opened=opened,
        on_open_change=on_open_change,
        actions=[
            dialog_close(button(t("action.cancel"), variant="secondary")),
            dialog_close(
                button(
                    confirm_label,
                    variant="danger" if danger else "primary",
                    on_click=on_confirm,
                )
            ),
        ],
    )


def side_panel(
    *body,
    title: Any,
    trigger: rx.Component | None = None,
    foot: list[rx.Component] | None = None,
    opened: Any = None,
    on_open_change: Any = None,
    side: str = "right",
    class_name: Any = "",
) -> rx.Component:
    """A sheet from the side that keeps the list behind it in place; on phones nearly full width."""
    content = rx.dialog.content(
        rx.el.div(
            rx.dialog.title(title, class_name="dialog-title"),
            dialog_close(icon_button("x", t("action.close"), size="sm")),
            class_name="sheet-head",
        ),
        *body,
        rx.el.div(*foot, class_name="sheet-foot") if foot else rx.fragment(),
        aria_describedby="",
        class_name=["sheet", "sheet-left" if side == "left" else "", class_name],
    )
    return _root(trigger, content, opened, on_open_change)
