"""The sections of the authenticator app, passkeys and recovery codes."""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.button import button
from lms_app.components.copying import copy_button
from lms_app.components.dialog import confirm, dialog, dialog_close
from lms_app.components.field import text_field
from lms_app.components.form import state_form
from lms_app.components.inline_edit import inline_text
from lms_app.components.skeleton import skeleton_rows
from lms_app.components.text import date, js, t
from lms_app.components.vendor.passkeys import make_passkey
from lms_app.layouts.settings import settings_section
from lms_app.states.settings.second_factors import SecondFactorState as State


def app_section() -> rx.Component:
    """The authenticator app: off, on, being set up."""
    turn_off = confirm(
        title=t("security.app_turn_off_title"),
        text=t("security.app_turn_off_text"),
        confirm_label=t("security.app_turn_off"),
        on_confirm=State.turn_off_app,
        trigger=button(t("security.app_turn_off"), variant="ghost", size="sm"),
    )
    on = rx.el.div(
        rx.el.p(t("security.app_on", day=date(State.app_since))),
        rx.el.div(
            button(
                t("security.app_replace"),
                variant="secondary",
                size="sm",
                on_click=State.begin_app,
            ),
            turn_off,
            class_name="row",
        ),
        class_name="stack stack-2",
    )
    off = rx.el.div(
        rx.el.p(t("security.app_off"), class_name="muted"),
        rx.el.div(
            button(
                t("security.app_set_up"),
                variant="secondary",
                size="sm",
                on_click=State.begin_app,
            )
        ),
        class_name="stack stack-2",
    )
    return settings_section(
        t("security.app_title"),
        rx.cond(State.phase == "ready", rx.cond(State.has_app, on, off), skeleton_rows(2)),
        _setup(),
        text=t("security.app_text"),
    )


def _setup() -> rx.Component:
    form = state_form(
        rx.el.img(
            src=State.setup_picture,
            alt=t("security.setup_picture"),
            width="225",
            height="225",
            class_name="setup-picture",
        ),
        rx.el.p(t("security.setup_key"), class_name="small muted"),
        rx.el.code(State.setup_key, class_name="setup-key"),
        text_field(
            "code",
            t("security.setup_code"),
            auto_complete="one-time-code",
            input_mode="numeric",
            required=True,
            max_length=10,
            error=State.errors["code"],
        ),
        button(t("security.setup_confirm"), type="submit", block=True),
        on_submit=State.confirm_app,
    )
    return dialog(
        form,
        title=t("security.setup_title"),
        text=t("security.setup_scan"),
        opened=State.is_setting_up,
        on_open_change=State.show_setup,
    )


def passkeys_section() -> rx.Component:
    """The passkeys of the account, and making one."""
    rows = rx.cond(
        State.passkeys.length() > 0,
        rx.el.ul(rx.foreach(State.passkeys, _passkey), class_name="settings-rows"),
        rx.el.p(t("security.passkeys_none"), class_name="muted"),
    )
    add = rx.el.div(
        button(
            t("security.passkey_add"), variant="secondary", size="sm", on_click=State.begin_passkey
        )
    )
    return settings_section(
        t("security.passkeys_title"),
        rx.cond(State.phase == "ready", rx.fragment(rows, add), skeleton_rows(2)),
        _naming(),
        text=t("security.passkeys_text"),
    )


def _naming() -> rx.Component:
    form = rx.el.form(
        text_field(
            "name",
            t("security.passkey_name"),
            id="passkey-name",
            hint=t("security.passkey_name_hint"),
            max_length=80,
            optional=True,
        ),
        make_passkey(t("security.passkey_make"), on_kept=State.passkey_added),
        class_name="stack",
    )
    return dialog(
        form,
        title=t("security.passkey_add"),
        opened=State.is_adding,
        on_open_change=State.show_adding,
    )


def _passkey(key: Any) -> rx.Component:
    used = rx.cond(
        key.last_used_at != "",
        t("security.passkey_used", day=date(key.last_used_at)),
        t("security.passkey_never_used"),
    )
    remove = confirm(
        title=t("security.passkey_remove_title"),
        text=t("security.passkey_remove_text", name=key.name),
        confirm_label=t("security.passkey_remove"),
        on_confirm=State.remove(key.id),
        trigger=button(
            t("security.passkey_remove"),
            variant="ghost",
            size="sm",
            aria_label=t("security.passkey_remove_named", name=key.name),
        ),
    )
    return rx.el.li(
        rx.el.div(
            inline_text(
                key.name,
                label=t("security.passkey_rename_named", name=key.name),
                on_save=lambda name: State.rename(key.id, name),
                maximum=80,
                class_name="inline-strong",
            ),
            rx.el.span(
                t("security.passkey_made", day=date(key.created_at)),
                " · ",
                used,
                class_name="small muted",
            ),
            class_name="settings-row-words",
        ),
        remove,
        class_name="settings-row",
    )


def codes_section() -> rx.Component:
    """Recovery codes: how many are left, new ones, and new ones shown once."""
    renew = confirm(
        title=t("security.codes_renew_title"),
        text=t("security.codes_renew_text"),
        confirm_label=t("security.codes_renew"),
        on_confirm=State.renew_codes,
        trigger=button(t("security.codes_renew"), variant="secondary", size="sm"),
    )
    section = settings_section(
        t("security.codes_title"),
        rx.el.div(
            rx.el.p(t("security.codes_left", count=State.codes_left)),
            rx.el.div(renew),
            class_name="stack stack-2",
        ),
        text=t("security.codes_text"),
    )
    return rx.fragment(rx.cond(State.is_on, section, rx.fragment()), _new_codes())


def _new_codes() -> rx.Component:
    text = js("$.join('\\n')", State.new_codes)
    file = js("'data:text/plain;charset=utf-8,' + encodeURIComponent($ + '\\n')", text)
    save = rx.el.a(
        t("security.codes_save"),
        href=file,
        download="margin-recovery-codes.txt",
        class_name="btn btn-secondary",
    )
    return dialog(
        rx.el.ul(
            rx.foreach(State.new_codes, lambda code: rx.el.li(rx.el.code(code))),
            class_name="recovery-codes",
        ),
        title=t("security.codes_shown_title"),
        text=t("security.codes_shown_text"),
        opened=State.new_codes.length() > 0,
        on_open_change=State.show_codes,
        actions=[
            copy_button(text, name="codes_copied"),
            save,
            dialog_close(button(t("security.codes_done"))),
        ],
    )
