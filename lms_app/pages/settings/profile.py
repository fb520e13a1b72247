"""The profile: how others see somebody."""

from __future__ import annotations

import reflex as rx

from lms_app.components.autosave import autosave
from lms_app.components.avatar import avatar
from lms_app.components.button import text_link
from lms_app.components.draft_form import count_of
from lms_app.components.field import field_error, text_area, text_field
from lms_app.components.icon import icon
from lms_app.components.picture_input import picture_input
from lms_app.components.safe_html import safe_html
from lms_app.components.text import js, t
from lms_app.core import urls
from lms_app.layouts.errors import phases
from lms_app.layouts.settings import (
    settings_head,
    settings_layout,
    settings_loading,
    settings_section,
)
from lms_app.layouts.shell import Page
from lms_app.services.user.pictures import MAX_BYTES
from lms_app.states.session import SessionState
from lms_app.states.settings.profile import ProfileState as State

FORM = "profile-form"


def _picture() -> rx.Component:
    shown = avatar(
        State.display_name, size="lg", seed=SessionState.user_key, picture=State.avatar_url
    )
    return picture_input(
        shown,
        url=urls.API_AVATAR,
        max_bytes=MAX_BYTES,
        has=State.avatar_url != "",
        on_changed=State.picture_changed,
    )


def _name_and_address() -> rx.Component:
    return settings_section(
        t("profile.name_section"),
        text_field(
            "display_name",
            t("profile.name"),
            default_value=State.display_name,
            error=State.errors["display_name"],
            auto_complete="name",
            end=count_of("display_name", 80),
        ),
        text_field(
            "handle",
            t("profile.handle"),
            hint=t("profile.handle_hint"),
            default_value=State.handle,
            placeholder=State.proposed_handle,
            error=State.errors["handle"],
            auto_complete="off",
            auto_capitalize="none",
            spell_check=False,
        ),
        text=t("profile.name_text"),
    )


def _about() -> rx.Component:
    preview = rx.el.div(
        rx.el.p(t("profile.bio_preview"), class_name="caption"),
        safe_html(State.bio_html, class_name="prose profile-preview-text"),
        class_name="profile-preview",
    )
    return settings_section(
        t("profile.about_section"),
        text_field(
            "headline",
            t("profile.headline"),
            placeholder=t("instructor.headline_placeholder"),
            default_value=State.headline,
            error=State.errors["headline"],
            auto_complete="off",
            end=count_of("headline", 120),
        ),
        text_area(
            "bio_md",
            t("profile.bio"),
            hint=t("profile.bio_hint"),
            default_value=State.bio_md,
            error=State.errors["bio_md"],
            rows=7,
        ),
        rx.cond(State.bio_html != "", preview, rx.fragment()),
        text=t("profile.about_text"),
    )


def _link(link: rx.Var[str], index: rx.Var[int]) -> rx.Component:
    return rx.el.div(
        icon("link", 16),
        rx.el.input(
            type="text",
            input_mode="url",
            default_value=link,
            placeholder="https://",
            aria_label=t("profile.link_number", number=js("$ + 1", index, kind=int)),
            aria_describedby="links-error",
            auto_complete="url",
            auto_capitalize="none",
            spell_check=False,
            class_name="input",
            custom_attrs={"data-group": "links"},
        ),
        key=index,
        class_name="input-wrap link-row",
    )


def _links() -> rx.Component:
    return settings_section(
        t("profile.links_section"),
        rx.el.div(
            rx.foreach(State.links, _link),
            field_error("links", State.errors["links"]),
            class_name="link-rows",
        ),
        text=t("profile.links_text"),
    )


def _form() -> rx.Component:
    seen = rx.cond(
        State.public_href != "",
        rx.el.p(
            text_link(t("profile.public"), icon("arrow-up-right", 16), href=State.public_href),
            class_name="settings-foot",
        ),
        rx.fragment(),
    )
    return rx.fragment(
        settings_head(
            t("profile.title"),
            t("profile.lead"),
            autosave(
                FORM,
                store="margin-typed-profile",
                acked=State.acked,
                errors=State.errors,
                on_save=State.save,
            ),
        ),
        settings_section(t("profile.picture"), _picture(), text=t("profile.picture_text")),
        rx.el.form(
            _name_and_address(),
            _about(),
            _links(),
            id=FORM,
            no_validate=True,
        ),
        seen,
    )


def page() -> rx.Component:
    """The page at `/settings`."""
    return settings_layout(
        urls.SETTINGS, phases(State.phase, _form, loading=settings_loading(), on_retry=State.load)
    )


PAGE = Page(
    route=urls.SETTINGS, build=page, title=lambda: t("profile.title"), on_load=(State.load,)
)
