"""404 as a page of its own."""

from __future__ import annotations

import reflex as rx

from lms_app.components.text import t
from lms_app.layouts.errors import not_found_content
from lms_app.layouts.portal import portal_layout
from lms_app.layouts.shell import Page


def page() -> rx.Component:
    """Any address that is none."""
    return portal_layout(not_found_content())


PAGE = Page(route="404", build=page, title=lambda: t("page_error.not_found_title"))
