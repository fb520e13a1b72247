"""What a page says to a browser whose scripts are off, when it is nothing without them."""

from __future__ import annotations

from typing import Any

import reflex as rx


def needs_scripts(text: Any) -> rx.Component:
    """A sentence nobody else sees; the grey shapes of what would load are hidden then (kit.css)."""
    return rx.el.noscript(rx.el.p(text, class_name="scriptless"))
