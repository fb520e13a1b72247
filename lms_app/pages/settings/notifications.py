"""What somebody is told, and through which channel."""

from __future__ import annotations

import reflex as rx

from lms_app.components.autosave import autosave
from lms_app.components.icon import icon
from lms_app.components.text import t
from lms_app.core import urls
from lms_app.layouts.errors import phases
from lms_app.layouts.settings import settings_head, settings_layout, settings_loading
from lms_app.layouts.shell import Page
from lms_app.services.user.preferences import CHANNELS, FIXED, SUBJECTS
from lms_app.states.session import SessionState
from lms_app.states.settings.preferences import PreferencesState as State

FORM = "notices-form"
_CHANNELS = {"mail": "notices.mail"}
_SUBJECTS = {
    "security": ("notices.security", "notices.security_text"),
    "account": ("notices.account", "notices.account_text"),
    "teaching": ("notices.teaching", "notices.teaching_text"),
}


def _choice(subject: str, channel: str) -> rx.Component:
    if subject in FIXED:
        return rx.el.td(
            rx.el.span(
                icon("lock", 14),
                rx.el.span(t(_CHANNELS[channel]), class_name="notice-channel"),
                rx.el.span(t("notices.always")),
                class_name="notice-fixed",
            )
        )
    mark = f"{subject}:{channel}"
    return rx.el.td(
        rx.el.label(
            rx.el.input(
                type="checkbox",
                role="switch",
                name=mark,
                default_checked=~State.muted.contains(mark),
                class_name="switch-box",
            ),
            rx.el.span(t(_CHANNELS[channel]), class_name="notice-channel"),
            rx.el.span(t(_SUBJECTS[subject][0]), class_name="visually-hidden"),
            class_name="switch",
        )
    )


def _row(subject: str) -> rx.Component:
    title, text = _SUBJECTS[subject]
    row = rx.el.tr(
        rx.el.th(
            rx.el.span(t(title), class_name="notice-title"),
            rx.el.span(t(text), class_name="notice-text"),
            scope="row",
        ),
        *(_choice(subject, channel) for channel in CHANNELS),
    )
    return rx.cond(SessionState.is_instructor, row, rx.fragment()) if subject == "teaching" else row


def _form() -> rx.Component:
    heads = (rx.el.th(t(_CHANNELS[channel]), scope="col") for channel in CHANNELS)
    return rx.fragment(
        settings_head(
            t("notices.title"),
            t("notices.lead"),
            autosave(
                FORM,
                store="margin-typed-notices",
                acked=State.acked,
                errors=State.errors,
                on_save=State.save,
            ),
        ),
        rx.el.form(
            rx.el.table(
                rx.el.thead(rx.el.tr(rx.el.th(t("notices.subject"), scope="col"), *heads)),
                rx.el.tbody(*(_row(subject) for subject in SUBJECTS)),
                class_name="notices",
            ),
            id=FORM,
        ),
    )


def page() -> rx.Component:
    """The page at `/settings/notifications`."""
    return settings_layout(
        urls.SETTINGS_NOTIFICATIONS,
        phases(State.phase, _form, loading=settings_loading(), on_retry=State.load),
    )


PAGE = Page(
    route=urls.SETTINGS_NOTIFICATIONS,
    build=page,
    title=lambda: t("notices.title"),
    on_load=(State.load,),
)
