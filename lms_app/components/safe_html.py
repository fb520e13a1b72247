"""HTML that the services have rendered from Markdown and cleaned (`*_html` of their rows)."""

from __future__ import annotations

from typing import Any

import reflex as rx
from reflex_components_core.el.element import Element


class SafeHtml(Element):
    """The only door for ready HTML. It cleans nothing: give it `*_html` fields of view rows only."""

    tag = "div"

    dangerouslySetInnerHTML: rx.Var[dict[str, str]]  # noqa: N815  (React's own name)


def safe_html(html: Any, class_name: Any = "prose", **props) -> rx.Component:
    """Rich text of a service, in our type."""
    return SafeHtml.create(dangerouslySetInnerHTML={"__html": html}, class_name=class_name, **props)
