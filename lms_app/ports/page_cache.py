"""Keeping rendered pages for the next visitor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class KeptPage:
    """A rendered page. `version` is the data's when its data were read, `made_at` Unix seconds."""

    version: str
    made_at: float
    status: int
    policy: str
    gzipped: bytes


class PageCache(Protocol):
    """Pages by name, shared by every process of the site; names carry language and build.

    Raises `PortUnavailable("page_cache")` and nothing else: pages are then rendered each time.
    """

    def look(self, name: str) -> tuple[str, KeptPage | None]:
        """Return the data's present version, and the page as it was last kept (perhaps of an
        earlier version)."""
        ...

    def claim(self, name: str) -> tuple[bool, str, KeptPage | None]:
        """Say whether the caller is the one who renders `name` now, and look. A claim ends with
        `release` or `keep`, or by itself after some seconds."""
        ...

    def keep(self, name: str, page: KeptPage, *, releases: bool) -> None:
        """Keep a page for some minutes, if there is room; `releases` ends the caller's claim.

        One that is there is replaced, room or not.
        """
        ...

    def release(self, name: str) -> None:
        """Let the next one render."""
        ...

    def renew(self, *, at_most_every_seconds: int = 0) -> None:
        """Say that the data have changed: pages kept so far are out of date."""
        ...
