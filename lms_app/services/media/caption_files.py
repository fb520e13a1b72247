"""WebVTT and SubRip as people have them: repaired where that is safe, else refused by line.

Own code: the parsers there are (webvtt-py, pysubs2, srt) stop at the first fault or leave out what
they do not understand without a word, and none tells the line.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from lms_app.core.errors import InvalidInput
from lms_app.core.text import clean_text
from lms_app.services.media.caption_encoding import decode_captions

MAX_CAPTION_BYTES = 2 * 1024 * 1024
MAX_CUES = 10_000
MAX_CUE_TEXT = 500
# A line without an end, with nothing after it, stays for this long.
LAST_SECONDS = 4.0
LATEST_SECONDS = 360_000.0

_STAMP = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})(?:[.,:](\d{1,3}))?"
_TIMING = re.compile(rf"\s*{_STAMP}\s*-->\s*(?:{_STAMP}(?:\s.*)?|(?:[A-Za-z].*)?)$")
# What stands before the arrow of a line that means to be a time; other arrows are text.
_ALMOST_TIME = re.compile(r"\s*\d+[:.,;]\S{0,40}\s*-+>")
_BREAKS = re.compile(r"\r\n|\r|\n")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff]")
_MARK = "[\u0300-\u036f\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]"
_MARK_RUN = re.compile(f"({_MARK}{{4}}){_MARK}+")
_SPEAKER = re.compile(r"<v(?:\.[^\s<>]*)?\s([^<>]*)>")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<\d[\d:.]*>|</>")
_STYLE_TAG = re.compile(
    r"</?(?:b|i|u|s|c|v|font|ruby|rt|lang)(?:[.\s][^<>]*)?>|\{\\[^{}]*\}", re.IGNORECASE
)
_BLOCK = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|$)")


@dataclass(frozen=True)
class CaptionFile:
    """The cues of a file, {start, end, text} in order, and how often what was repaired:
    `overlaps`, `ends`, `order`, `empty`."""

    cues: list[dict[str, Any]]
    repairs: dict[str, int]


@dataclass
class _Cue:
    """A cue as it is read; `line` is that of its time, `end` below `start` means none."""

    line: int
    start: float
    end: float
    lines: list[str] = field(default_factory=list)
    text: str = ""


def read_caption_file(data: bytes, language: str) -> CaptionFile:
    """Read a WebVTT or SubRip file of at most `MAX_CAPTION_BYTES`. Raises `InvalidInput`."""
    if len(data) > MAX_CAPTION_BYTES:
        raise InvalidInput("error.captions_size", maximum=MAX_CAPTION_BYTES // 1024**2)
    lines = _BREAKS.split(_CONTROLS.sub("", decode_captions(data, language)))
    is_vtt = lines[0].lstrip().startswith("WEBVTT")
    repairs: Counter[str] = Counter()
    read = []
    for cue in _cues(lines, is_vtt=is_vtt):
        cue.text = _text(cue, is_vtt=is_vtt)
        if cue.text:
            read.append(cue)
        else:
            repairs["empty"] += 1
    if not read:
        raise InvalidInput("error.captions_none")
    return CaptionFile(_in_time(read, repairs), dict(repairs))


def _cues(lines: list[str], *, is_vtt: bool) -> Iterator[_Cue]:
    """The cues with the lines up to the next one's time, its name or number left out."""
    cue: _Cue | None = None
    count = 0
    for number, line in enumerate(lines, start=1):
        timed = _timing(line, number)
        if timed is None:
            if cue is not None:
                cue.lines.append(line)
            elif not is_vtt and line.strip() and not line.strip().isdigit():
                raise InvalidInput("error.captions_untimed", line=number)
            continue
        if cue is not None:
            yield _without_name(cue, is_vtt=is_vtt)
        count += 1
        if count > MAX_CUES:
            raise InvalidInput("error.captions_many", line=number, maximum=MAX_CUES)
        cue = timed
    if cue is not None:
        yield cue


def _timing(line: str, number: int) -> _Cue | None:
    if "->" not in line:
        return None
    found = _TIMING.match(line[:1000])
    if found is None:
        if _ALMOST_TIME.match(line[:1000]):
            raise InvalidInput("error.captions_time", line=number)
        return None
    start, end = _seconds(found.groups()[:4]), _seconds(found.groups()[4:])
    if start >= LATEST_SECONDS:
        raise InvalidInput("error.captions_time", line=number)
    return _Cue(number, start, min(end, LATEST_SECONDS))


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, fraction = parts
    if seconds is None or minutes is None:
        return -1.0
    thousandths = int((fraction or "0").ljust(3, "0"))
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds) + thousandths / 1000


def _without_name(cue: _Cue, *, is_vtt: bool) -> _Cue:
    """Take off the line right before the next time: its number, or its name after a blank line."""
    before, last = ["", *cue.lines[-2:]][-2:] if cue.lines else ("", "")
    if last.strip().isdigit() or (is_vtt and last.strip() and not before.strip()):
        cue.lines.pop()
    return cue


def _text(cue: _Cue, *, is_vtt: bool) -> str:
    """The words of a cue, plain: tags are taken off, what is left of them is text to everybody."""
    kept: list[str] = []
    is_note = False
    for line in cue.lines:
        if not line.strip():
            is_note = False
        elif is_vtt and _BLOCK.match(line) and (not kept or kept[-1] == ""):
            is_note = True
        kept.append("" if is_note else line)
    text = "\n".join(kept)
    text = _SPEAKER.sub(lambda found: f"{found[1].strip()}: " if found[1].strip() else "", text)
    text = _STYLE_TAG.sub("", text)
    if is_vtt:
        text = html.unescape(_TAG.sub("", text))
    text = _MARK_RUN.sub(r"\1", _CONTROLS.sub("", text.replace("\r", "\n")))
    words = (" ".join(line.split()) for line in text.split("\n"))
    try:
        return clean_text("\n".join(filter(None, words)), "captions", maximum=MAX_CUE_TEXT)
    except InvalidInput as error:
        is_long = error.key == "error.text_long"
        key = "error.captions_long" if is_long else "error.captions_characters"
        raise InvalidInput(key, line=cue.line, maximum=MAX_CUE_TEXT) from error


def _in_time(cues: list[_Cue], repairs: Counter[str]) -> list[dict[str, Any]]:
    """Put cues in order, give each an end, and let none reach into the next."""
    ordered = sorted(cues, key=lambda cue: cue.start)
    repairs["order"] += sum(a is not b for a, b in zip(cues, ordered, strict=True))
    joined: list[_Cue] = []
    for cue in ordered:
        last = joined[-1] if joined else None
        if last and cue.start - last.start < 0.001:
            both = f"{last.text}\n{cue.text}"
            last.text = both if len(both) <= MAX_CUE_TEXT else last.text
            last.end = max(last.end, cue.end)
            repairs["overlaps"] += 1
        else:
            joined.append(cue)
    for cue, following in zip_longest(joined, joined[1:]):
        if cue.end <= cue.start:
            cue.end = following.start if following else cue.start + LAST_SECONDS
            repairs["ends"] += 1
        elif following and cue.end > following.start:
            cue.end = following.start
            repairs["overlaps"] += 1
    for name in [name for name, count in repairs.items() if not count]:
        del repairs[name]
    return [
        {"start": round(cue.start, 3), "end": round(cue.end, 3), "text": cue.text} for cue in joined
    ]
