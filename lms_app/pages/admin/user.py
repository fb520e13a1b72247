"""One account: who it is, what it may do, what was done about it."""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.avatar import avatar, person_name
from lms_app.components.badge import badge, callout
from lms_app.components.breadcrumb import breadcrumb
from lms_app.components.button import button, text_link
from lms_app.components.icon import icon
from lms_app.components.reason_question import reason_question
from lms_app.components.text import choose, date, js, number, t
from lms_app.core import urls
from lms_app.core.audited import AUDITED, action_key
from lms_app.layouts.admin import admin_layout
from lms_app.layouts.shell import Page
from lms_app.layouts.workplace import workplace
from lms_app.pages.admin.looking import looking_question, looking_section
from lms_app.services.reporting import Act
from lms_app.states.admin.user import AdminUserState as State

ROLES = {
    "instructor": ("role.instructor", "admin.role_instructor_text", "presentation"),
    "moderator": ("role.moderator", "admin.role_moderator_text", "flag"),
    "admin": ("role.admin", "admin.role_admin_text", "shield"),
}
ROLE_NAMES = {role: texts[0] for role, texts in ROLES.items()}
ACTS = {action: action_key(action) for action in AUDITED}


def _head() -> rx.Component:
    person = State.person
    is_suspended = person.status == "suspended"
    return rx.el.header(
        avatar(person.display_name, size="lg", seed=person.id, picture=person.avatar_url),
        rx.el.div(
            rx.el.div(
                rx.el.h1(person_name(person.display_name), class_name="page-title"),
                rx.cond(
                    is_suspended, badge(t("admin.status_suspended"), tone="bad"), rx.fragment()
                ),
                class_name="row row-wrap",
            ),
            rx.el.p(rx.el.span(person.email_masked, class_name="mono"), class_name="person-mail"),
            rx.cond(
                person.profile_href != "",
                text_link(
                    t("admin.public_page"), icon("arrow-up-right", 15), href=person.profile_href
                ),
                rx.fragment(),
            ),
            class_name="grow",
        ),
        class_name="person-head",
    )


def _role(role: str) -> rx.Component:
    name, text, icon_name = ROLES[role]
    has = State.person.roles.contains(role)
    closed = State.person.is_self
    if role == "admin":
        closed = closed | (has & State.person.is_last_admin)
    act = rx.cond(
        has,
        button(
            t("admin.take"),
            variant="danger-quiet",
            size="sm",
            disabled=closed,
            on_click=State.ask("revoke", role),
            aria_label=t("admin.take_name", role=t(name)),
        ),
        button(
            t("admin.give"),
            variant="secondary",
            size="sm",
            disabled=closed,
            on_click=State.ask("grant", role),
            aria_label=t("admin.give_name", role=t(name)),
        ),
    )
    return rx.el.li(
        rx.el.span(icon(icon_name, 18), class_name="role-mark"),
        rx.el.div(
            rx.el.div(
                rx.el.span(t(name), class_name="strong"),
                rx.cond(has, badge(t("admin.role_has"), tone="good"), rx.fragment()),
                class_name="row",
            ),
            rx.el.p(t(text), class_name="caption"),
            class_name="grow",
        ),
        act,
        class_name=rx.cond(has, "role-row is-held", "role-row"),
    )


def _roles() -> rx.Component:
    why = rx.cond(State.person.is_self, t("admin.roles_own"), t("admin.last_admin"))
    is_closed = State.person.is_self | State.person.is_last_admin
    return rx.el.section(
        rx.el.h2(t("admin.roles")),
        rx.cond(is_closed, callout(why, tone="neutral"), rx.fragment()),
        rx.el.ul(*(_role(role) for role in ROLES), class_name="role-rows"),
        class_name="panel panel-pad person-panel",
    )


def _status() -> rx.Component:
    is_suspended = State.person.status == "suspended"
    act = rx.cond(
        is_suspended,
        button(t("admin.restore"), variant="secondary", on_click=State.ask("restore", "")),
        button(
            t("admin.suspend"),
            variant="danger-quiet",
            disabled=State.person.is_self | State.person.is_last_admin,
            on_click=State.ask("suspend", ""),
        ),
    )
    return rx.el.section(
        rx.el.div(
            rx.el.h2(t("admin.account")),
            rx.el.p(
                rx.cond(is_suspended, t("admin.account_suspended"), t("admin.account_active")),
                class_name="caption",
            ),
            class_name="grow",
        ),
        act,
        class_name="panel panel-pad person-panel person-status",
    )


