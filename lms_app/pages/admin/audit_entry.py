"""One entry of the audit log: a line, and what it opens to."""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.avatar import person_name
from lms_app.components.button import button, text_link
from lms_app.components.icon import icon
from lms_app.components.text import choose, date_time, js, t
from lms_app.core import urls
from lms_app.core.audited import AUDITED, action_key
from lms_app.services.reporting import AuditChange, AuditRow

ACTS = {action: action_key(action) for action in AUDITED}
SUBJECTS = {
    "user": "audit.subject_user",
    "course": "audit.subject_course",
    "enrollment": "audit.subject_enrollment",
    "api_key": "audit.subject_api_key",
    "login_session": "audit.subject_login_session",
    "site": "audit.subject_site",
}
FIELDS = {
    "app": "audit.field_app",
    "recovery_codes": "audit.field_recovery_codes",
    "second_factor": "audit.field_second_factor",
    "passkey": "audit.field_passkey",
    "password": "audit.field_password",
    "reset_link": "audit.field_reset_link",
    "api_key": "audit.field_api_key",
    "scopes": "audit.field_scopes",
    "session": "audit.field_session",
    "status": "audit.field_status",
    "taken_down": "audit.field_taken_down",
    "application": "audit.field_application",
    "step": "audit.field_step",
    "rows": "audit.field_rows",
    "instructor": "role.instructor",
    "moderator": "role.moderator",
    "admin": "role.admin",
    "actor": "audit.actor",
    "target": "audit.target",
    "action": "audit.action",
    "since": "audit.since",
    "until": "audit.until",
    "correlation": "audit.correlation",
}
VALUES = {
    "": "audit.nothing",
    "none": "audit.value_none",
    "set": "audit.value_set",
    "renewed": "audit.value_renewed",
    "open": "audit.value_open",
    "ended": "audit.value_ended",
    "done": "audit.value_done",
    "true": "audit.value_yes",
    "false": "audit.value_no",
    "active": "audit.value_active",
    "suspended": "audit.value_suspended",
    "revoked": "audit.value_revoked",
    "completed": "audit.value_completed",
    "pending": "audit.value_pending",
    "approved": "audit.value_approved",
    "refused": "audit.value_refused",
    "published": "audit.value_published",
    "archived": "audit.value_archived",
    "draft": "audit.value_draft",
}
_COPY = (
    "(e) => { const b = e.currentTarget; navigator.clipboard?.writeText($).then(() => {"
    " b.dataset.copied = 'yes'; setTimeout(() => { delete b.dataset.copied; }, 2000); }); }"
)


def _words(texts: dict[str, str], value: rx.Var[str]) -> rx.Var[str]:
    """The text of a value that has one, else the value."""
    return rx.match(value, *((name, t(key)) for name, key in texts.items()), value)


def _actor(entry: rx.Var[AuditRow]) -> rx.Var[str]:
    return rx.match(
        entry.actor_kind,
        ("system", t("audit.by_system")),
        ("unknown", t("audit.by_unknown")),
        person_name(entry.actor_name),
    )


def _subject(entry: rx.Var[AuditRow]) -> rx.Var[str]:
    """An account by its person, a course by its title, everything else by whose it is."""
    kind = choose(SUBJECTS, entry.subject_type, "audit.subject_site")
    name = rx.cond(
        entry.subject_name != "",
        entry.subject_name,
        rx.cond(entry.person_id != "", person_name(entry.person_name), ""),
    )
    whole = rx.cond(name != "", t("audit.of", subject=kind, name=name), kind)
    return rx.cond(entry.subject_type == "user", person_name(entry.person_name), whole)


def _value(value: rx.Var[str]) -> rx.Var[str]:
    return _words(VALUES, value)


def _change(change: rx.Var[AuditChange]) -> rx.Component:
    changed = (
        rx.el.td(rx.el.del_(_value(change.before), class_name="audit-before")),
        rx.el.td(rx.el.ins(_value(change.after), class_name="audit-after")),
    )
    return rx.el.tr(
        rx.el.th(_words(FIELDS, change.name), scope="row"),
        rx.cond(
            change.is_fact,
            rx.el.td(_value(change.after), col_span=2),
            rx.fragment(*changed),
        ),
        key=change.name,
    )


