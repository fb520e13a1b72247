"""Other services that know who somebody is: their marks, and the links that lead to them."""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.button import native_link
from lms_app.components.text import js, t
from lms_app.core import urls


def provider_mark(label: Any) -> rx.Component:
    """The initial of a service in a quiet tile: no trademark is drawn, in either theme."""
    return rx.el.span(js("$.slice(0, 1)", label), class_name="provider-mark", aria_hidden="true")


def provider_href(key: Any, next_path: Any, intent: str = "sign_in") -> rx.Var[str]:
    """Where the way to a provider begins."""
    return js(
        "$ + '/' + $ + '/start?intent=' + $ + '&next=' + encodeURIComponent($)",
        urls.API_OAUTH,
        key,
        intent,
        next_path,
    )


def provider_links(providers: rx.Var, next_path: Any) -> rx.Component:
    """One link for each `(key, label)`; nothing without any. Plain links, so that the browser
    goes itself, with or without scripts."""

    def link(provider: Any) -> rx.Component:
        return native_link(
            provider_mark(provider.label),
            rx.el.span(t("oauth.continue_with", provider=provider.label)),
            href=provider_href(provider.key, next_path),
            rel="nofollow",
            class_name="btn btn-secondary btn-lg btn-block",
        )

    return rx.cond(
        providers.length() > 0,
        rx.el.div(
            rx.el.p(t("oauth.or"), class_name="or-line small muted"),
            rx.foreach(providers, link),
            class_name="stack provider-links",
        ),
        rx.fragment(),
    )
