"""The profile: how others see somebody."""

from __future__ import annotations

import reflex as rx

from lms_app.components.avatar import avatar
from lms_app.components.text import t
from lms_app.core import urls
from lms_app.layouts.settings import settings_head, settings_layout, settings_section
from lms_app.layouts.shell import Page
from lms_app.states.session import SessionState


def page() -> rx.Component:
    """The page at `/settings`."""
    return settings_layout(
        urls.SETTINGS,
        settings_head(t("profile.title"), t("profile.lead")),
        settings_section(
            t("profile.name"),
            rx.el.div(
                avatar(SessionState.display_name, size="lg", seed=SessionState.user_key),
                rx.el.span(SessionState.display_name, class_name="strong"),
                class_name="row",
            ),
        ),
    )


PAGE = Page(route=urls.SETTINGS, build=page, title=lambda: t("profile.title"))
