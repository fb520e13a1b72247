"""Texts for pages: both languages are compiled in, the language Var chooses in the browser.

`use_language(var)` is called once at start, before pages are built. Everything here takes plain
values or Vars and returns a Var (or a plain string while no language Var is known, as in tests).
"""

from __future__ import annotations

import json
from typing import Any

import reflex as rx
from reflex.vars import VarData

from lms_app import i18n
from lms_app.i18n.catalog import PLACEHOLDER

_language: list[rx.Var] = []
_time_zone: list[rx.Var] = []


def use_language(var: rx.Var) -> None:
    """Name the Var that holds the visitor's language ("ko" or "en")."""
    _language[:] = [var]


def use_time_zone(var: rx.Var) -> None:
    """Name the Var that holds the visitor's time zone (empty: the site's)."""
    _time_zone[:] = [var]


def language() -> rx.Var[str]:
    """The visitor's language as a Var (Korean while none is registered)."""
    return _language[0] if _language else rx.Var.create(i18n.DEFAULT_LANGUAGE)


def js(template: str, *values: Any, kind: type = str) -> rx.Var:
    """A Var from a JavaScript expression; each `$` stands for one value, escaped or by name.

    The one place where expressions are put together, so that hooks and imports of the
    Vars inside travel along.
    """
    parts = template.split("$")
    if len(parts) != len(values) + 1:
        raise ValueError("one value for each $")
    variables = [value if isinstance(value, rx.Var) else rx.Var.create(value) for value in values]
    expression = parts[0] + "".join(
        f"{variable!s}{part}" for variable, part in zip(variables, parts[1:], strict=True)
    )
    data = VarData.merge(*(variable._get_all_var_data() for variable in variables))
    return rx.Var(_js_expr=f"({expression})", _var_type=kind, _var_data=data).to(kind)


def _written(value: Any) -> rx.Var:
    """A parameter as it stands in a sentence: whole numbers with thousands separators."""
    if isinstance(value, rx.Var):
        if value._var_type in (int, float):
            return js("Number($ ?? 0).toLocaleString('en-US')", value)
        return js("String($ ?? '')", value)
    return rx.Var.create(f"{value:,}" if isinstance(value, int) else str(value))


def _sentence(template: str, params: dict[str, Any]) -> rx.Var:
    pieces: list[rx.Var] = []
    end = 0
    for match in PLACEHOLDER.finditer(template):
        pieces.append(rx.Var.create(template[end : match.start()]))
        value = params[match["name"]]
        if match["one"] is None:
            pieces.append(_written(value))
        else:
            pieces.append(js("Number($) === 1 ? $ : $", value, match["one"], match["many"]))
        end = match.end()
    pieces.append(rx.Var.create(template[end:]))
    return js(" + ".join("$" * len(pieces)), *pieces)


def t(key: str, **params: Any) -> rx.Var[str] | str:
    """The text of `key` in the visitor's language; parameters may be Vars."""
    korean, english = i18n.pair(key)
    if not _language:
        return i18n.lookup(key, **params)
    if korean == english and not params:
        return korean
    if not params:
        return js("$ === 'en' ? $ : $", language(), english, korean)
    return js(
        "$ === 'en' ? $ : $", language(), _sentence(english, params), _sentence(korean, params)
    )


def choose(key_of: dict[str, str], value: rx.Var, default: str) -> rx.Var[str]:
    """The text whose key belongs to `value`: choose({"draft": "course.status.draft"}, row.status, ...)."""
    cases = [(name, t(key)) for name, key in key_of.items()]
    return rx.match(value, *cases, t(default))


def number(value: Any) -> rx.Var[str]:
    """1284 -> "1,284"."""
    return js("Number($ ?? 0).toLocaleString('en-US')", value)


def duration(seconds: Any) -> rx.Var[str]:
    """A length in words: "12시간 40분" / "12h 40m"; "45초" under a minute."""
    total = js("Math.round(Number($ ?? 0))", seconds, kind=int)
    hours = js("Math.floor($ / 3600)", total, kind=int)
    minutes = js("Math.floor($ % 3600 / 60)", total, kind=int)
    return js(
        "$ < 60 ? $ : $ === 0 ? $ : $ === 0 ? $ : $",
        total,
        t("length.seconds", seconds=total),
        hours,
        t("length.minutes", minutes=minutes),
        minutes,
        t("length.hours", hours=hours),
        t("length.hours_minutes", hours=hours, minutes=minutes),
    )


def clock(seconds: Any) -> rx.Var[str]:
    """A place in a video: "03:18", "1:02:05"."""
    return js(
        "((s) => { const p = (n) => String(n).padStart(2, '0'), h = Math.floor(s / 3600);"
        " return (h ? h + ':' : '') + p(Math.floor(s % 3600 / 60)) + ':' + p(s % 60); })"
        "(Math.max(0, Math.floor(Number($ ?? 0))))",
        seconds,
    )


def date(at: Any) -> rx.Var[str]:
    """A time (ISO text or datetime Var) as a date: "2026. 11. 23." / "Nov 23, 2026"."""
    return js(
        "((v, l) => { const d = new Date(String(v).replace(' ', 'T'));"
        " return isNaN(d) ? '' : new Intl.DateTimeFormat(l === 'en' ? 'en-US' : 'ko-KR',"
        " {timeZone: $ || $, year: 'numeric', month: l === 'en' ? 'short' : 'numeric', day: 'numeric'})"
        ".format(d); })($ ?? '', $)",
        _time_zone[0] if _time_zone else "",
        i18n.DISPLAY_TIME_ZONE,
        at,
        language(),
    )


def date_time(at: Any) -> rx.Var[str]:
    """A time to the second: "2026. 11. 23. 22:10:05" / "Nov 23, 2026, 22:10:05"."""
    return js(
        "((v, l) => { const d = new Date(String(v).replace(' ', 'T'));"
        " return isNaN(d) ? '' : new Intl.DateTimeFormat(l === 'en' ? 'en-US' : 'ko-KR',"
        " {timeZone: $ || $, year: 'numeric', month: l === 'en' ? 'short' : 'numeric',"
        " day: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit',"
        " hourCycle: 'h23'}).format(d); })($ ?? '', $)",
        _time_zone[0] if _time_zone else "",
        i18n.DISPLAY_TIME_ZONE,
        at,
        language(),
    )


def file_size(size_bytes: Any) -> rx.Var[str]:
    """ "420 kB", "1.2 GB"."""
    return js(
        "((b) => { const u = ['B', 'kB', 'MB', 'GB', 'TB']; let i = 0;"
        " while (b >= 1000 && i < 4) { b /= 1000; i++; }"
        " return b.toFixed(i > 1 ? 1 : 0) + ' ' + u[i]; })(Number($ ?? 0))",
        size_bytes,
    )


def both(korean: str, english: str) -> str:
    """Both languages as JSON, for facades that carry their texts into JavaScript."""
    return json.dumps({"ko": korean, "en": english}, ensure_ascii=False)
