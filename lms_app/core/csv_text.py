"""Rows as CSV that no spreadsheet runs: what looks like a formula is written as text (OWASP)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

# Wide forms too: spreadsheets for Asian languages take them for the narrow ones.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
# Tells spreadsheets that Hangul is UTF-8.
MARK = "\ufeff"


def plain_cell(text: str) -> str:
    """Return a text as a cell that is shown as it is."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def lines(rows: Iterable[Sequence[str]]) -> str:
    """Return rows of plain cells as CSV."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue()
