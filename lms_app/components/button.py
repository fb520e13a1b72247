"""Buttons and links that look like buttons."""

from __future__ import annotations

from typing import Any, Literal

import reflex as rx
from reflex_components_core.el.element import Element
from reflex_components_core.react_router.dom import ReactRouterLink

from lms_app.components.icon import icon

Variant = Literal["primary", "secondary", "ghost", "danger", "danger-quiet"]
Size = Literal["sm", "md", "lg"]


def _class_names(variant: str, size: str, *, block: bool, square: bool, extra: Any) -> list:
    names: list = ["btn"]
    if variant != "primary":
        names.append("btn-" + variant)
    if size != "md":
        names.append("btn-" + size)
    if block:
        names.append("btn-block")
    if square:
        names.append("btn-square")
    if extra:
        names.append(extra)
    return names


def button(
    *children,
    variant: Variant = "primary",
    size: Size = "md",
    block: bool = False,
    busy: rx.Var[bool] | bool = False,
    class_name: Any = "",
    type: str = "button",
    **props,
) -> rx.Component:
    """A button. `busy` shows a spinner over the label and takes no clicks; width stays.

    Other props go to the element: on_click, disabled, form, name, value, aria_label, id.
    """
    content: list = list(children)
    if busy is not False:
        disabled = props.pop("disabled", False)
        props["aria_busy"] = rx.cond(busy, "true", "false")
        props["disabled"] = rx.cond(busy, True, disabled)
        content = [
            rx.el.span(*children, class_name="btn-label row"),
            rx.cond(busy, rx.el.span(class_name="spinner", aria_hidden="true"), rx.fragment()),
        ]
    return rx.el.button(
        *content,
        type=type,
        class_name=_class_names(variant, size, block=block, square=False, extra=class_name),
        **props,
    )


def link_button(
    *children,
    href: Any,
    variant: Variant = "primary",
    size: Size = "md",
    block: bool = False,
    class_name: Any = "",
    native: bool = False,
    **props,
) -> rx.Component:
    """A link that looks like a button. `native=True` loads the page anew (API addresses, sign-in)."""
    names = _class_names(variant, size, block=block, square=False, extra=class_name)
    if native:
        return native_link(*children, href=href, class_name=names, **props)
    return anchor(*children, href=href, class_name=names, **props)


def icon_button(
    name: str,
    label: Any,
    *,
    variant: Variant = "ghost",
    size: Size = "md",
    icon_size: int = 20,
    class_name: Any = "",
    **props,
) -> rx.Component:
    """A square button with an icon only; `label` is its accessible name and its tooltip."""
    return rx.el.button(
        icon(name, icon_size),
        type=props.pop("type", "button"),
        class_name=_class_names(variant, size, block=False, square=True, extra=class_name),
        aria_label=label,
        title=label,
        **props,
    )


def anchor(*children, href: Any, class_name: Any = "", **props) -> rx.Component:
    """A plain link inside the site: client-side navigation, no look of its own."""
    return ReactRouterLink.create(*children, to=href, class_name=class_name, **props)


def text_link(*children, href: Any, class_name: Any = "link", **props) -> rx.Component:
    """A link in ballpoint blue."""
    return anchor(*children, href=href, class_name=class_name, **props)


class _NativeLink(Element):
    """An anchor the browser follows itself; `rx.el.a` becomes a router link for own paths."""

    tag = "a"

    href: rx.Var[str]

    download: rx.Var[str | bool]

    rel: rx.Var[str]

    target: rx.Var[str]


def native_link(*children, href: Any, **props) -> rx.Component:
    """A link outside the router: API addresses, downloads, places on this page (`#…`)."""
    return _NativeLink.create(*children, href=href, **props)
