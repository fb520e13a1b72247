"""The audit log: every entry opens to what was before and is after."""

from __future__ import annotations

import reflex as rx

from lms_app.components.badge import filter_chip
from lms_app.components.button import button, link_button
from lms_app.components.empty import empty_state
from lms_app.components.field import select_field, text_field
from lms_app.components.form import hidden_input, native_form
from lms_app.components.icon import icon
from lms_app.components.reason_question import reason_question
from lms_app.components.text import t
from lms_app.core import urls
from lms_app.core.audited import AUDITED
from lms_app.layouts.admin import admin_layout
from lms_app.layouts.shell import Page
from lms_app.layouts.side import page_head
from lms_app.layouts.workplace import workplace
from lms_app.pages.admin.audit_entry import ACTS, audit_entry
from lms_app.states.admin.audit import AdminAuditState as State


def _text(name: str, kind: str = "text", placeholder: str = "", **props) -> rx.Component:
    shown = State.typed[name]
    if placeholder:
        props["placeholder"] = t(placeholder)
    return text_field(
        name,
        t(f"audit.{name}"),
        id=f"audit-{name}",
        type=kind,
        size="sm",
        default_value=shown,
        key=shown,
        auto_complete="off",
        max_length=100,
        **props,
    )


def _held(name: str, value: rx.Var[str]) -> rx.Component:
    """An id that was chosen by a link stays until another one is typed, or its chip is used."""
    return rx.cond(value != "", hidden_input(name, value), rx.fragment())


def _filters() -> rx.Component:
    chosen = State.typed["action"]
    return native_form(
        _text("actor", placeholder="audit.actor_placeholder"),
        _held("actor", State.actor_id),
        _text("target", placeholder="audit.target_placeholder"),
        _held("target", State.target_id),
        select_field(
            "action",
            t("audit.action"),
            ("", t("audit.all_actions")),
            *((action, t(ACTS[action])) for action in AUDITED),
            id="audit-action",
            size="sm",
            default_value=chosen,
            key=chosen,
        ),
        _text("since", "date"),
        _text("until", "date"),
        _text("correlation", placeholder="audit.correlation_placeholder"),
        rx.el.div(
            button(icon("search", 16), t("audit.find"), type="submit", size="sm"),
            rx.cond(
                State.is_filtered,
                link_button(
                    t("action.clear_all"), href=urls.ADMIN_AUDIT, variant="ghost", size="sm"
                ),
                rx.fragment(),
            ),
            class_name="row audit-find",
        ),
        action=urls.ADMIN_AUDIT,
        method="get",
        role="search",
        aria_label=t("audit.filters"),
        class_name="audit-filters",
    )


def _chips() -> rx.Component:
    def chip(value: rx.Var[str], label: str, name: rx.Var[str], href: rx.Var[str]) -> rx.Component:
        words = t(label, name=rx.cond(name != "", name, t("audit.one_id")))
        return rx.cond(value != "", filter_chip(words, href=href), rx.fragment())

    return rx.cond(
        (State.actor_id != "") | (State.target_id != ""),
        rx.el.div(
            chip(State.actor_id, "audit.chip_actor", State.actor_name, State.actor_cleared_href),
            chip(
                State.target_id, "audit.chip_target", State.target_name, State.target_cleared_href
            ),
            class_name="row row-wrap",
        ),
        rx.fragment(),
    )


def _entries() -> rx.Component:
    heads = ("audit.head_time", "audit.actor", "audit.action", "audit.target", "audit.head_reason")
    return rx.el.div(
        rx.el.div(
            *(rx.el.span(t(key)) for key in heads), class_name="audit-heads", aria_hidden="true"
        ),
        rx.el.ol(rx.foreach(State.rows, audit_entry), class_name="audit-entries"),
        class_name="panel audit-panel",
    )


def _none() -> rx.Component:
    nothing_found = empty_state(
        t("audit.none_title"),
        t("audit.none_text"),
        link_button(t("action.clear_all"), href=urls.ADMIN_AUDIT, variant="secondary"),
        motif="rings",
    )
    nothing_yet = empty_state(t("audit.empty_title"), t("audit.empty_text"), motif="rings")
    return rx.el.div(rx.cond(State.is_filtered, nothing_found, nothing_yet), class_name="panel")


def _foot() -> rx.Component:
    def step(href: rx.Var[str], label: str) -> rx.Component:
        link = link_button(t(label), href=href, variant="secondary", size="sm")
        return rx.cond(href != "", link, rx.fragment())

    return rx.el.div(
        rx.el.p(t("audit.count", count=State.rows.length()), class_name="caption"),
        rx.el.nav(
            step(State.newest_href, "audit.newest"),
            step(State.older_href, "audit.older"),
            aria_label=t("state.pages"),
            class_name="row",
        ),
        class_name="list-foot",
    )


def _question() -> rx.Component:
    return reason_question(
        title=t("audit.export_title"),
        text=t("audit.export_text"),
        hint=t("audit.export_hint"),
        placeholder=t("audit.export_placeholder"),
        submit=t("audit.export"),
        is_kind=True,
        error=State.errors["reason"],
        opened=State.is_asking,
        on_open_change=State.show_question,
        on_submit=State.export,
    )


def _content() -> rx.Component:
    take_along = button(
        icon("download", 16), t("audit.export"), variant="secondary", on_click=State.ask
    )
    return rx.el.div(
        page_head(t("audit.title"), take_along, note=t("audit.note")),
        _filters(),
        _chips(),
        rx.cond(State.rows.length() > 0, _entries(), _none()),
        _foot(),
        _question(),
        class_name="stack list-page",
    )


def page() -> rx.Component:
    """The page at `/admin/audit`."""
    return workplace(
        State.phase,
        lambda content: admin_layout(content, current=urls.ADMIN_AUDIT),
        _content,
        role="admin",
        on_retry=State.load,
    )


PAGE = Page(
    route=urls.ADMIN_AUDIT, build=page, title=lambda: t("audit.title"), on_load=(State.load,)
)
