"""500 as a page of its own."""

from __future__ import annotations

import reflex as rx

from lms_app.components.text import t
from lms_app.core import urls
from lms_app.layouts.errors import error_content
from lms_app.layouts.portal import portal_layout
from lms_app.layouts.shell import Page


def page() -> rx.Component:
    """The page at `/error`."""
    return portal_layout(error_content())


PAGE = Page(route=urls.ERROR, build=page, title=lambda: t("page_error.error_title"))
