"""The terms of use."""

from __future__ import annotations

import reflex as rx

from lms_app.components.text import t
from lms_app.core import urls
from lms_app.i18n.texts.legal import TERMS_SECTIONS
from lms_app.layouts.legal import legal_document
from lms_app.layouts.shell import Page


def page() -> rx.Component:
    """The page at `/terms`."""
    return legal_document("terms", TERMS_SECTIONS)


PAGE = Page(route=urls.TERMS, build=page, title=lambda: t("terms.title"))
