"""Linked accounts: a part of the page about signing in. Its state loads with that page."""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.button import button, native_link
from lms_app.components.dialog import confirm
from lms_app.components.providers import provider_href, provider_mark
from lms_app.components.text import date, t
from lms_app.core import urls
from lms_app.layouts.settings import settings_section
from lms_app.states.settings.linked_accounts import LinkedAccountsState as State


def linked_accounts() -> rx.Component:
    """Every provider of this site with what may be done about it; nothing where there is none."""
    return rx.cond(
        State.accounts.length() > 0,
        settings_section(
            t("oauth.linked_title"),
            rx.el.ul(rx.foreach(State.accounts, _row), class_name="linked-accounts"),
            text=t("oauth.linked_text"),
        ),
        rx.fragment(),
    )


def confirm_links(next_path: Any) -> rx.Component:
    """For who has nothing else to prove themselves by: a provider that asks for its secret anew."""

    def link(account: Any) -> rx.Component:
        to_provider = native_link(
            provider_mark(account.label),
            rx.el.span(t("oauth.confirm_with", provider=account.label)),
            href=provider_href(account.provider, next_path, "confirm"),
            class_name="btn btn-secondary btn-lg btn-block",
        )
        return rx.cond(account.can_confirm, to_provider, rx.fragment())

    return rx.el.div(rx.foreach(State.accounts, link), class_name="stack provider-links")


def _row(account: Any) -> rx.Component:
    about = rx.cond(
        account.is_linked,
        rx.el.span(
            rx.cond(account.email != "", account.email + " · ", ""),
            t("oauth.linked_since", day=date(account.linked_at)),
        ),
        t("oauth.not_linked"),
    )
    return rx.el.li(
        provider_mark(account.label),
        rx.el.div(
            rx.el.span(account.label, class_name="strong"),
            rx.el.span(about, class_name="small muted"),
            class_name="linked-account-words",
        ),
        rx.cond(account.is_linked, _linked(account), _not_linked(account)),
        class_name="linked-account",
    )


def _not_linked(account: Any) -> rx.Component:
    return native_link(
        t("oauth.link"),
        href=provider_href(account.provider, urls.SETTINGS_SECURITY, "link"),
        aria_label=t("oauth.link_named", provider=account.label),
        class_name="btn btn-secondary btn-sm",
    )


def _linked(account: Any) -> rx.Component:
    ask = confirm(
        title=t("oauth.unlink_title", provider=account.label),
        text=t("oauth.unlink_text", provider=account.label),
        confirm_label=t("oauth.unlink"),
        on_confirm=State.unlink(account.provider),
        trigger=button(
            t("oauth.unlink"),
            variant="ghost",
            size="sm",
            aria_label=t("oauth.unlink_named", provider=account.label),
        ),
    )
    last = rx.el.span(t("oauth.last_way"), class_name="small muted")
    return rx.cond(account.is_last_way_in, last, ask)
