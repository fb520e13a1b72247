"""The drawing on a course's cover: pure, deterministic, about 3 kB of SVG.

The motif follows the category, the ground follows the slug, one accent is highlighted. Pages set
the course's word over it in HTML (same type as the page); `with_word=True` writes it into the
drawing for pictures that travel alone (link previews).
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 640, 360
# The start is chosen so that the demo school's best-known courses look as they were designed.
_FACTOR, _START, _MIX = 16777619, 3566263507, 0x2C1B3C6D


@dataclass(frozen=True)
class Ground:
    """One of eight grounds: the field, two tones of it, its ink, and the highlighter on it."""

    field: str
    tone: str
    tone_2: str
    ink: str
    accent: str


GROUNDS = (
    Ground("#1b4ed6", "#103db9", "#4a74e4", "#ffffff", "#eaf153"),
    Ground("#c4402f", "#a32d1f", "#d8644f", "#ffffff", "#ffd9a0"),
    Ground("#f1eee7", "#c9c3b1", "#dcd7ca", "#141720", "#eaf153"),
    Ground("#e9f0fe", "#8fb3fe", "#c7daff", "#0f38a9", "#ffffff"),
    Ground("#f3c64c", "#d19c1c", "#e4b135", "#141720", "#ffffff"),
    Ground("#141720", "#2b303c", "#3a4050", "#ffffff", "#eaf153"),
    Ground("#5a3a86", "#472b6f", "#8265ab", "#ffffff", "#eaf153"),
    Ground("#0e5a49", "#0a4638", "#2a7a66", "#ffffff", "#f3c64c"),
)
MOTIFS = {
    "dev": "grid",
    "data": "bars",
    "design": "arcs",
    "business": "steps",
    "language": "ruled",
    "photo": "rings",
    "music": "wave",
}


def ground_index(slug: str) -> int:
    """The ground of a slug, 0 to 7; components/ground.py has the same sum in the browser."""
    total = _START
    for character in slug:
        total = (total * _FACTOR + ord(character)) & 0xFFFFFFFF
    total ^= total >> 15
    total = (total * _MIX) & 0xFFFFFFFF
    return (total ^ total >> 13) >> 29


def cover_svg(slug: str, word: str, category_slug: str, *, with_word: bool = False) -> str:
    """The cover of a course as SVG text, 640 by 360; the same input gives the same bytes."""
    ground = GROUNDS[ground_index(slug)]
    draw = _DRAWINGS[MOTIFS.get(category_slug, "grid")]
    shapes = draw(random.Random(f"margin:{slug}:{category_slug}"), ground)  # noqa: S311  (a drawing)
    label = _word(word, ground) if with_word else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH}" height="{HEIGHT}">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{ground.field}"/>{shapes}{label}</svg>'
    )


def panel_svg(slug: str, category_slug: str) -> str:
    """The same drawing as an upright panel, 282 by 720: twice, the upper half turned around."""
    ground = GROUNDS[ground_index(slug)]
    draw = _DRAWINGS[MOTIFS.get(category_slug, "grid")]
    upper, lower = (
        draw(random.Random(f"margin:{slug}:{category_slug}:{part}"), ground)  # noqa: S311
        for part in ("upper", "lower")
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 282 720" width="282" height="720">'
        f'<rect width="282" height="720" fill="{ground.field}"/>'
        f'<g transform="matrix(-1 0 0 -1 612 {HEIGHT})">{upper}</g>'
        f'<g transform="translate(-330 {HEIGHT})">{lower}</g></svg>'
    )


def _word(word: str, ground: Ground) -> str:
    width = sum(2 if ord(character) > 0x1100 else 1 for character in word)
    size = 82 if width <= 5 else 62 if width <= 10 else 47 if width <= 14 else 37
    return (
        f'<text x="32" y="296" fill="{ground.ink}" font-size="{size}" font-weight="800" '
        'letter-spacing="-2" font-family="Pretendard,Apple SD Gothic Neo,Noto Sans KR,sans-serif">'
        f'{escape(word)}</text><rect x="32" y="318" width="88" height="10" fill="{ground.accent}"/>'
    )


def _rect(x: float, y: float, w: float, h: float, fill: str, radius: float = 0) -> str:
    corner = f' rx="{radius:g}"' if radius else ""
    return f'<rect x="{x:g}" y="{y:g}" width="{w:g}" height="{h:g}" fill="{fill}"{corner}/>'


def _grid(rng: random.Random, ground: Ground) -> str:
    """Development: a dotted grid, cells of it filled, a few highlighted."""
    step, cell, left, top = 32, 22, 326, 24
    cells, dots = [], []
    for column in range(10):
        for row in range(10):
            x, y = left + column * step, top + row * step + 2
            chance = rng.random() - 0.018 * column
            if chance < 0.12:
                cells.append(_rect(x, y, cell, cell, ground.tone, 4))
            elif chance > 0.9 and row > 0:
                cells.append(_rect(x, y, cell, cell, ground.accent, 4))
            else:
                dots.append(f"M{x + cell // 2} {y + cell // 2}h0")
    dotted = (
        f'<path d="{"".join(dots)}" stroke="{ground.tone_2}" stroke-width="4" '
        'stroke-linecap="round"/>'
    )
    return dotted + "".join(cells)


def _bars(rng: random.Random, ground: Ground) -> str:
    """Data: columns of uneven height, one of them the answer."""
    marked = rng.randrange(3, 11)
    shapes = []
    for index in range(12):
        height = rng.uniform(0.1, 0.6) * HEIGHT
        fill = ground.tone if rng.random() < 0.55 else ground.tone_2
        if index == marked:
            height, fill = 0.69 * HEIGHT, ground.accent
        shapes.append(_rect(300 + index * 28, HEIGHT - height, 18, height, fill))
    return "".join(shapes)


def _arcs(rng: random.Random, ground: Ground) -> str:
    """Design: quarter circles in a square lattice, one highlighted."""
    side = 120
    marked = (rng.randrange(0, 2), rng.randrange(0, 2))
    shapes = []
    for column in range(3):
        for row in range(3):
            x, y = 280 + column * side, row * side
            fill = (
                ground.accent
                if (column, row) == marked
                else (ground.tone if rng.random() < 0.45 else ground.tone_2)
            )
            kind = 0 if (column, row) == marked else rng.randrange(0, 5)
            shapes.append(_quarter(x, y, side, kind, fill, rng.randrange(0, 4)))
    return "".join(shapes)


def _quarter(x: int, y: int, side: int, kind: int, fill: str, turn: int) -> str:
    if kind == 4:
        return _rect(x, y, side, side, fill)
    if kind == 3:
        half = side // 2
        return f'<circle cx="{x + half}" cy="{y + half}" r="{half}" fill="{fill}"/>'
    left, right, top, bottom = x, x + side, y, y + side
    paths = (
        f"M{left} {top}H{right}A{side} {side} 0 0 1 {left} {bottom}Z",
        f"M{right} {top}V{bottom}A{side} {side} 0 0 1 {left} {top}Z",
        f"M{right} {bottom}H{left}A{side} {side} 0 0 1 {right} {top}Z",
        f"M{left} {bottom}V{top}A{side} {side} 0 0 1 {right} {bottom}Z",
    )
    return f'<path d="{paths[turn]}" fill="{fill}"/>'


def _steps(rng: random.Random, ground: Ground) -> str:
    """Business: columns that climb."""
    count = rng.randrange(5, 7)
    width = 340 / count
    marked = rng.randrange(2, count - 1)
    shapes = []
    for index in range(count):
        height = HEIGHT * (0.34 + 0.52 * index / (count - 1)) + rng.uniform(-8, 8)
        fill = (ground.tone_2, ground.tone)[index % 2]
        fill = ground.accent if index == marked else fill
        shapes.append(_rect(310 + index * width, HEIGHT - height, width + 0.5, height, fill))
    return "".join(shapes)


def _ruled(rng: random.Random, ground: Ground) -> str:
    """Language: ruled paper with words struck by the pen, one by the highlighter."""
    lines = "".join(f"M290 {y}H640" for y in range(34, 350, 32))
    shapes = [f'<path d="{lines}" stroke="{ground.tone}" stroke-width="1.6" opacity=".55"/>']
    rows = rng.sample(range(2, 9), 4)
    marked = rows[0]
    for row in sorted(rows):
        length, start = rng.uniform(70, 210), rng.uniform(310, 420)
        fill = ground.accent if row == marked else ground.tone
        length = 180 if row == marked else length
        shapes.append(_rect(start, 34 + row * 32 - 14, length, 14, fill, 2))
    return "".join(shapes)


def _rings(rng: random.Random, ground: Ground) -> str:
    """Photography and craft: rings around a lit middle."""
    cx, cy = rng.randrange(430, 500), rng.randrange(150, 200)
    shapes = []
    for index, radius in enumerate(range(250, 30, -36)):
        fill = ground.tone_2 if index % 2 else ground.tone
        shapes.append(f'<circle cx="{cx}" cy="{cy}" r="{radius}" fill="{fill}"/>')
    shapes.append(f'<circle cx="{cx}" cy="{cy}" r="30" fill="{ground.accent}"/>')
    return "".join(shapes)


def _wave(rng: random.Random, ground: Ground) -> str:
    """Music: one voice among many."""
    phase, cycles = rng.uniform(0, math.tau), rng.uniform(1.0, 1.3)
    voices = [_voice(phase + index * 0.21, cycles, 112 - index * 15) for index in range(15)]
    others = "".join(voice for index, voice in enumerate(voices) if index != 3)
    return (
        f'<path d="{others}" fill="none" stroke="{ground.tone_2}" stroke-width="1.7"/>'
        f'<path d="{voices[3]}" fill="none" stroke="{ground.accent}" stroke-width="5"/>'
    )


def _voice(phase: float, cycles: float, amplitude: float) -> str:
    """A swinging line that starts thin at the left and leaves at the right edge."""
    points: list[tuple[float, float]] = []
    for step in range(12):
        swell = 0.25 + 0.75 * min(1, step / 5)
        y = 172 - amplitude * swell * math.sin(phase + cycles * math.tau * step / 11)
        points.append((300 + step * 32, y))
    return _smooth(points)


def _smooth(points: list[tuple[float, float]]) -> str:
    """A curve through the points (Catmull-Rom as cubic Béziers)."""
    path = [f"M{points[0][0]:.0f} {points[0][1]:.0f}"]
    for index in range(len(points) - 1):
        before, here = points[max(0, index - 1)], points[index]
        there, after = points[index + 1], points[min(len(points) - 1, index + 2)]
        first = (here[0] + (there[0] - before[0]) / 6, here[1] + (there[1] - before[1]) / 6)
        second = (there[0] - (after[0] - here[0]) / 6, there[1] - (after[1] - here[1]) / 6)
        numbers = (*first, *second, *there)
        path.append("C" + " ".join(f"{number:.0f}" for number in numbers))
    return "".join(path)


_DRAWINGS: dict[str, Callable[[random.Random, Ground], str]] = {
    "grid": _grid,
    "bars": _bars,
    "arcs": _arcs,
    "steps": _steps,
    "ruled": _ruled,
    "rings": _rings,
    "wave": _wave,
}
