"""The catalogue: filters with counts, results, the way to more. The address is the state."""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.badge import filter_chip
from lms_app.components.button import anchor, button, link_button
from lms_app.components.course_card import course_card
from lms_app.components.dialog import dialog_close, side_panel
from lms_app.components.empty import empty_state
from lms_app.components.field import select_control
from lms_app.components.form import hidden_input
from lms_app.components.hidden import visually_hidden
from lms_app.components.icon import icon
from lms_app.components.pagination import pagination
from lms_app.components.search_field import search_field
from lms_app.components.skeleton import skeleton_cards
from lms_app.components.text import js, language, number, t
from lms_app.core import urls
from lms_app.layouts.portal import portal_layout
from lms_app.layouts.shell import Page
from lms_app.pages.portal.no_courses import no_courses
from lms_app.states.portal.catalog import CatalogState, FacetRow

_SORTS = (
    ("popular", "catalog.sort_popular"),
    ("newest", "catalog.sort_newest"),
    ("title", "catalog.sort_title"),
)


def _label(row: rx.Var[FacetRow]) -> rx.Var[str]:
    return rx.cond(language() == "en", row.label_en, row.label_ko)


def _facet_row(row: rx.Var[FacetRow]) -> rx.Component:
    """A choice is a link, so that it works without the socket and can be opened in a tab."""
    return rx.el.li(
        anchor(
            rx.el.span(class_name="facet-box"),
            rx.el.span(_label(row)),
            rx.cond(row.is_on, visually_hidden(t("catalog.on")), rx.fragment()),
            rx.el.span(number(row.count), class_name="check-count"),
            href=row.href,
            class_name=rx.cond(
                row.is_on,
                "facet-row is-on",
                rx.cond(row.count > 0, "facet-row", "facet-row is-none"),
            ),
            rel="nofollow",
        )
    )


def _facet(title: Any, rows: rx.Var) -> rx.Component:
    return rx.el.details(
        rx.el.summary(title, icon("chevron-down", 16), class_name="facet-head"),
        rx.el.ul(rx.foreach(rows, _facet_row)),
        open=True,
        class_name="facet",
    )


def _facets() -> rx.Component:
    return rx.fragment(
        _facet(t("catalog.facet_category"), CatalogState.categories),
        _facet(t("catalog.facet_level"), CatalogState.levels),
        _facet(t("catalog.facet_length"), CatalogState.lengths),
        _facet(t("catalog.facet_language"), CatalogState.languages),
    )


def _rail() -> rx.Component:
    return rx.el.aside(_facets(), aria_label=t("catalog.filters"), class_name="catalog-rail")


def _drawer() -> rx.Component:
    """The filters on a phone."""
    count = rx.cond(
        CatalogState.active.length() > 0,
        rx.el.span(CatalogState.active.length(), class_name="badge badge-pen"),
        rx.fragment(),
    )
    trigger = rx.el.button(
        icon("sliders-horizontal"),
        t("catalog.filters"),
        count,
        type="button",
        class_name="btn btn-secondary catalog-drawer",
    )
    return side_panel(
        _facets(),
        title=t("catalog.filters"),
        trigger=trigger,
        side="left",
        foot=[dialog_close(button(t("catalog.show", count=CatalogState.total), block=True))],
    )


def _sort() -> rx.Component:
    return select_control(
        *((name, t(key)) for name, key in _SORTS),
        value=CatalogState.sort,
        on_change=CatalogState.order,
        aria_label=t("catalog.sort"),
        class_name="catalog-sort",
    )


def _head() -> rx.Component:
    names = rx.cond(language() == "en", CatalogState.heading_en, CatalogState.heading_ko)
    title = rx.cond(
        CatalogState.text != "",
        t("catalog.title_search", text=CatalogState.text),
        rx.cond(names != "", t("catalog.title_of", names=names), t("catalog.title")),
    )
    kept = rx.foreach(CatalogState.hidden_pairs, lambda pair: hidden_input(pair[0], pair[1]))
    box = search_field(
        action=urls.COURSES,
        placeholder=t("catalog.search"),
        value=CatalogState.text,
        field_id="catalog-search",
        class_name="catalog-search",
        extra=[kept],
    )
    total = rx.cond(
        CatalogState.phase == "ready", rx.el.small(number(CatalogState.total)), rx.fragment()
    )
    return rx.el.div(
        rx.el.h1(title, " ", total, class_name="catalog-title"),
        rx.el.div(_drawer(), box, _sort(), class_name="catalog-tools"),
        class_name="catalog-head",
    )


def _chips() -> rx.Component:
    text_chip = rx.cond(
        CatalogState.text != "",
        filter_chip(js("'“' + $ + '”'", CatalogState.text), href=CatalogState.text_cleared_href),
        rx.fragment(),
    )
    row = rx.el.div(
        text_chip,
        rx.foreach(CatalogState.active, lambda row: filter_chip(_label(row), href=row.href)),
        anchor(t("action.clear_all"), href=urls.COURSES, class_name="link-quiet small"),
        class_name="chips catalog-chips",
    )
    wanted = (CatalogState.active.length() > 0) | (CatalogState.text != "")
    return rx.cond(wanted, row, rx.fragment())


def _more() -> rx.Component:
    shown = CatalogState.cards.length()
    more = button(t("action.more"), variant="secondary", size="lg", on_click=CatalogState.more)
    return rx.el.div(
        rx.cond(CatalogState.number < CatalogState.pages, more, rx.fragment()),
        rx.cond(
            CatalogState.pages > 1,
            rx.el.p(
                t("catalog.shown", total=CatalogState.total, shown=shown), class_name="caption num"
            ),
            rx.fragment(),
        ),
        pagination(
            CatalogState.first_number,
            CatalogState.pages,
            lambda page: js("$ + $", CatalogState.page_prefix, page),
        ),
        class_name="catalog-more",
    )


def _results() -> rx.Component:
    nothing = empty_state(
        t("catalog.empty_title"),
        t("catalog.empty_text"),
        link_button(t("catalog.empty_action"), href=urls.COURSES),
        motif="bars",
    )
    grid = rx.fragment(
        rx.el.ul(
            rx.foreach(CatalogState.cards, lambda course: rx.el.li(course_card(course))),
            class_name="cards cards-3 cards-list",
        ),
        _more(),
    )
    return rx.el.section(
        rx.el.h2(t("catalog.results"), class_name="visually-hidden"),
        rx.match(
            CatalogState.phase,
            ("ready", rx.cond(CatalogState.total > 0, grid, nothing)),
            rx.el.div(skeleton_cards(9), class_name="cards cards-3"),
        ),
    )


def page() -> rx.Component:
    """The page at `/courses`."""
    catalog = rx.el.div(
        _rail(),
        rx.el.div(_head(), _chips(), _results(), class_name="catalog-body"),
        class_name="catalog",
    )
    is_bare = (CatalogState.active.length() == 0) & (CatalogState.text == "")
    none = rx.fragment(rx.el.h1(t("catalog.title"), class_name="catalog-title"), no_courses())
    return portal_layout(
        rx.cond(
            (CatalogState.phase == "ready") & (CatalogState.total == 0) & is_bare, none, catalog
        ),
        current=urls.COURSES,
    )


PAGE = Page(
    route=urls.COURSES,
    build=page,
    title=lambda: t("catalog.title"),
    description=lambda: t("catalog.description"),
    on_load=(CatalogState.load,),
)
