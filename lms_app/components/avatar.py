"""People as initials on one of the cover grounds."""

from __future__ import annotations

from typing import Any, Literal

import reflex as rx

from lms_app.components.ground import ground_class
from lms_app.components.text import js, t

# Korean: the given name (last two syllables). Latin: first letters of the first and last word.
_INITIALS = (
    "((n) => { const w = n.trim().split(/\\s+/).filter(Boolean);"
    " if (!w.length) return '?'; const k = [...w[w.length - 1]];"
    " if (/[\\uac00-\\ud7a3]/.test(k[0])) return k.length > 2 ? k.slice(-2).join('') : k.join('');"
    " return ([...w[0]][0] + (w.length > 1 ? k[0] : '')).toUpperCase(); })(String($ ?? ''))"
)


def person_name(name: Any) -> Any:
    """The name of somebody, or that they left: an erased account has none."""
    return rx.cond(name != "", name, t("person.erased"))


def avatar(
    name: Any,
    *,
    size: Literal["sm", "md", "lg"] = "md",
    seed: Any = None,
    picture: Any = "",
) -> rx.Component:
    """Initials of `name`, or the `picture` of an own address where there is one.

    The ground of initials follows `seed` (default the name), so it never changes. Decorative: the
    name itself stands beside it, or on the button around it.
    """
    size_class = "" if size == "md" else "avatar-" + size
    initials = rx.el.span(
        js(_INITIALS, name),
        class_name=["avatar", size_class, ground_class("tint-", name if seed is None else seed)],
        aria_hidden="true",
    )
    if not isinstance(picture, rx.Var):
        return initials
    shown = rx.el.img(
        src=picture,
        alt="",
        width="72" if size == "lg" else "36",
        height="72" if size == "lg" else "36",
        class_name=["avatar", size_class],
    )
    return rx.cond(picture != "", shown, initials)
