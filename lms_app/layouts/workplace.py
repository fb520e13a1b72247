"""Pages of a workplace: the side frame while they can be shown, the site's frame when not."""

from __future__ import annotations

from collections.abc import Callable

import reflex as rx

from lms_app.components.scriptless import needs_scripts
from lms_app.components.skeleton import skeleton, skeleton_rows
from lms_app.components.text import t
from lms_app.layouts.errors import error_content, forbidden_content, not_found_content
from lms_app.layouts.portal import portal_layout


def workplace(
    phase: rx.Var[str],
    frame: Callable[..., rx.Component],
    content: Callable[[], rx.Component],
    *,
    role: str,
    on_retry: object,
    loading: rx.Component | None = None,
) -> rx.Component:
    """A page by its state's phase. `frame` is the workplace's layout, `role` who may enter.

    A visitor without the role sees the 403 of the public site, not an empty workplace.
    """
    waiting = loading if loading is not None else loading_rows()
    return rx.match(
        phase,
        ("ready", frame(content())),
        ("error", frame(error_content(on_retry=on_retry))),
        ("not_found", portal_layout(not_found_content())),
        ("forbidden", portal_layout(forbidden_content(role))),
        frame(rx.fragment(needs_scripts(t("state.needs_scripts")), waiting)),
    )


def loading_rows() -> rx.Component:
    """The shape of a working page to come."""
    return rx.el.div(skeleton("skeleton-title w-30"), skeleton_rows(8), class_name="stack")