def _diff(entry: rx.Var[AuditRow]) -> rx.Component:
    table = rx.el.table(
        rx.el.caption(t("audit.changes"), class_name="audit-caption"),
        rx.el.thead(
            rx.el.tr(
                rx.el.th(t("audit.field"), scope="col"),
                rx.el.th(t("audit.before"), scope="col"),
                rx.el.th(t("audit.after"), scope="col"),
            )
        ),
        rx.el.tbody(rx.foreach(entry.changes, _change)),
        class_name="audit-diff",
    )
    gone = rx.el.p(t("audit.changes_gone"), class_name="caption")
    return rx.cond(entry.changes.length() > 0, table, gone)


def _fact(label: str, *content: Any) -> rx.Component:
    return rx.el.div(rx.el.dt(t(label)), rx.el.dd(*content))


def _person(person_id: rx.Var[str], name: Any) -> rx.Component:
    link = text_link(name, href=js("'/admin/users/' + $", person_id))
    return rx.cond(person_id != "", link, rx.el.span(name))


def _more(name: str, value: rx.Var[str], label: str) -> rx.Component:
    """A way to everything else of the same kind."""
    href = js("$ + '?' + $ + '=' + encodeURIComponent($)", urls.ADMIN_AUDIT, name, value)
    return text_link(t(label), href=href, class_name="link audit-more")


def _request(entry: rx.Var[AuditRow]) -> rx.Component:
    return _fact(
        "audit.correlation",
        rx.el.span(entry.correlation_id, class_name="mono"),
        button(
            icon("copy", 15),
            icon("check", 15),
            variant="ghost",
            size="sm",
            class_name="audit-copy",
            aria_label=t("audit.copy_id"),
            title=t("audit.copy_id"),
            on_click=js(_COPY, entry.correlation_id, kind=rx.EventChain),
        ),
        _more("correlation", entry.correlation_id, "audit.all_together"),
    )


def _facts(entry: rx.Var[AuditRow]) -> rx.Component:
    who = _fact(
        "audit.actor",
        _person(entry.actor_id, _actor(entry)),
        rx.cond(
            entry.actor_id != "", _more("actor", entry.actor_id, "audit.all_by"), rx.fragment()
        ),
    )
    person = _fact("audit.person", _person(entry.person_id, person_name(entry.person_name)))
    return rx.el.dl(
        who,
        rx.cond(entry.person_id != "", person, rx.fragment()),
        _fact(
            "audit.subject_id",
            rx.el.span(entry.subject_id, class_name="mono"),
            _more("target", entry.subject_id, "audit.all_to"),
        ),
        rx.cond(
            entry.ip != "",
            _fact("audit.ip", rx.el.span(entry.ip, class_name="mono")),
            rx.fragment(),
        ),
        rx.cond(entry.correlation_id != "", _request(entry), rx.fragment()),
        class_name="audit-facts",
    )


def audit_entry(entry: rx.Var[AuditRow]) -> rx.Component:
    """An entry as an item of a list; Enter or a click opens it."""
    line = rx.el.summary(
        rx.el.span(date_time(entry.at), class_name="audit-time num"),
        rx.el.span(_actor(entry), class_name="audit-who clamp-1"),
        rx.el.span(choose(ACTS, entry.action, "admin.act_other"), class_name="audit-act"),
        rx.el.span(_subject(entry), class_name="audit-what clamp-1"),
        rx.el.span(entry.reason, class_name="audit-why clamp-1"),
        icon("chevron-down", 16, class_name="audit-mark"),
    )
    reason = rx.cond(
        entry.reason != "", rx.el.p(entry.reason, class_name="act-reason"), rx.fragment()
    )
    body = rx.el.div(
        rx.el.div(reason, _diff(entry), class_name="audit-changed"),
        _facts(entry),
        class_name="audit-body",
    )
    return rx.el.li(rx.el.details(line, body), key=entry.id)
