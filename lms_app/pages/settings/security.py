"""Sign-in and security: second factors, and where somebody is signed in."""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.badge import badge
from lms_app.components.button import button
from lms_app.components.dialog import confirm
from lms_app.components.scriptless import needs_scripts
from lms_app.components.skeleton import skeleton_rows
from lms_app.components.text import choose, date, t
from lms_app.core import urls
from lms_app.layouts.settings import settings_head, settings_layout, settings_section
from lms_app.layouts.shell import Page
from lms_app.pages.settings.credential_forms import address_form, password_form
from lms_app.pages.settings.linked_accounts import linked_accounts
from lms_app.pages.settings.second_factors import app_section, codes_section, passkeys_section
from lms_app.states.settings.credentials import CredentialState
from lms_app.states.settings.linked_accounts import LinkedAccountsState
from lms_app.states.settings.second_factors import SecondFactorState
from lms_app.states.settings.sessions import SessionsState as State


def page() -> rx.Component:
    """The page at `/settings/security`."""
    return settings_layout(
        urls.SETTINGS_SECURITY,
        settings_head(t("security.title"), t("security.lead")),
        needs_scripts(t("security.needs_scripts")),
        settings_section(t("security.credentials_title"), password_form(), address_form()),
        app_section(),
        passkeys_section(),
        codes_section(),
        linked_accounts(),
        _sessions(),
    )


def _sessions() -> rx.Component:
    others = confirm(
        title=t("security.end_others_title"),
        text=t("security.end_others_text"),
        confirm_label=t("security.end_others"),
        on_confirm=State.end_others,
        trigger=button(t("security.end_others"), variant="secondary", size="sm"),
    )
    rows = rx.el.div(
        rx.el.ul(rx.foreach(State.rows, _row), class_name="settings-rows"),
        rx.cond(State.has_others, rx.el.div(others), rx.fragment()),
        class_name="stack",
    )
    return settings_section(
        t("security.sessions_title"),
        rx.cond(State.phase == "ready", rows, skeleton_rows(3)),
        text=t("security.sessions_text"),
    )


def _place(row: Any) -> rx.Component:
    known = rx.fragment(t("security.network", network=row.network), " · ")
    local = rx.fragment(t("security.local_network"), " · ")
    return rx.cond(row.is_local, local, rx.cond(row.network != "", known, rx.fragment()))


def _row(row: Any) -> rx.Component:
    device = rx.cond(row.device != "", row.device, t("security.unknown_device"))
    by = choose(
        {"password": "security.by_password", "passkey": "security.by_passkey"},
        row.method,
        "security.by_provider",
    )
    about = rx.el.span(
        rx.cond(row.kind == "api", t("security.api_client"), by),
        " · ",
        _place(row),
        t("security.last_used", when=date(row.last_used_at)),
        class_name="small muted",
    )
    end = button(
        t("security.end_session"),
        variant="ghost",
        size="sm",
        on_click=State.end(row.id),
        aria_label=t("security.end_session_named", device=device),
    )
    return rx.el.li(
        rx.el.div(rx.el.span(device, class_name="strong"), about, class_name="settings-row-words"),
        rx.cond(row.is_current, badge(t("security.this_device"), tone="good"), end),
        class_name="settings-row",
    )


PAGE = Page(
    route=urls.SETTINGS_SECURITY,
    build=page,
    title=lambda: t("security.title"),
    on_load=(State.load, SecondFactorState.load, LinkedAccountsState.load, CredentialState.load),
)