def _fact(label: str, value: Any) -> rx.Component:
    return rx.el.div(rx.el.dt(t(label)), rx.el.dd(value, class_name="num"), class_name="fact-row")


def _facts() -> rx.Component:
    person = State.person
    seen = rx.cond(person.last_seen_at != "", date(person.last_seen_at), t("admin.never_seen"))
    return rx.el.section(
        rx.el.h2(t("admin.facts")),
        rx.el.dl(
            _fact("admin.col_joined", date(person.created_at)),
            _fact("admin.col_seen", seen),
            _fact("admin.fact_sessions", number(person.session_count)),
            _fact("admin.col_enrollments", number(person.enrollment_count)),
            _fact("admin.col_courses", number(person.course_count)),
            _fact("admin.fact_published", number(person.published_count)),
        ),
        class_name="panel panel-pad person-panel",
    )


def _act(act: rx.Var[Act]) -> rx.Component:
    is_role = (act.action == "role:grant") | (act.action == "role:revoke")
    return rx.el.li(
        rx.el.div(
            rx.el.span(choose(ACTS, act.action, "admin.act_other"), class_name="strong"),
            rx.cond(
                is_role,
                badge(choose(ROLE_NAMES, act.changed, "role.student")),
                rx.fragment(),
            ),
            rx.el.span(date(act.at), class_name="caption push num"),
            class_name="row",
        ),
        rx.cond(act.reason != "", rx.el.p(act.reason, class_name="act-reason"), rx.fragment()),
        rx.el.p(
            rx.match(
                act.by,
                ("system", t("admin.act_by_operator")),
                ("unknown", t("audit.by_unknown")),
                t("admin.act_by", name=person_name(act.actor_name)),
            ),
            class_name="caption",
        ),
        key=act.id,
        class_name="act",
    )


def _acts() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("admin.acts")),
        rx.cond(
            State.acts.length() > 0,
            rx.el.ol(rx.foreach(State.acts, _act), class_name="acts"),
            rx.el.p(t("admin.acts_none"), class_name="caption"),
        ),
        text_link(
            t("audit.all_of_person"),
            icon("arrow-right", 15),
            href=js("$ + '?target=' + $", urls.ADMIN_AUDIT, State.person.id),
            class_name="link acts-all",
        ),
        class_name="panel panel-pad person-panel",
    )


def _words() -> tuple[Any, Any]:
    """What is asked, and what comes of it."""
    role, name = choose(ROLE_NAMES, State.role, "role.student"), State.person.display_name
    title = rx.match(
        State.act,
        ("grant", t("admin.give_title", name=name, role=role)),
        ("revoke", t("admin.take_title", name=name, role=role)),
        ("restore", t("admin.restore_title", name=name)),
        t("admin.suspend_title", name=name),
    )
    taken = rx.cond(State.role == "instructor", t("admin.take_teaching"), t("admin.take_text"))
    text = rx.match(
        State.act,
        ("grant", t("admin.give_text")),
        ("revoke", taken),
        ("restore", t("admin.restore_text")),
        t("admin.suspend_text"),
    )
    return title, text


def _question() -> rx.Component:
    title, text = _words()
    return reason_question(
        title=title,
        text=text,
        hint=t("admin.reason_told"),
        submit=t("admin.confirm"),
        is_kind=(State.act == "grant") | (State.act == "restore"),
        error=State.errors["reason"],
        opened=State.is_asking & (State.act != "impersonate"),
        on_open_change=State.show_question,
        on_submit=State.decide,
    )


def _content() -> rx.Component:
    return rx.el.div(
        breadcrumb((t("admin.users"), urls.ADMIN_USERS)),
        _head(),
        rx.el.div(
            rx.el.div(_roles(), _status(), looking_section(), _acts(), class_name="stack"),
            _facts(),
            class_name="person-columns",
        ),
        _question(),
        looking_question(),
        class_name="person",
    )


def page() -> rx.Component:
    """The page at `/admin/users/[user_id]`."""
    return workplace(
        State.phase,
        lambda content: admin_layout(content, current=urls.ADMIN_USERS),
        _content,
        role="admin",
        on_retry=State.load,
    )


PAGE = Page(
    route=urls.ADMIN_USER,
    build=page,
    title=lambda: State.person.display_name,
    on_load=(State.load,),
)
