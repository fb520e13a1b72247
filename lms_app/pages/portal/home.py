"""Home: the promise for guests, the card to resume for who is signed in, shelves for both."""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.button import anchor, text_link
from lms_app.components.course_card import course_grid
from lms_app.components.motif import motif_drawing
from lms_app.components.skeleton import skeleton_cards
from lms_app.components.text import js, language, t
from lms_app.core import urls
from lms_app.layouts.portal import portal_layout
from lms_app.layouts.shell import Page
from lms_app.pages.portal.home_guest import differences, hero, teach
from lms_app.pages.portal.home_student import welcome
from lms_app.pages.portal.no_courses import no_courses
from lms_app.services.course.views import CategoryRow
from lms_app.states.portal.home import HomeState
from lms_app.states.session import SessionState

_MOTIFS = {
    "dev": "grid",
    "data": "bars",
    "design": "arcs",
    "business": "steps",
    "language": "ruled",
    "photo": "rings",
    "music": "wave",
}


def _shelf(title: Any, content: rx.Component, more: rx.Component | None = None) -> rx.Component:
    return rx.el.section(
        rx.el.div(rx.el.h2(title), more if more is not None else "", class_name="shelf-head"),
        content,
        class_name="block",
    )


def _category(row: rx.Var[CategoryRow]) -> rx.Component:
    drawings = [(slug, motif_drawing(motif, "category-art")) for slug, motif in _MOTIFS.items()]
    return rx.el.li(
        anchor(
            rx.match(row.slug, *drawings, motif_drawing("grid", "category-art")),
            rx.el.span(
                rx.cond(language() == "en", row.name_en, row.name_ko), class_name="category-name"
            ),
            rx.el.span(t("home.category_count", count=row.course_count), class_name="caption num"),
            href=js("'/courses?category=' + encodeURIComponent($)", row.slug),
            class_name="panel category",
        )
    )


def _categories() -> rx.Component:
    grid = rx.el.ul(rx.foreach(HomeState.categories, _category), class_name="categories")
    return _shelf(t("home.categories"), grid)


def page() -> rx.Component:
    """The page at `/`."""
    see_all = text_link(t("action.see_all"), href=urls.COURSES)
    popular = rx.cond(
        HomeState.phase == "loading",
        rx.el.div(skeleton_cards(8), class_name="cards cards-4"),
        course_grid(HomeState.popular, shelf=True),
    )
    newest = _shelf(
        t("home.newest"),
        course_grid(HomeState.newest, shelf=True),
        text_link(t("action.see_all"), href=urls.COURSES + "?sort=newest"),
    )
    # Who teaches already has a door of their own; an empty school shows administrators theirs.
    has_door = SessionState.is_instructor | (HomeState.is_empty & SessionState.is_admin)
    invited = rx.cond(SessionState.is_loaded & ~has_door, teach(), rx.fragment())
    signed_in = rx.fragment(rx.cond(HomeState.is_empty, rx.fragment(), newest), invited)
    return portal_layout(
        rx.cond(SessionState.is_expected, welcome(), hero()),
        rx.cond(
            HomeState.is_empty,
            no_courses(),
            rx.fragment(_shelf(t("home.popular"), popular, see_all), _categories()),
        ),
        rx.cond(SessionState.is_expected, signed_in, rx.fragment(differences(), teach())),
        current=urls.HOME,
        class_name="home",
    )


PAGE = Page(
    route=urls.HOME,
    build=page,
    title=lambda: t("home.title"),
    description=lambda: t("home.description"),
    on_load=(HomeState.load,),
)
