"""Jobs of the rendered pages; each is safe to repeat."""

from __future__ import annotations

from lms_app import composition

# Counts of people move all the time; a page may show one that is this old.
COUNT_SECONDS = 10


def renew(**_ids: str) -> None:
    """Call pages kept so far out of date: what they show has changed."""
    composition.page_cache().renew()


def renew_counts(**_ids: str) -> None:
    """The same for a count, not more often than every few seconds."""
    composition.page_cache().renew(at_most_every_seconds=COUNT_SECONDS)
