"""What passes between those who know a page's data and those who answer with its HTML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

ESCAPED_SLASH = "%2F"


@dataclass(frozen=True)
class Visit:
    """One request for a page. `language` is the visitor's, `query` without its question mark, `path`
    decoded but for an `ESCAPED_SLASH`.

    `presents_session`: they hold a session that is still open; who they are is found out after
    connecting, and nothing of them is in the page.
    """

    path: str
    query: str
    language: str
    presents_session: bool = False


@dataclass(frozen=True)
class PageHead:
    """What programs read: search engines, link previews. `path` is the canonical one, with the
    query that belongs to it; `image` a path of this site; `structured` are JSON-LD objects.
    `has_preview`: who sends its link shows what it is, also while no search engine lists it."""

    title: str
    description: str = ""
    path: str = ""
    kind: str = "website"
    image: str = ""
    structured: tuple[Mapping[str, Any], ...] = ()
    is_indexed: bool = True
    has_preview: bool = False


@dataclass(frozen=True)
class PageContent:
    """A page for a visitor whom nobody knows: its states' values as JSON, and its head.

    `address` is what to render, `is_kept` whether the next visitor may get the same bytes. With a
    `location` there is nothing to render: the page has moved there for good.
    """

    address: str
    state: str
    head: PageHead
    status: int = 200
    is_kept: bool = False
    location: str = ""


class PageSource(Protocol):
    """Knows every page of the site."""

    async def is_session_open(self, token: str) -> bool:
        """Whether this session cookie still belongs to somebody; raises `PortUnavailable`."""
        ...

    def name(self, visit: Visit) -> str:
        """Name of what the visit would be shown: equal names, equal bytes (in one language)."""
        ...

    async def content(self, visit: Visit) -> PageContent:
        """The page's values; raises `PortUnavailable` when they cannot be read."""
        ...
