"""A certificate as anybody may see it: the sheet, whether it counts, and how that is checked."""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.browser_state import browser_flag
from lms_app.components.button import button, native_link
from lms_app.components.icon import icon
from lms_app.components.skeleton import skeleton
from lms_app.components.text import choose, date, duration, js, t
from lms_app.core import urls
from lms_app.layouts.errors import phases
from lms_app.layouts.portal import portal_layout
from lms_app.layouts.shell import Page, page_title
from lms_app.states.portal.certificate import CertificatePageState as State

_IS_VALID = State.status == "valid"
_HAS_WORDS = State.name != ""


def _file(name: str) -> rx.Var[str]:
    return js(f"$ + '/{name}'", State.path)


def _fact(label: Any, value: Any, class_name: str = "") -> rx.Component:
    return rx.el.div(rx.el.dt(label), rx.el.dd(value, class_name=class_name))


def _words() -> rx.Component:
    length = rx.cond(
        State.duration_seconds > 0,
        _fact(t("certificate.length"), duration(State.duration_seconds), "num"),
        rx.fragment(),
    )
    return rx.fragment(
        rx.el.div(
            rx.el.p(t("certificate.heading"), class_name="certificate-heading"),
            rx.el.p(rx.el.span(State.name, class_name="certificate-mark"), class_name="certificate-name", dir="auto"),
            rx.el.p(t("certificate.statement", count=State.lesson_count), class_name="certificate-statement"),
            rx.el.p(State.course_title, class_name="certificate-course", lang=State.language),
            class_name="certificate-said",
        ),
        rx.el.div(
            rx.el.dl(
                _fact(t("certificate.instructor"), State.instructor_name),
                _fact(t("certificate.completed_on"), date(State.completed_on), "num"),
                length,
                class_name="certificate-facts",
            ),
            rx.el.img(
                src=_file("qr.svg"), alt=t("certificate.qr"), width="64", height="64",
                class_name="certificate-qr",
            ),
            class_name="certificate-foot",
        ),
    )  # fmt: skip


def _sheet() -> rx.Component:
    gone = rx.el.div(
        rx.el.p(t("certificate.heading"), class_name="certificate-heading"),
        rx.el.p(t("certificate.gone"), class_name="certificate-course"),
        class_name="certificate-said",
    )
    return rx.el.article(
        rx.el.img(src=_file("panel.svg"), alt="", class_name="certificate-panel"),
        rx.el.div(
            rx.el.div(
                rx.el.span("Margin", class_name="certificate-brand"),
                rx.el.span(State.code, class_name="certificate-code"),
                class_name="certificate-top",
            ),
            rx.cond(_HAS_WORDS, _words(), gone),
            class_name="certificate-page",
        ),
        class_name=rx.cond(_IS_VALID, "certificate light", "certificate certificate-void light"),
    )


def _why() -> rx.Component:
    day = date(State.revoked_on)
    return rx.el.p(
        rx.match(
            State.reason,
            ("enrollment", t("certificate.revoked_enrollment", day=day)),
            ("reissued", t("certificate.revoked_reissued", day=day)),
            t("certificate.revoked_erased", day=day),
        ),
        class_name="certificate-why",
    )


def _standing() -> rx.Component:
    valid = rx.el.p(
        icon("shield-check", 18), t("certificate.valid"), class_name="certificate-standing is-valid"
    )
    revoked = rx.el.p(
        icon("circle-alert", 18),
        t("certificate.revoked"),
        class_name="certificate-standing is-void",
    )
    title = rx.cond(_HAS_WORDS, t("certificate.title", name=State.name), t("certificate.gone"))
    return rx.fragment(
        rx.cond(_IS_VALID, valid, revoked),
        rx.el.h1(title, class_name="certificate-title", dir="auto"),
        rx.cond(
            _IS_VALID, rx.el.p(t("certificate.valid_text"), class_name="certificate-why"), _why()
        ),
    )


def _copy() -> rx.Component:
    copied = browser_flag("certificate_link")
    act = js(
        "() => { navigator.clipboard?.writeText($).then(() => ($)()); }",
        State.address,
        copied.on,
        kind=rx.EventChain,
    )
    words = rx.cond(
        copied.value,
        rx.fragment(icon("check", 16), t("certificate.copied")),
        rx.fragment(icon("copy", 16), t("certificate.copy")),
    )
    return rx.fragment(
        copied.mark,
        button(words, variant="secondary", block=True, on_click=act, aria_live="polite"),
    )


def _actions() -> rx.Component:
    return rx.el.div(
        native_link(
            icon("download", 18), t("certificate.pdf"), href=_file("certificate.pdf"),
            class_name="btn btn-lg btn-block",
        ),
        native_link(
            t("certificate.linkedin"), href=State.linkedin, target="_blank", rel="noopener noreferrer",
            class_name="btn btn-secondary btn-block",
        ),
        _copy(),
        class_name="certificate-actions",
    )  # fmt: skip


def _aside() -> rx.Component:
    said = choose(
        {"valid": "certificate.status_valid", "revoked": "certificate.status_revoked"},
        State.status,
        "certificate.status_revoked",
    )
    return rx.el.aside(
        _standing(),
        rx.cond(_IS_VALID, _actions(), rx.fragment()),
        rx.el.dl(
            _fact(t("certificate.number"), State.code, "certificate-code"),
            _fact(t("certificate.issued_on"), date(State.issued_on), "num"),
            rx.cond(
                _HAS_WORDS,
                _fact(
                    t("certificate.lessons"),
                    t("certificate.lesson_count", count=State.lesson_count),
                    "num",
                ),
                rx.fragment(),
            ),
            _fact(t("certificate.status"), said, rx.cond(_IS_VALID, "is-valid", "is-void")),
            class_name="certificate-list",
        ),
        class_name="certificate-side",
    )


def _offline() -> rx.Component:
    def file(key: str, href: Any) -> rx.Component:
        return rx.el.li(native_link(icon("file-text", 16), t(key), href=href, class_name="link"))

    return rx.el.section(
        rx.el.h2(t("certificate.offline")),
        rx.el.p(t("certificate.offline_text")),
        rx.el.ul(
            rx.cond(
                _HAS_WORDS,
                file("certificate.signed_file", _file("certificate.jwt")),
                rx.fragment(),
            ),
            file("certificate.keys_file", urls.CERTIFICATE_KEYS),
            file("certificate.list_file", urls.CERTIFICATE_REVOCATIONS),
        ),
        class_name="certificate-offline",
    )


def _content() -> rx.Component:
    return rx.el.div(
        rx.el.div(_sheet(), _aside(), class_name="certificate-grid"),
        _offline(),
        class_name="certificate-view",
    )


def page() -> rx.Component:
    """The page at `/certificates/[code]`."""
    loading = rx.el.div(skeleton("skeleton-title w-50"), skeleton("skeleton-line w-30"))
    return portal_layout(phases(State.phase, _content, loading=loading, on_retry=State.load))


PAGE = Page(
    route=urls.CERTIFICATE_PAGE,
    build=page,
    title=lambda: page_title(
        rx.cond(_HAS_WORDS, t("certificate.title", name=State.name), t("certificate.gone"))
    ),
    on_load=(State.load,),
)
