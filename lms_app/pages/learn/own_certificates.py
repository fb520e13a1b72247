"""The tab of one's certificates in “my courses”."""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.button import button, link_button
from lms_app.components.empty import empty_state
from lms_app.components.icon import icon
from lms_app.components.text import date, js, t
from lms_app.states.learn.certificates import OwnCertificatesState as State


def _ways(row: Any) -> rx.Component:
    address = js("'/certificates/' + $", row.code)
    has = rx.fragment(
        rx.cond(
            row.is_outdated,
            button(
                t("certificate.reissue"),
                variant="secondary",
                size="sm",
                on_click=State.reissue(row.code),
            ),
            rx.fragment(),
        ),
        link_button(
            icon("award", 16),
            t("certificate.open"),
            href=address,
            size="sm",
            aria_label=js("$ + ': ' + $", t("certificate.open"), row.course_title),
        ),
    )
    claim = button(t("certificate.claim"), size="sm", on_click=State.claim(row.course_id))
    return rx.el.div(rx.cond(row.code != "", has, claim), class_name="own-certificate-ways")


def _row(row: Any) -> rx.Component:
    art = js("'/certificates/' + $ + '/panel.svg'", row.code)
    blank = rx.el.span(icon("award", 28), class_name="own-certificate-blank")
    return rx.el.li(
        rx.cond(row.code != "", rx.el.img(src=art, alt="", loading="lazy"), blank),
        rx.el.div(
            rx.el.h3(row.course_title, lang=row.language),
            rx.el.p(
                rx.el.span(row.name, dir="auto"), " · ", date(row.completed_on), class_name="num"
            ),
            rx.cond(row.is_outdated, rx.el.p(t("certificate.outdated")), rx.fragment()),
        ),
        _ways(row),
        class_name="own-certificate",
    )


def own_certificates() -> rx.Component:
    """Completed courses, each with its certificate or the way to it."""
    none = empty_state(t("certificate.none"), t("certificate.none_text"), motif="rings")
    rows = rx.el.ul(rx.foreach(State.rows, _row), class_name="own-certificates")
    return rx.cond(State.rows.length() > 0, rows, none)
