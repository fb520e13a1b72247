"""One's own data: a copy of everything, and leaving."""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.badge import badge, callout
from lms_app.components.button import button, link_button
from lms_app.components.dialog import confirm
from lms_app.components.icon import icon
from lms_app.components.pulse import pulse
from lms_app.components.skeleton import skeleton_rows
from lms_app.components.text import choose, date, file_size, js, t
from lms_app.core import urls
from lms_app.layouts.settings import settings_head, settings_layout, settings_section
from lms_app.layouts.shell import Page
from lms_app.states.session import SessionState
from lms_app.states.settings.data import SettingsDataState as State

_HINDRANCES = {
    "privacy.hindrance_students": "privacy.hindrance_students",
    "privacy.hindrance_last_admin": "privacy.hindrance_last_admin",
}


def _ask(label_key: str) -> rx.Component:
    return button(t(label_key), variant="secondary", on_click=State.ask_for_copy)


def _copy_ready() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            badge(t("data.copy_ready"), tone="good"),
            rx.el.span(
                t(
                    "data.copy_until",
                    day=date(State.export.expires_at),
                    size=file_size(State.export.size_bytes),
                ),
                class_name="small muted",
            ),
            class_name="row",
        ),
        rx.el.div(
            link_button(
                icon("download"),
                t("data.copy_fetch"),
                href=js("$ + '/exports/' + $", urls.API_ACCOUNT, State.export.id),
                native=True,
            ),
            class_name="row",
        ),
        class_name="stack stack-3",
    )


def _copy_waiting() -> rx.Component:
    return rx.el.div(
        rx.el.p(t("data.copy_waiting"), role="status", class_name="muted"),
        pulse(active=State.export.status == "waiting", every_ms=4000, on_pulse=State.load),
        class_name="stack stack-2",
    )


def _copy() -> rx.Component:
    return rx.match(
        State.export.status,
        ("waiting", _copy_waiting()),
        ("ready", _copy_ready()),
        (
            "expired",
            rx.el.div(
                rx.el.p(t("data.copy_expired"), class_name="muted"),
                rx.el.div(_ask("data.copy_again"), class_name="row"),
                class_name="stack stack-3",
            ),
        ),
        rx.el.div(_ask("data.copy_ask"), class_name="row"),
    )


def _leave() -> rx.Component:
    hindered = rx.el.div(
        rx.foreach(
            State.hindrances,
            lambda key: callout(
                choose(_HINDRANCES, key, "privacy.hindrance_students"), tone="warning"
            ),
        ),
        class_name="stack stack-2",
    )
    ask = confirm(
        title=t("data.leave_confirm_title"),
        text=t("data.leave_confirm_text", days=State.grace_days),
        confirm_label=t("data.leave_confirm"),
        on_confirm=State.leave,
        trigger=button(t("data.leave"), variant="danger"),
    )
    going = callout(
        t("data.leaving", day=date(SessionState.leaving_at)),
        tone="warning",
        action=button(t("data.stay"), variant="secondary", size="sm", on_click=SessionState.stay),
        role="status",
    )
    return rx.cond(
        SessionState.leaving_at != "",
        going,
        rx.cond(State.hindrances.length() > 0, hindered, rx.el.div(ask, class_name="row")),
    )


_DOCUMENTS = {
    "terms": "data.consent_terms",
    "privacy": "data.consent_privacy",
    "age": "data.consent_age",
}


def _consent(row: Any) -> rx.Component:
    return rx.el.li(
        rx.el.span(choose(_DOCUMENTS, row.document, "data.consent_terms"), class_name="strong"),
        rx.el.span(
            t("data.consent_given", day=date(row.at), version=row.version), class_name="caption num"
        ),
        class_name="consent",
    )


def _news() -> rx.Component:
    stop = button(
        t("data.news_stop"), variant="secondary", size="sm", on_click=State.choose_news(False)
    )
    take = button(
        t("data.news_take"), variant="secondary", size="sm", on_click=State.choose_news(True)
    )
    return rx.el.li(
        rx.el.span(t("data.news"), class_name="strong"),
        rx.el.span(
            rx.cond(State.wants_news, t("data.news_on"), t("data.news_off")),
            role="status",
            class_name="caption",
        ),
        rx.cond(State.wants_news, stop, take),
        class_name="consent",
    )


def _consents() -> rx.Component:
    return rx.el.ul(
        rx.foreach(State.consents, _consent), _news(), id="consents", class_name="consents"
    )


def page() -> rx.Component:
    """The page at `/settings/data`."""
    sections = rx.fragment(
        settings_section(t("data.copy"), _copy(), text=t("data.copy_text")),
        settings_section(t("data.consents"), _consents(), text=t("data.consents_text")),
        settings_section(
            t("data.leave_title"), _leave(), text=t("data.leave_text", days=State.grace_days)
        ),
    )
    return settings_layout(
        urls.SETTINGS_DATA,
        settings_head(t("settings.data"), t("data.lead")),
        rx.match(
            State.phase,
            ("ready", sections),
            ("error", callout(t("data.away"), tone="bad")),
            skeleton_rows(),
        ),
    )


PAGE = Page(
    route=urls.SETTINGS_DATA, build=page, title=lambda: t("settings.data"), on_load=(State.load,)
)
