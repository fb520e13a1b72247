"""How numbers, dates, durations and sizes are written in each language."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

DISPLAY_TIME_ZONE = "Asia/Seoul"
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_MINUTE, _HOUR, _DAY = 60, 3600, 86400


def number(value: float) -> str:
    """1284 -> "1,284"; the same in both languages."""
    return f"{value:,}"


def duration(seconds: float, lang: str) -> str:
    """A length in words: "12시간 40분" / "12h 40m"; under a minute "45초" / "45s"."""
    total = round(seconds)
    hour, minute, second = ("h", "m", "s") if lang == "en" else ("시간", "분", "초")
    if total < _MINUTE:
        return f"{total}{second}"
    hours, minutes = divmod(total // _MINUTE, 60)
    parts = [f"{hours}{hour}"] if hours else []
    if minutes:
        parts.append(f"{minutes}{minute}")
    return " ".join(parts)


def clock(seconds: float) -> str:
    """A place in a video: "03:18", "1:02:05"."""
    minutes, second = divmod(int(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute:02}:{second:02}"


def _local(at: dt.datetime) -> dt.datetime:
    return at.astimezone(ZoneInfo(DISPLAY_TIME_ZONE))


def date(at: dt.datetime, lang: str) -> str:
    """ "2026. 11. 23." / "Nov 23, 2026", in the site's time zone."""
    local = _local(at)
    if lang == "en":
        return f"{_MONTHS[local.month - 1]} {local.day}, {local.year}"
    return f"{local.year}. {local.month}. {local.day}."


def date_time(at: dt.datetime, lang: str) -> str:
    """The date with hours and minutes: "2026. 11. 23. 14:05" / "Nov 23, 2026, 14:05"."""
    joint = ", " if lang == "en" else " "
    return f"{date(at, lang)}{joint}{_local(at):%H:%M}"


def relative_time(at: dt.datetime, now: dt.datetime, lang: str) -> str:
    """How long ago in the coarsest fitting unit; a date when it is more than 30 days."""
    passed = max(0, int((now - at).total_seconds()))
    if passed < _MINUTE:
        return "just now" if lang == "en" else "방금"
    if passed < _HOUR:
        return f"{passed // _MINUTE}m ago" if lang == "en" else f"{passed // _MINUTE}분 전"
    if passed < _DAY:
        return f"{passed // _HOUR}h ago" if lang == "en" else f"{passed // _HOUR}시간 전"
    if passed < 30 * _DAY:
        return f"{passed // _DAY}d ago" if lang == "en" else f"{passed // _DAY}일 전"
    return date(at, lang)


def file_size(size_bytes: int) -> str:
    """ "820 B", "420 kB", "1.2 GB": decimal units, one digit after the point from megabytes on."""
    size = float(size_bytes)
    for unit in ("B", "kB", "MB", "GB"):
        if size < 1000:
            return f"{size:.0f} {unit}" if unit in ("B", "kB") else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} TB"
