"""API keys: what programs may do in a person's name, and for how long."""

from __future__ import annotations

import reflex as rx

from lms_app.components.badge import badge, callout
from lms_app.components.button import button
from lms_app.components.copying import copy_button
from lms_app.components.dialog import confirm
from lms_app.components.field import checkbox, field_error, select_field, text_field
from lms_app.components.form import state_form
from lms_app.components.text import choose, date, t
from lms_app.core import urls
from lms_app.layouts.errors import phases
from lms_app.layouts.settings import (
    settings_head,
    settings_layout,
    settings_loading,
    settings_section,
)
from lms_app.layouts.shell import Page
from lms_app.services.auth import ApiKeyRow
from lms_app.states.settings.api_keys import DAYS
from lms_app.states.settings.api_keys import ApiKeysState as State

_SCOPES = {
    "account:read": "api.scope.account_read",
    "course:edit": "api.scope.course_edit",
    "course:publish": "api.scope.course_publish",
    "enrollment:create": "api.scope.enrollment_create",
    "enrollment:read": "api.scope.enrollment_read",
    "media:upload": "api.scope.media_upload",
    "note:read": "api.scope.note_read",
    "note:write": "api.scope.note_write",
    "progress:write": "api.scope.progress_write",
}


def _in_words(scope: rx.Var[str]) -> rx.Var[str]:
    return choose(_SCOPES, scope, "api.scope.account_read")


def _new_key() -> rx.Component:
    shown = rx.el.div(
        rx.el.input(
            value=State.new_key,
            read_only=True,
            aria_label=t("api.new_key"),
            class_name="input mono",
            id="new-api-key",
        ),
        copy_button(State.new_key, name="api_key_copied"),
        class_name="api-key-shown",
    )
    return rx.cond(
        State.new_key != "",
        callout(
            rx.el.p(t("api.new_key_title"), class_name="strong"),
            rx.el.p(t("api.new_key_text"), class_name="small"),
            shown,
            tone="good",
            role="status",
        ),
        rx.fragment(),
    )


def _scopes() -> rx.Component:
    boxes = rx.foreach(
        State.scopes, lambda scope: checkbox(scope.replace(":", "_"), _in_words(scope), value="on")
    )
    return rx.el.fieldset(
        rx.el.legend(t("api.scopes"), class_name="field-label"),
        boxes,
        field_error("scopes", State.errors["scopes"]),
        class_name="field api-scopes",
    )


def _form() -> rx.Component:
    days = [(str(day), t("api.days", days=day)) for day in DAYS]
    return state_form(
        text_field(
            "name",
            t("api.name"),
            hint=t("api.name_hint"),
            error=State.errors["name"],
            required=True,
            max_length=80,
            auto_complete="off",
        ),
        _scopes(),
        select_field(
            "days",
            t("api.expires"),
            *days,
            default_value="90",
            error=State.errors["expires_in_days"],
        ),
        rx.el.div(button(t("api.create"), type="submit"), class_name="row"),
        on_submit=State.create,
        reset_on_submit=True,
        id="api-key-form",
    )


def _begin() -> rx.Component:
    return rx.el.div(button(t("api.begin"), variant="secondary", on_click=State.begin))


def _key(key: rx.Var[ApiKeyRow]) -> rx.Component:
    used = rx.cond(
        key.last_used_at != "",
        t("api.last_used", day=date(key.last_used_at)),
        t("api.never_used"),
    )
    until = rx.cond(
        key.is_expired,
        badge(t("api.expired"), tone="warning"),
        rx.el.span(t("api.until", day=date(key.expires_at)), class_name="small muted"),
    )
    ask = confirm(
        title=t("api.revoke_title", name=key.name),
        text=t("api.revoke_text"),
        confirm_label=t("api.revoke"),
        on_confirm=State.revoke(key.id),
        trigger=button(
            t("api.revoke"),
            variant="ghost",
            size="sm",
            aria_label=t("api.revoke_named", name=key.name),
        ),
    )
    return rx.el.li(
        rx.el.div(
            rx.el.span(key.name, class_name="strong"),
            rx.el.span(key.prefix, "…", class_name="mono small muted"),
            rx.el.ul(
                rx.foreach(key.scopes, lambda scope: rx.el.li(_in_words(scope))),
                class_name="api-key-scopes small",
            ),
            rx.el.div(
                until, rx.el.span(used, class_name="small muted"), class_name="api-key-times"
            ),
            class_name="api-key-words",
        ),
        ask,
        class_name="api-key",
    )


def _keys() -> rx.Component:
    return rx.cond(
        State.keys.length() > 0,
        rx.el.ul(rx.foreach(State.keys, _key), class_name="api-keys"),
        rx.el.p(t("api.no_keys"), class_name="muted"),
    )


def _content() -> rx.Component:
    return rx.fragment(
        settings_head(t("settings.api"), t("api.lead")),
        settings_section(
            t("api.make_title"),
            _new_key(),
            rx.cond(State.is_making, _form(), _begin()),
            text=t("api.make_text"),
        ),
        settings_section(t("api.keys_title"), _keys(), text=t("api.keys_text")),
    )


def page() -> rx.Component:
    """The page at `/settings/api`."""
    return settings_layout(
        urls.SETTINGS_API,
        phases(State.phase, _content, loading=settings_loading(), on_retry=State.load),
    )


PAGE = Page(
    route=urls.SETTINGS_API,
    build=page,
    title=lambda: t("settings.api"),
    on_load=(State.load,),
)
