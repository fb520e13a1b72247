"""Who asks to teach: one card an application, the oldest first."""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.avatar import avatar
from lms_app.components.badge import badge
from lms_app.components.button import anchor, button, native_link
from lms_app.components.empty import empty_state
from lms_app.components.icon import icon
from lms_app.components.pagination import pagination
from lms_app.components.reason_question import reason_question
from lms_app.components.safe_html import safe_html
from lms_app.components.tabs import nav_tabs
from lms_app.components.text import date, js, t
from lms_app.core import urls
from lms_app.layouts.admin import admin_layout
from lms_app.layouts.shell import Page
from lms_app.layouts.side import page_head
from lms_app.layouts.workplace import workplace
from lms_app.services.reporting import ApplicationRow
from lms_app.states.admin.instructors import AdminInstructorsState as State

_TABS = (
    ("pending", "applications.pending", urls.ADMIN_INSTRUCTORS),
    ("approved", "applications.of_approved", f"{urls.ADMIN_INSTRUCTORS}?status=approved"),
    ("refused", "applications.of_refused", f"{urls.ADMIN_INSTRUCTORS}?status=refused"),
)


def _who(row: rx.Var[ApplicationRow]) -> rx.Component:
    earlier = rx.cond(
        row.earlier_count > 0,
        badge(t("applications.earlier", count=row.earlier_count), tone="warning"),
        rx.fragment(),
    )
    return rx.el.header(
        avatar(row.display_name, size="lg", seed=row.user_id, picture=row.avatar_url),
        rx.el.div(
            rx.el.div(
                rx.el.h2(
                    anchor(
                        row.display_name,
                        href=js("'/admin/users/' + $", row.user_id),
                        class_name="row-link",
                    )
                ),
                earlier,
                class_name="row row-wrap",
            ),
            rx.el.p(row.headline, class_name="application-headline"),
            rx.el.p(
                rx.el.span(row.email_masked, class_name="mono"),
                rx.cond(row.handle != "", rx.el.span(row.handle, class_name="mono"), rx.fragment()),
                rx.el.span(t("applications.joined", date=date(row.joined_at))),
                rx.el.span(t("applications.sent", date=date(row.applied_at))),
                class_name="application-facts",
            ),
            class_name="grow",
        ),
        class_name="application-head",
    )


def _link(link: rx.Var[Any]) -> rx.Component:
    return rx.el.li(
        native_link(
            icon("link", 14),
            link.text,
            href=link.url,
            rel="noopener noreferrer nofollow",
            target="_blank",
            class_name="link",
        )
    )


def _said(row: rx.Var[ApplicationRow]) -> rx.Component:
    message = rx.el.div(
        rx.el.h3(t("applications.message")),
        rx.el.p(row.message, class_name="application-message"),
        class_name="application-part",
    )
    bio = rx.el.div(
        rx.el.h3(t("applications.bio")),
        safe_html(row.bio_html, class_name="prose application-bio"),
        class_name="application-part",
    )
    links = rx.el.ul(rx.foreach(row.links, _link), class_name="application-links")
    return rx.el.div(
        rx.cond(row.message != "", message, rx.fragment()),
        rx.cond(row.bio_html != "", bio, rx.fragment()),
        rx.cond(row.links.length() > 0, links, rx.fragment()),
        class_name="application-said",
    )


def _decision(row: rx.Var[ApplicationRow]) -> rx.Component:
    waiting = rx.el.div(
        button(
            t("applications.approve"),
            on_click=State.approve(row.id),
            aria_label=t("applications.approve_name", name=row.display_name),
        ),
        button(
            t("applications.refuse"),
            variant="secondary",
            on_click=State.ask(row.id),
            aria_label=t("applications.refuse_name", name=row.display_name),
        ),
        class_name="application-acts",
    )
    by = rx.cond(row.decided_by != "", row.decided_by, t("applications.by_site"))
    is_unnamed_refusal = (row.decided_by == "") & (row.status == "refused")
    decided = rx.el.div(
        rx.cond(
            row.reason != "",
            rx.el.p(row.reason, class_name="application-reason"),
            rx.fragment(),
        ),
        rx.el.p(
            rx.cond(
                is_unnamed_refusal,
                date(row.decided_at),
                t("applications.decided", name=by, date=date(row.decided_at)),
            ),
            class_name="caption",
        ),
        class_name="application-decided",
    )
    return rx.cond(row.status == "pending", waiting, decided)


def _card(row: rx.Var[ApplicationRow]) -> rx.Component:
    return rx.el.li(
        rx.el.article(_who(row), _said(row), _decision(row), class_name="panel application"),
        key=row.id,
    )


def _question() -> rx.Component:
    return reason_question(
        title=t("applications.refuse_title", name=State.target_name),
        text=t("applications.refuse_text"),
        hint=t("applications.reason_hint"),
        placeholder=t("applications.reason_placeholder"),
        submit=t("applications.refuse"),
        error=State.errors["reason"],
        opened=State.is_asking,
        on_open_change=State.show_question,
        on_submit=State.refuse,
    )


def _content() -> rx.Component:
    none = rx.el.div(
        empty_state(
            rx.cond(State.status == "pending", t("applications.none"), t("applications.none_here")),
            t("applications.none_text"),
            motif="steps",
        ),
        class_name="panel",
    )
    cards = rx.el.ul(rx.foreach(State.rows, _card), class_name="applications")
    return rx.el.div(
        page_head(t("applications.title"), note=t("applications.count", count=State.total)),
        nav_tabs(
            *((t(key), href, State.status == status) for status, key, href in _TABS),
            label=t("applications.title"),
            class_name="application-tabs",
        ),
        rx.cond(State.total > 0, cards, none),
        pagination(State.number, State.pages, lambda page: js("$ + $", State.page_prefix, page)),
        _question(),
        class_name="stack list-page",
    )


def page() -> rx.Component:
    """The page at `/admin/instructors`."""
    return workplace(
        State.phase,
        lambda content: admin_layout(content, current=urls.ADMIN_INSTRUCTORS),
        _content,
        role="admin",
        on_retry=State.load,
    )


PAGE = Page(
    route=urls.ADMIN_INSTRUCTORS,
    build=page,
    title=lambda: t("applications.title"),
    on_load=(State.load,),
)
