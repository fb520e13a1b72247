"""Which characters our fonts can draw. PDF/A takes no glyph that stands for a missing one."""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

FONTS = Path(__file__).parent / "fonts"
# The first is the one that every other character is set in.
MAIN = ("Pretendard-Regular.otf", "Pretendard-Bold.otf")
OTHERS = ("NotoSansArabic-Bold.ttf", "NotoEmoji-Bold.ttf")
MISSING = "□"
# A word that is longer may be broken after every so many characters.
LONG_WORD = 24
_JOINERS = "\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}"
_BREAK = "\N{ZERO WIDTH SPACE}"


def covered(text: str, *, only_main: bool = False) -> str:
    """Return the text with a square for what no font has, on one line, its long words breakable.

    `only_main` leaves the other fonts out: for marks that join letters of two of them.
    """
    known = _characters(MAIN) if only_main else _characters(MAIN) | _extra()
    kept = "".join(_drawn(character, known) for character in unicodedata.normalize("NFC", text))
    return " ".join(_breakable(word) for word in kept.split())


def _drawn(character: str, known: frozenset[int]) -> str:
    if character.isspace():
        return " "
    kind = unicodedata.category(character)
    if kind in {"Cc", "Cs"} or (kind == "Cf" and character not in _JOINERS):
        return ""  # neither controls nor what turns the direction of the words around it
    if ord(character) in known:
        return character
    return "" if kind in {"Cf", "Mn"} else MISSING


def _breakable(word: str) -> str:
    if len(word) <= LONG_WORD:
        return word
    return _BREAK.join(word[at : at + LONG_WORD] for at in range(0, len(word), LONG_WORD))


def _extra() -> frozenset[int]:
    return frozenset().union(*(_in_font(name) for name in OTHERS))


@cache
def _characters(names: tuple[str, ...]) -> frozenset[int]:
    """The characters that every one of these fonts has."""
    first, *rest = (_in_font(name) for name in names)
    return first.intersection(*rest)


@cache
def _in_font(name: str) -> frozenset[int]:
    """Read a font's character map (OpenType, table `cmap`, formats 4 and 12)."""
    font = (FONTS / name).read_bytes()
    (count,) = struct.unpack_from(">H", font, 4)
    tables = (struct.unpack_from(">4sLLL", font, 12 + 16 * at) for at in range(count))
    start = next(offset for tag, _, offset, _ in tables if tag == b"cmap")
    (maps,) = struct.unpack_from(">H", font, start + 2)
    found: set[int] = set()
    for at in range(maps):
        platform, _, offset = struct.unpack_from(">HHL", font, start + 4 + 8 * at)
        if platform in {0, 3}:
            found.update(_in_map(font, start + offset))
    return frozenset(found)


def _in_map(font: bytes, at: int) -> Iterator[int]:
    (kind,) = struct.unpack_from(">H", font, at)
    if kind == 12:
        (groups,) = struct.unpack_from(">L", font, at + 12)
        for group in range(groups):
            first, last, _ = struct.unpack_from(">LLL", font, at + 16 + 12 * group)
            yield from range(first, last + 1)
    elif kind == 4:
        yield from _in_segments(font, at)


def _in_segments(font: bytes, at: int) -> Iterator[int]:
    (doubled,) = struct.unpack_from(">H", font, at + 6)
    ends, starts = at + 14, at + 16 + doubled
    deltas, offsets = starts + doubled, starts + 2 * doubled
    for segment in range(0, doubled, 2):
        (last,) = struct.unpack_from(">H", font, ends + segment)
        (first,) = struct.unpack_from(">H", font, starts + segment)
        (delta,) = struct.unpack_from(">H", font, deltas + segment)
        (offset,) = struct.unpack_from(">H", font, offsets + segment)
        for character in range(first, min(last, 0xFFFE) + 1):
            glyph = character
            if offset:
                place = offsets + segment + offset + 2 * (character - first)
                (glyph,) = struct.unpack_from(">H", font, place)
                if glyph == 0:
                    continue
            if (glyph + delta) & 0xFFFF:
                yield character
