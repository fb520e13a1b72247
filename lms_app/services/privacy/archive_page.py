"""The page of a copy: everything in words, readable by itself, without script and without net.

Numbers of rows and words of columns come from the catalogue; ids are in the JSON and CSV beside it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from enum import Enum
from html import escape
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import Range

from lms_app import i18n
from lms_app.core import clock
from lms_app.db.person_rows import PersonRows

ROWS_ON_PAGE = 200
LETTERS_IN_CELL = 600
# The same thing once more, or only for programs.
HIDDEN = frozenset({"id", "email_key", "updated_at", "decided_by", "rotated_to", "asset_id"})
_SPOKEN = frozenset({"language", "captions_language", "document", "method", "refused_reason"})
_STYLE = """
:root { color-scheme: light dark; --canvas: light-dark(#f8f9fb, #0d0f13);
  --surface: light-dark(#fff, #15181d); --line: light-dark(#dde0e4, #2f323a);
  --ink: light-dark(#141720, #eef0f3); --ink-2: light-dark(#42464f, #bcc0c4);
  --ink-3: light-dark(#61666e, #999da3); --pen: light-dark(#1b4ed6, #8db2fc);
  --mark: light-dark(#eaf153, #dfec4f); }
* { box-sizing: border-box; margin: 0; }
body { font: 400 16px/1.65 Pretendard, -apple-system, "Apple SD Gothic Neo", "Noto Sans KR",
  "Malgun Gothic", system-ui, sans-serif; color: var(--ink); background: var(--canvas);
  word-break: keep-all; overflow-wrap: anywhere; }
.wrap { max-width: 1080px; margin: 0 auto; padding: 40px 24px 96px; }
.brand { font-weight: 800; font-size: 21px; letter-spacing: -.02em; padding: 4px 1px;
  background: linear-gradient(var(--mark), var(--mark)) no-repeat 0 92% / 100% 12%; }
h1 { margin-top: 40px; font-size: 32px; line-height: 1.25; letter-spacing: -.028em; font-weight: 750; }
.lead { margin-top: 12px; max-width: 42em; color: var(--ink-2); }
nav { margin-top: 32px; padding: 20px 0; border-block: 2px solid var(--ink); border-bottom: 1px solid
  var(--line); display: grid; grid-template-columns: repeat(auto-fill, minmax(190px, 1fr)); gap: 4px 24px; }
nav a { display: flex; justify-content: space-between; gap: 12px; padding: 4px 0; color: var(--ink);
  text-decoration: none; font-weight: 550; }
nav a:hover, nav a:focus-visible { color: var(--pen); text-decoration: underline; }
nav span, .files, caption { color: var(--ink-3); font-size: 14px; font-variant-numeric: tabular-nums; }
section { margin-top: 48px; scroll-margin-top: 16px; }
.head { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: baseline; gap: 4px 16px; }
h2 { font-size: 20px; letter-spacing: -.016em; font-weight: 700; }
a { color: var(--pen); }
.scroll { margin-top: 12px; overflow-x: auto; background: var(--surface); border: 1px solid var(--line);
  border-radius: 12px; }
table { border-collapse: collapse; width: 100%; font-size: 14px; line-height: 1.5; }
th, td { padding: 10px 14px; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
tr:last-child td { border-bottom: 0; }
thead th { font-weight: 600; color: var(--ink-3); white-space: nowrap; }
td { min-width: 96px; max-width: 420px; white-space: pre-line; font-variant-numeric: tabular-nums; }
dl { margin-top: 12px; background: var(--surface); border: 1px solid var(--line); border-radius: 12px;
  padding: 4px 18px; }
dl div { display: grid; grid-template-columns: 180px minmax(0, 1fr); gap: 4px 20px; padding: 10px 0;
  border-bottom: 1px solid var(--line); }
dl div:last-child { border-bottom: 0; }
dt { color: var(--ink-3); font-size: 14px; line-height: 1.75; }
dd { white-space: pre-line; }
.none { color: var(--ink-3); }
.more { margin-top: 8px; color: var(--ink-3); font-size: 14px; }
@media (max-width: 600px) { .wrap { padding: 24px 18px 64px; } h1 { font-size: 26px; margin-top: 28px; }
  dl div { grid-template-columns: 1fr; gap: 0; } }
@media print { body { background: none; } nav { display: none; } .scroll { overflow: visible; } }
"""


def page(tables: Sequence[PersonRows], files: Sequence[str], language: str, site_url: str) -> str:
    """Return the page as HTML; links lead to the files beside it."""
    lang = "en" if language == "en" else "ko"
    title = _say("export.title", lang)
    day = i18n.date(clock.now(), lang)
    entries = "".join(
        f'<a href="#{_name(x)}">{_title(x, lang)}<span>{len(x.rows):,}</span></a>' for x in tables
    )
    beside = "".join(f'<a href="{escape(x)}">{_say("export.picture", lang)}</a>' for x in files)
    parts = [
        f'<!doctype html>\n<html lang="{lang}">\n<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{title} · Margin</title>\n<style>{_STYLE}</style>",
        f'<div class="wrap">\n<span class="brand">Margin</span>\n<h1>{title}</h1>',
        f'<p class="lead">{_say("export.lead", lang, site=site_url, day=day)}</p>',
        f'<nav aria-label="{_say("export.contents", lang)}">{entries}{beside}</nav>',
        *(_section(table, lang) for table in tables),
        "</div>\n</html>\n",
    ]
    return "\n".join(parts)


def _section(table: PersonRows, lang: str) -> str:
    name, count = _name(table), len(table.rows)
    files = f'<a href="data/{name}.csv">CSV</a> · <a href="data/{name}.json">JSON</a>'
    body = _facts(table, lang) if count == 1 else _list(table, lang)
    left_out = _say("export.more", lang, count=count - ROWS_ON_PAGE) if count > ROWS_ON_PAGE else ""
    return (
        f'<section id="{name}">\n<div class="head"><h2>{_title(table, lang)}</h2>'
        f'<span class="files">{_say("export.rows", lang, count=count)} · {files}</span></div>\n'
        f"{body}\n" + (f'<p class="more">{left_out}</p>\n' if left_out else "") + "</section>"
    )


def shown_columns(columns: Sequence[str]) -> list[str]:
    """Return the columns the page shows: no ids, and nothing twice."""
    return [name for name in columns if name not in HIDDEN and not name.endswith("_id")]


def _facts(table: PersonRows, lang: str) -> str:
    row = dict(zip(table.columns, table.rows[0], strict=True))
    pairs = "".join(
        f"<div><dt>{_say(f'export.column.{name}', lang)}</dt>"
        f"<dd>{_cell(name, row[name], lang)}</dd></div>"
        for name in shown_columns(table.columns)
    )
    return f"<dl>{pairs}</dl>"


def _list(table: PersonRows, lang: str) -> str:
    shown = shown_columns(table.columns)
    places = [table.columns.index(name) for name in shown]
    heads = "".join(f"<th>{_say(f'export.column.{name}', lang)}</th>" for name in shown)
    lines = []
    for row in table.rows[:ROWS_ON_PAGE]:
        pairs = zip(shown, places, strict=True)
        cells = (f"<td>{_cell(name, row[at], lang)}</td>" for name, at in pairs)
        lines.append(f"<tr>{''.join(cells)}</tr>")
    body = "\n".join(lines)
    return (
        f'<div class="scroll"><table><thead><tr>{heads}</tr></thead>\n'
        f"<tbody>{body}</tbody></table></div>"
    )


def _cell(name: str, value: Any, lang: str) -> str:
    text = _words(name, value, lang)
    if not text:
        return '<span class="none">–</span>'
    cut = text if len(text) <= LETTERS_IN_CELL else text[:LETTERS_IN_CELL].rstrip() + " …"
    return escape(cut)


def _words(name: str, value: Any, lang: str) -> str:
    """Say a value as people do: times of the site's clock, yes and no, words for states."""
    if isinstance(value, bool):
        return i18n.lookup("export.yes" if value else "export.no", lang)
    if isinstance(value, datetime):
        return i18n.date_time(value, lang)
    if isinstance(value, Enum) or (name in _SPOKEN and isinstance(value, str)):
        return _spoken(str(getattr(value, "value", value)), lang)
    if value is None or isinstance(value, str | UUID):
        return str(value or "")
    if isinstance(value, list) and all(isinstance(one, str | Range) for one in value):
        return "\n".join(f"{x.lower}–{x.upper}" if isinstance(x, Range) else x for x in value)
    if isinstance(value, int | float):
        return f"{value:,}"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else str(value)


def _spoken(value: str, lang: str) -> str:
    known = i18n.texts()
    key = value if value in known else f"export.value.{value}"
    return i18n.lookup(key, lang) if key in known else value


def _name(table: PersonRows) -> str:
    return escape(table.table)


def _title(table: PersonRows, lang: str) -> str:
    return _say(f"export.table.{table.table}", lang)


def _say(key: str, lang: str, **params: Any) -> str:
    return escape(i18n.lookup(key, lang, **params))
