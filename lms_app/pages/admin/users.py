"""Accounts: a dense table, a question with a reason."""

from __future__ import annotations

import reflex as rx

from lms_app.components.avatar import person_name
from lms_app.components.badge import badge, filter_chip
from lms_app.components.button import anchor, button, link_button
from lms_app.components.empty import empty_state
from lms_app.components.form import hidden_input
from lms_app.components.list_tools import list_cell, list_filter, list_tools
from lms_app.components.pagination import pagination
from lms_app.components.reason_question import reason_question
from lms_app.components.search_field import search_field
from lms_app.components.table import column, data_table, row_count
from lms_app.components.text import choose, date, js, number, t
from lms_app.core import urls
from lms_app.layouts.admin import admin_layout
from lms_app.layouts.shell import Page
from lms_app.layouts.side import page_head
from lms_app.layouts.workplace import workplace
from lms_app.services.user.views import UserRow
from lms_app.states.admin.users import AdminUsersState as State

ROLES = {
    "instructor": "admin.role_instructor",
    "moderator": "admin.role_moderator",
    "admin": "admin.role_admin",
}
STATUSES = {
    "active": "admin.status_active",
    "suspended": "admin.status_suspended",
    "erased": "admin.status_erased",
}


def _role(role: rx.Var[str]) -> rx.Component:
    tone = rx.match(role, ("admin", "pen"), ("moderator", "pen"), "neutral").to(str)
    return badge(choose(ROLES, role, "admin.role_student"), tone=tone)


def _status(status: rx.Var[str]) -> rx.Component:
    return rx.match(
        status,
        ("suspended", badge(t("admin.status_suspended"), tone="bad")),
        ("erased", badge(t("admin.status_erased"))),
        rx.el.span(t("admin.status_active"), class_name="muted"),
    )


def _action(user: rx.Var[UserRow]) -> rx.Component:
    is_suspended = user.status == "suspended"
    change = button(
        rx.cond(is_suspended, t("admin.restore"), t("admin.suspend")),
        variant="ghost",
        size="sm",
        on_click=State.ask(user.id),
        aria_label=rx.cond(
            is_suspended,
            t("admin.restore_name", name=user.display_name),
            t("admin.suspend_name", name=user.display_name),
        ),
    )
    return rx.cond(user.status == "erased", rx.fragment(), change)


def _row(user: rx.Var[UserRow]) -> rx.Component:
    seen = rx.cond(
        user.last_seen_at != "",
        date(user.last_seen_at),
        rx.el.span(t("admin.never_seen"), class_name="muted"),
    )
    return rx.el.tr(
        list_cell(
            anchor(
                person_name(user.display_name),
                href=js("'/admin/users/' + $", user.id),
                class_name="row-link clamp-1",
            ),
            kind="title",
        ),
        list_cell(rx.el.span(user.email_masked, class_name="mono"), kind="sub"),
        list_cell(rx.el.span(rx.foreach(user.roles, _role), class_name="row")),
        list_cell(_status(user.status), kind="status"),
        list_cell(number(user.enrollment_count), right=True),
        list_cell(number(user.course_count), right=True),
        list_cell(date(user.created_at), right=True),
        list_cell(seen, right=True),
        list_cell(_action(user), right=True, kind="action"),
        key=user.id,
    )


def _table() -> rx.Component:
    return data_table(
        [
            column(t("admin.col_name")),
            column(t("admin.col_email")),
            column(t("admin.col_roles")),
            column(t("admin.col_status")),
            column(t("admin.col_enrollments"), right=True),
            column(t("admin.col_courses"), right=True),
            column(t("admin.col_joined"), right=True),
            column(t("admin.col_seen"), right=True),
            column(t("admin.col_actions"), hidden_label=True),
        ],
        rx.foreach(State.rows, _row),
        caption=t("admin.users"),
        dense=True,
        cards_on_phone=True,
        class_name="admin-table",
    )


def _tools() -> rx.Component:
    search = search_field(
        action=urls.ADMIN_USERS,
        placeholder=t("admin.users_search"),
        value=State.text,
        size="sm",
        field_id="user-search",
        class_name="list-search",
        extra=[
            rx.cond(State.role != "", hidden_input("role", State.role), rx.fragment()),
            rx.cond(State.status != "", hidden_input("status", State.status), rx.fragment()),
        ],
    )
    return list_tools(
        search,
        list_filter(
            t("admin.filter_role"),
            t("admin.all_roles"),
            [(name, t(key)) for name, key in ROLES.items()],
            value=State.role,
            on_change=lambda value: State.filter_by("role", value),
        ),
        list_filter(
            t("admin.filter_status"),
            t("admin.all_statuses"),
            [(name, t(key)) for name, key in STATUSES.items()],
            value=State.status,
            on_change=lambda value: State.filter_by("status", value),
        ),
        rx.cond(
            State.text != "",
            filter_chip(t("admin.search_chip", text=State.text), href=State.text_cleared_href),
            rx.fragment(),
        ),
    )


def _question() -> rx.Component:
    is_suspended = State.target_is_suspended
    return reason_question(
        title=rx.cond(
            is_suspended,
            t("admin.restore_title", name=State.target_name),
            t("admin.suspend_title", name=State.target_name),
        ),
        text=rx.cond(is_suspended, t("admin.restore_text"), t("admin.suspend_text")),
        hint=t("admin.reason_told"),
        submit=rx.cond(is_suspended, t("admin.restore"), t("admin.suspend")),
        is_kind=is_suspended,
        error=State.errors["reason"],
        opened=State.is_asking,
        on_open_change=State.show_question,
        on_submit=State.decide,
    )


def _content() -> rx.Component:
    none = rx.el.div(
        empty_state(
            t("admin.users_none_title"),
            t("admin.users_none_text"),
            link_button(t("action.clear_all"), href=urls.ADMIN_USERS, variant="secondary"),
            motif="rings",
        ),
        class_name="panel",
    )
    return rx.el.div(
        page_head(t("admin.users"), note=t("admin.users_total", count=State.total)),
        _tools(),
        rx.cond(State.total > 0, _table(), none),
        rx.el.div(
            rx.cond(State.total > 0, row_count(State.rows.length(), State.total), rx.fragment()),
            pagination(
                State.number, State.pages, lambda page: js("$ + $", State.page_prefix, page)
            ),
            class_name="list-foot",
        ),
        _question(),
        class_name="stack list-page",
    )


def page() -> rx.Component:
    """The page at `/admin/users`."""
    return workplace(
        State.phase,
        lambda content: admin_layout(content, current=urls.ADMIN_USERS),
        _content,
        role="admin",
        on_retry=State.load,
    )


PAGE = Page(
    route=urls.ADMIN_USERS, build=page, title=lambda: t("admin.users"), on_load=(State.load,)
)
