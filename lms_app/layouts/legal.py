"""Terms and privacy share one frame: text from the catalogue, section by section."""

from __future__ import annotations

import reflex as rx

from lms_app.components.badge import callout
from lms_app.components.text import t
from lms_app.layouts.portal import portal_layout


def legal_document(name: str, sections: tuple[str, ...]) -> rx.Component:
    """The document whose texts start with `name`, in the order of its sections."""
    parts = [
        rx.el.section(rx.el.h2(t(f"{name}.{section}.title")), rx.el.p(t(f"{name}.{section}.text")))
        for section in sections
    ]
    return portal_layout(
        rx.el.article(
            rx.el.h1(t(name + ".title")),
            rx.el.p(t("legal.effective"), class_name="caption"),
            rx.el.p(t(name + ".lead"), class_name="lead"),
            *parts,
            callout(t("legal.operator_note"), tone="neutral"),
            class_name="legal",
        )
    )
