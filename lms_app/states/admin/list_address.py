"""The address of a list is its state: filters and page stand in the query string."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from lms_app.core.pagination import PageRequest

PAGE_SIZE = 50
MAX_VALUE = 120


@dataclass(frozen=True)
class ListAddress:
    """One value for each name; empty values are left out of the address."""

    path: str
    values: dict[str, str]

    @classmethod
    def parse(cls, path: str, query: str, names: tuple[str, ...]) -> ListAddress:
        """Read a query string; what is not named is dropped, the first of doubles counts."""
        found: dict[str, str] = {}
        for name, value in parse_qsl(query[:2000]):
            if name in {*names, "page"} and value:
                found.setdefault(name, value[:MAX_VALUE])
        return cls(path, found)

    def get(self, name: str) -> str:
        return self.values.get(name, "")

    def href(self, **changes: str) -> str:
        """Return the address with other values; the page starts over unless it is given."""
        kept = {k: v for k, v in self.values.items() if k != "page"} | changes
        pairs = [(name, value) for name, value in kept.items() if value]
        return self.path + (f"?{urlencode(pairs)}" if pairs else "")

    @property
    def page_prefix(self) -> str:
        """Return the address of a page up to its number."""
        bare = self.href()
        return bare + ("&page=" if "?" in bare else "?page=")

    @property
    def request(self) -> PageRequest:
        page = self.get("page")
        number = int(page) if page.isdecimal() and len(page) < 6 else 1
        return PageRequest(number=number, size=PAGE_SIZE)
