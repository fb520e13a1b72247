"""403 as a page of its own."""

from __future__ import annotations

import reflex as rx

from lms_app.components.text import t
from lms_app.core import urls
from lms_app.layouts.errors import forbidden_content
from lms_app.layouts.portal import portal_layout
from lms_app.layouts.shell import Page


def page() -> rx.Component:
    """The page at `/forbidden`."""
    return portal_layout(forbidden_content())


PAGE = Page(route=urls.FORBIDDEN, build=page, title=lambda: t("page_error.forbidden_title"))
