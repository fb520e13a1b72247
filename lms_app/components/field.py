"""Form fields: label, control, hint and error tied together for eyes and screen readers."""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.icon import icon
from lms_app.components.loaded import given_input
from lms_app.components.text import t


def _frame(name: str, label: Any, control: rx.Component, *, hint: Any, error: Any, optional: bool):
    heading = [label]
    if optional:
        heading.append(rx.el.span(t("state.optional"), class_name="field-optional"))
    rows: list = [rx.el.label(*heading, html_for=name, class_name="field-label"), control]
    if hint is not None:
        rows.append(rx.el.p(hint, id=name + "-hint", class_name="field-hint"))
    if error is not None:
        rows.append(field_error(name, error))
    return rx.el.div(*rows, class_name="field")


def field_error(name: str, error: Any) -> rx.Component:
    """The error line of the field `name`; nothing while `error` is an empty text."""
    line = rx.el.p(
        icon("circle-alert", 16),
        rx.el.span(error),
        id=name + "-error",
        class_name="field-error",
        role="alert",
    )
    return rx.cond(error, line, rx.fragment()) if isinstance(error, rx.Var) else line


def _described(name: str, hint: Any, error: Any) -> dict[str, Any]:
    names = []
    if error is not None:
        names.append(name + "-error")
    if hint is not None:
        names.append(name + "-hint")
    props: dict[str, Any] = {"aria_describedby": " ".join(names)} if names else {}
    if error is not None:
        props["aria_invalid"] = (
            rx.cond(error, "true", "false") if isinstance(error, rx.Var) else "true"
        )
    return props


def text_field(
    name: str,
    label: Any,
    *,
    hint: Any = None,
    error: Any = None,
    optional: bool = False,
    lead_icon: str = "",
    end: rx.Component | None = None,
    size: str = "md",
    **props,
) -> rx.Component:
    """One line of text. `error` is a text or a text Var ("" = fine); `end` sits inside, right.

    Other props go to the input: type, value, default_value, on_change, on_blur, required,
    placeholder, autocomplete (as auto_complete), max_length, input_mode. `given` instead of
    default_value is what the page brings once it is loaded, unless somebody has typed by then.
    `name` is the id too unless one is given (two forms on a page).
    """
    class_name = "input" if size == "md" else "input input-" + size
    field_id = props.pop("id", name)
    make = given_input if "given" in props else rx.el.input
    control: rx.Component = make(
        id=field_id,
        name=name,
        class_name=class_name,
        **_described(field_id, hint, error),
        **props,
    )
    if lead_icon or end is not None:
        control = rx.el.div(
            icon(lead_icon) if lead_icon else rx.fragment(),
            control,
            rx.el.span(end, class_name="input-end") if end is not None else rx.fragment(),
            class_name="input-wrap",
        )
    return _frame(field_id, label, control, hint=hint, error=error, optional=optional)


def text_area(
    name: str,
    label: Any,
    *,
    hint: Any = None,
    error: Any = None,
    optional: bool = False,
    rows: int = 5,
    **props,
) -> rx.Component:
    """Several lines of text; props go to the textarea."""
    field_id = props.pop("id", name)
    control = rx.el.textarea(
        id=field_id,
        name=name,
        rows=rows,
        class_name="textarea",
        **_described(field_id, hint, error),
        **props,
    )
    return _frame(field_id, label, control, hint=hint, error=error, optional=optional)


def select_control(*options: Any, class_name: str = "", size: str = "md", **props) -> rx.Component:
    """A native select without a label; `options` are (value, text) pairs or ready components."""
    names = ["select-native"]
    if size != "md":
        names.append("input-" + size)
    items = [
        rx.el.option(option[1], value=option[0]) if isinstance(option, tuple) else option
        for option in options
    ]
    return rx.el.span(
        rx.el.select(*items, class_name=" ".join(names), **props),
        icon("chevron-down", 16),
        class_name=["select-wrap", class_name],
    )


def select_field(
    name: str,
    label: Any,
    *options: Any,
    hint: Any = None,
    error: Any = None,
    optional: bool = False,
    **props,
) -> rx.Component:
    """A labelled native select: the phone's own picker, the keyboard's own keys."""
    field_id = props.pop("id", name)
    control = select_control(
        *options, id=field_id, name=name, **_described(field_id, hint, error), **props
    )
    return _frame(field_id, label, control, hint=hint, error=error, optional=optional)


def checkbox(name: str, label: Any, *, count: Any = None, radio: bool = False, **props):
    """A checkbox (or radio) with its label; `count` stands at the right end, as in facets.

    Props go to the input: checked, default_checked, on_change, value, disabled, required; `given`
    as for `text_field`.
    """
    make = given_input if "given" in props else rx.el.input
    return rx.el.label(
        make(
            type="radio" if radio else "checkbox",
            name=name,
            class_name="check-box check-radio" if radio else "check-box",
            **props,
        ),
        rx.el.span(label, class_name="check-text"),
        rx.el.span(count, class_name="check-count") if count is not None else rx.fragment(),
        class_name="check",
    )


def switch(name: str, label: Any, **props) -> rx.Component:
    """An on/off switch with its label; props as for `checkbox`."""
    return rx.el.label(
        rx.el.input(type="checkbox", role="switch", name=name, class_name="switch-box", **props),
        rx.el.span(label),
        class_name="switch",
    )
