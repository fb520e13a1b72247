"""Where the mail about a suspension leads: one's data, without a sign-in."""

from __future__ import annotations

import reflex as rx

from lms_app.components.badge import callout
from lms_app.components.button import button, link_button
from lms_app.components.dialog import confirm
from lms_app.components.icon import icon
from lms_app.components.pulse import pulse
from lms_app.components.scriptless import needs_scripts
from lms_app.components.skeleton import skeleton
from lms_app.components.text import choose, date, file_size, t
from lms_app.core import urls
from lms_app.layouts.portal import portal_layout
from lms_app.layouts.shell import Page
from lms_app.states.portal.suspended import SuspendedState as State

_HINDRANCES = {key: key for key in ("privacy.hindrance_students", "privacy.hindrance_last_admin")}


def _ready() -> rx.Component:
    until = t(
        "data.copy_until",
        day=date(State.export.expires_at),
        size=file_size(State.export.size_bytes),
    )
    fetch = rx.cond(
        State.copy_href != "",
        link_button(
            icon("download"),
            t("suspended.fetch_now"),
            href=State.copy_href,
            native=True,
            block=True,
        ),
        button(t("suspended.fetch"), on_click=State.fetch, variant="secondary", block=True),
    )
    return rx.fragment(rx.el.p(until, class_name="small muted"), fetch)


def _copy() -> rx.Component:
    again = button(
        t("data.copy_again"), on_click=State.ask_for_copy, variant="secondary", block=True
    )
    waiting = rx.fragment(
        rx.el.p(t("data.copy_waiting"), role="status", class_name="muted"),
        pulse(active=State.export.status == "waiting", every_ms=4000, on_pulse=State.load),
    )
    body = rx.match(
        State.export.status,
        ("waiting", waiting),
        ("ready", _ready()),
        ("expired", again),
        button(t("data.copy_ask"), on_click=State.ask_for_copy, variant="secondary", block=True),
    )
    return rx.el.section(rx.el.h2(t("data.copy")), body, class_name="stack stack-3")


def _leave() -> rx.Component:
    ask = confirm(
        title=t("data.leave_confirm_title"),
        text=t("data.leave_confirm_text", days=State.grace_days),
        confirm_label=t("data.leave_confirm"),
        on_confirm=State.leave,
        trigger=button(t("data.leave"), variant="danger", block=True),
    )
    hindered = rx.foreach(
        State.hindrances,
        lambda key: callout(choose(_HINDRANCES, key, "privacy.hindrance_students"), tone="warning"),
    )
    going = callout(
        t("data.leaving", day=date(State.leaving_at)),
        tone="warning",
        action=button(t("data.stay"), variant="secondary", size="sm", on_click=State.stay),
        role="status",
    )
    body = rx.cond(
        State.leaving_at != "", going, rx.cond(State.hindrances.length() > 0, hindered, ask)
    )
    text = rx.el.p(t("data.leave_text", days=State.grace_days), class_name="small muted")
    return rx.el.section(rx.el.h2(t("data.leave_title")), text, body, class_name="stack stack-3")


def _card(title: str, lead: str, *content: rx.Component) -> rx.Component:
    head = rx.el.div(
        rx.el.h1(t(title)), rx.el.p(t(lead), class_name="ink-2"), class_name="stack stack-2"
    )
    return rx.el.div(head, *content, class_name="panel account-card")


def page() -> rx.Component:
    """The page at `/suspended`."""
    back = link_button(t("forgot.back"), href=urls.SIGN_IN, size="lg", block=True)
    waiting = rx.fragment(skeleton("skeleton-line w-70"), needs_scripts(t("state.needs_scripts")))
    content = rx.match(
        State.phase,
        ("ready", _card("suspended.title", "suspended.lead", _copy(), _leave())),
        ("not_found", _card("suspended.dead_title", "suspended.dead_text", back)),
        ("error", _card("suspended.title", "data.away")),
        _card("suspended.title", "suspended.lead", waiting),
    )
    return portal_layout(content, search=False, class_name="account-page")


PAGE = Page(
    route=urls.SUSPENDED, build=page, title=lambda: t("suspended.title"), on_load=(State.load,)
)
