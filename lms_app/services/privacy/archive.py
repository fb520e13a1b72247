"""The ZIP somebody gets of their data: a page to read, and each table as JSON and CSV.

A cell that a spreadsheet would run as a formula is written as text (OWASP, CSV injection).
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import Any

from sqlalchemy.dialects.postgresql import Range

from lms_app.core import csv_text
from lms_app.db.person_rows import PersonRows
from lms_app.services.privacy import archive_page


def write(
    path: Path,
    tables: Sequence[PersonRows],
    files: Mapping[str, bytes],
    language: str,
    site_url: str,
) -> None:
    """Write the ZIP to `path`; texts are in `language` (ko or en). `files` are laid beside them."""
    filled = [table for table in tables if table.rows]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("index.html", archive_page.page(filled, list(files), language, site_url))
        for name, content in files.items():
            packed.writestr(name, content)
        for table in filled:
            packed.writestr(f"data/{table.table}.json", _json(table))
            packed.writestr(f"data/{table.table}.csv", csv_text.MARK + _csv(table))


def _json(table: PersonRows) -> str:
    rows = [
        {name: _plain(value) for name, value in zip(table.columns, row, strict=True)}
        for row in table.rows
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def _csv(table: PersonRows) -> str:
    return csv_text.lines([table.columns, *([_cell(value) for value in row] for row in table.rows)])


def _cell(value: Any) -> str:
    text = _text(value)
    return csv_text.plain_cell(text) if isinstance(value, str) else text


def _text(value: Any) -> str:
    plain = _plain(value)
    if plain is None:
        return ""
    return plain if isinstance(plain, str) else json.dumps(plain, ensure_ascii=False)


def _plain(value: Any) -> Any:
    """Turn a database value into what JSON has."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Range):
        return [value.lower, value.upper]
    if value is None or isinstance(value, bool | int | float | str | dict):
        return value
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else str(value)
