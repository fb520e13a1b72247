"""Rendering a page to HTML with the values its states would have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

# State name -> var name -> value; values are whatever the page's states hold.
StateValues = Mapping[str, Mapping[str, Any]]


class PageRenderer(Protocol):
    """Renders the built pages. Answers within a few seconds or not at all."""

    def render(self, address: str, state: str) -> str:
        """Return the HTML of the page at `address` (path and query) with `state` (JSON of
        `StateValues`).

        Raises `PortUnavailable("page_renderer")` when it is away, busy, late, or failed.
        """
        ...
