"""The privacy policy."""

from __future__ import annotations

import reflex as rx

from lms_app.components.text import t
from lms_app.core import urls
from lms_app.i18n.texts.legal import PRIVACY_SECTIONS
from lms_app.layouts.legal import legal_document
from lms_app.layouts.shell import Page


def page() -> rx.Component:
    """The page at `/privacy`."""
    return legal_document("privacy", PRIVACY_SECTIONS)


PAGE = Page(route=urls.PRIVACY, build=page, title=lambda: t("privacy.title"))
