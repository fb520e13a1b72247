"""The catalogue. The address is the state: every filter is a link to another address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import parse_qsl, urlencode

import reflex as rx

from lms_app.core import urls
from lms_app.core.pagination import PageRequest
from lms_app.services.course import CLOSED_CHOICES, CatalogFilter, search_courses
from lms_app.services.course.views import CatalogPage, CourseCard, FacetValue
from lms_app.states.base import AppState
from lms_app.states.gate import Payload, policy

FACETS = ("category", "level", "length", "language")
MAX_TEXT = 100
_SINGLE = ("q", "sort", "page")
_CATEGORY = re.compile(r"[a-z0-9-]{1,40}")
_PAGE = re.compile(r"0*([0-9]{1,5})")


class SortChoice(Payload):
    sort: Literal["popular", "newest", "title"]


@dataclass(frozen=True)
class FacetRow:
    """One choice of a filter: where it leads, and whether it is on."""

    value: str
    label_ko: str
    label_en: str
    count: int
    href: str
    is_on: bool


@dataclass(frozen=True)
class Query:
    """What the address says, in one canonical order."""

    pairs: tuple[tuple[str, str], ...] = ()

    @classmethod
    def parse(cls, text: str) -> Query:
        """Read a query string; what is not ours, or says the same in other words, is dropped."""
        pairs: list[tuple[str, str]] = []
        for name, typed in parse_qsl(text[:2000]):
            value = _value(name, typed)
            is_second = name in _SINGLE and any(name == other for other, _ in pairs)
            if value and not is_second:
                pairs.append((name, value))
        return cls(tuple(dict.fromkeys(pairs)))

    def values(self, name: str) -> tuple[str, ...]:
        return tuple(value for key, value in self.pairs if key == name)

    def one(self, name: str, default: str = "") -> str:
        return next(iter(self.values(name)), default)

    def without(self, *names: str) -> Query:
        return Query(tuple(pair for pair in self.pairs if pair[0] not in names))

    def toggled(self, name: str, value: str) -> Query:
        """With or without one choice; the page starts over."""
        kept = self.without("page")
        if (name, value) in kept.pairs:
            return Query(tuple(pair for pair in kept.pairs if pair != (name, value)))
        return Query((*kept.pairs, (name, value)))

    def replaced(self, name: str, value: str) -> Query:
        return Query((*self.without(name, "page").pairs, (name, value)))

    @property
    def href(self) -> str:
        return urls.COURSES + (f"?{urlencode(self.pairs)}" if self.pairs else "")

    def filter(self) -> CatalogFilter:
        """As the service wants it."""
        page = self.one("page", "1")
        return CatalogFilter(
            text=self.one("q"),
            categories=self.values("category"),
            levels=self.values("level"),
            languages=self.values("language"),
            lengths=self.values("length"),
            sort=self.one("sort", "popular"),
            page=PageRequest(number=int(page)),
        )


def _value(name: str, typed: str) -> str:
    """One value as addresses write it; empty when there is none such."""
    if name in CLOSED_CHOICES:
        return typed if typed in CLOSED_CHOICES[name] else ""
    if name == "category":
        return typed if _CATEGORY.fullmatch(typed) else ""
    if name == "page":
        number = _PAGE.fullmatch(typed)
        return str(int(number[1])) if number and int(number[1]) > 1 else ""
    return typed[:MAX_TEXT] if name == "q" else ""


class CatalogState(AppState, rx.State):
    """Results, filters with counts, and the way to more."""

    phase: str = "loading"
    cards: list[CourseCard] = []
    total: int = 0
    number: int = 1
    first_number: int = 1
    pages: int = 1
    heading_ko: str = ""
    heading_en: str = ""
    text: str = ""
    sort: str = "popular"
    categories: list[FacetRow] = []
    levels: list[FacetRow] = []
    lengths: list[FacetRow] = []
    languages: list[FacetRow] = []
    active: list[FacetRow] = []
    hidden_pairs: list[tuple[str, str]] = []
    page_prefix: str = ""
    text_cleared_href: str = urls.COURSES

    @rx.event
    @policy(search_courses)
    async def load(self):
        """Fill the page from its address."""
        query = Query.parse(str(self.router.url.query))
        self._fill(query, await self._call(search_courses, query.filter()))

    @rx.event
    @policy(search_courses)
    async def more(self):
        """Put the next page under the cards that are there, while there is one."""
        if self.number >= self.pages:
            return
        query = Query.parse(str(self.router.url.query))
        following = query.replaced("page", str(self.number + 1))
        page = await self._call(search_courses, following.filter())
        if page.number > self.number:
            self.cards = [*self.cards, *page.cards]
            self.number = page.number

    @rx.event
    @policy(payload=SortChoice)
    async def order(self, sort: str):
        """Show the same results in another order."""
        return rx.redirect(Query.parse(str(self.router.url.query)).replaced("sort", sort).href)

    def _fill(self, query: Query, page: CatalogPage) -> None:
        """Put one page of results in place (also for pages rendered on the server)."""
        self.cards, self.total = page.cards, page.total
        self.number = self.first_number = page.number
        self.pages = page.pages
        self.text, self.sort = query.one("q"), query.one("sort", "popular")
        self.categories = _rows(query, "category", page.categories)
        self.levels = _rows(query, "level", page.levels)
        self.lengths = _rows(query, "length", page.lengths)
        self.languages = _rows(query, "language", page.languages)
        chosen = [row for row in self.categories if row.is_on]
        self.heading_ko = "·".join(row.label_ko for row in chosen)
        self.heading_en = ", ".join(row.label_en for row in chosen)
        rows = (*self.categories, *self.levels, *self.lengths, *self.languages)
        self.active = [row for row in rows if row.is_on]
        self.hidden_pairs = list(query.without("q", "page").pairs)
        bare = query.without("page").href
        self.page_prefix = bare + ("&page=" if "?" in bare else "?page=")
        self.text_cleared_href = query.without("q", "page").href
        self.phase = "ready"


def _rows(query: Query, name: str, values: list[FacetValue]) -> list[FacetRow]:
    chosen = query.values(name)
    return [
        FacetRow(
            value=facet.value,
            label_ko=facet.label_ko,
            label_en=facet.label_en,
            count=facet.count,
            href=query.toggled(name, facet.value).href,
            is_on=facet.value in chosen,
        )
        for facet in values
    ]
