"""What stands in a page's place when it cannot be shown: 404, 403, 500, and the phases of a page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import reflex as rx

from lms_app.components.button import button, link_button
from lms_app.components.course_card import course_grid
from lms_app.components.motif import Motif, motif_drawing
from lms_app.components.search_field import search_field
from lms_app.components.skeleton import skeleton_rows
from lms_app.components.text import t
from lms_app.core import urls
from lms_app.states.portal.suggestions import SuggestionState

_ROLES = {
    "admin": "page_error.role_admin",
    "instructor": "page_error.role_instructor",
    "any": "page_error.role_any",
}


def _message(code: str, motif: Motif, title: Any, text: Any, *actions: Any) -> rx.Component:
    return rx.el.section(
        motif_drawing(motif, "error-art"),
        rx.el.p(code, class_name="error-code"),
        rx.el.h1(title),
        rx.el.p(text, class_name="lead"),
        *actions,
        class_name="error-page",
    )


def not_found_content() -> rx.Component:
    """404: search, and three courses."""
    suggestions = rx.el.section(
        rx.el.h2(t("page_error.suggestions"), class_name="shelf-head"),
        course_grid(SuggestionState.cards, columns=3, shelf=True),
        class_name="block",
    )
    return rx.el.div(
        _message(
            "404",
            "grid",
            t("page_error.not_found_title"),
            t("page_error.not_found_text"),
            search_field(
                action=urls.COURSES,
                placeholder=t("home.search_placeholder"),
                field_id="error-search",
                class_name="error-search",
            ),
        ),
        rx.cond(SuggestionState.cards.length() > 0, suggestions, rx.fragment()),
        on_mount=SuggestionState.load,
    )


def forbidden_content(role: str = "any") -> rx.Component:
    """403: which role is needed (`admin`, `instructor`)."""
    return _message(
        "403",
        "rings",
        t("page_error.forbidden_title"),
        t("page_error.forbidden_text", role=t(_ROLES[role])),
        rx.el.div(link_button(t("page_error.home"), href=urls.HOME), class_name="row"),
    )


def error_content(reference: Any = None, on_retry: Any = None) -> rx.Component:
    """500: calm words, the reference, a way to try again."""
    again = (
        button(t("action.retry"), on_click=on_retry)
        if on_retry is not None
        else link_button(t("page_error.home"), href=urls.HOME)
    )
    noted = (
        rx.cond(
            reference != "",
            rx.el.p(t("page_error.reference", reference=reference), class_name="error-code"),
            rx.fragment(),
        )
        if reference is not None
        else rx.fragment()
    )
    return _message(
        "500",
        "wave",
        t("page_error.error_title"),
        t("page_error.error_text"),
        noted,
        rx.el.div(again, class_name="row"),
    )


def phases(
    phase: rx.Var[str],
    content: Callable[[], rx.Component] | rx.Component,
    *,
    loading: rx.Component | None = None,
    role: str = "any",
    on_retry: Any = None,
) -> rx.Component:
    """A page by its state's `phase`: loading, ready, not_found, forbidden, error."""
    ready = content if isinstance(content, rx.Component) else content()
    return rx.match(
        phase,
        ("ready", ready),
        ("not_found", not_found_content()),
        ("forbidden", forbidden_content(role)),
        ("error", error_content(on_retry=on_retry)),
        loading if loading is not None else rx.el.div(skeleton_rows(), class_name="wrap"),
    )
