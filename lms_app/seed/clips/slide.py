"""Draws the slide of a clip, tenth by tenth, repainting only what changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from .spec import GROUNDS, ClipSpec
from .strip import draw_strip, strip_height

_FONT_FILE = Path(__file__).parents[1] / "fonts" / "Pretendard-Bold.otf"
_ROWS_A_PAGE = 5
_CLEAR_BELOW = 0.78  # of the height; the lowest 22 % belongs to the captions
_STROKE_SECONDS = 1.2  # a sentence is struck as fast as a hand with a highlighter would


@dataclass(frozen=True)
class _Row:
    """One written line: which cue it belongs to and where it stands (pixels)."""

    cue: int
    text: str
    left: int
    baseline: int
    width: int


@dataclass(frozen=True)
class _Sheets:
    """A page in three states: as shown now, every row struck, every row already read."""

    shown: Image.Image
    struck: Image.Image
    read: Image.Image


@lru_cache(maxsize=16)
def _font(pixels: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(_FONT_FILE), pixels)


class Slide:
    """The frames of one clip. Sizes are those of a 720p frame, scaled to the frame's height."""

    def __init__(self, spec: ClipSpec) -> None:
        self._spec = spec
        self._colors = GROUNDS[spec.ground]
        self._scale = min(spec.size[1] / 720, spec.size[0] / 1280)
        self._left = self._px(112)
        self._text = _font(self._px(38))
        self._pages = self._write_pages()
        self._glyphs = self._clock_glyphs()

    def frames(self) -> Iterator[Image.Image]:
        """One image for each tenth of a second. The same image object is reused."""
        page, sheets = -1, self._draw_page(0)
        for tenths in range(round(self._spec.seconds * 10)):
            now = tenths / 10
            cue = self._cue_at(now)
            if (wanted := self._page_of(cue)) != page:
                page, sheets = wanted, self._draw_page(wanted)
            self._strike(sheets, page, cue, now)
            self._draw_clock(sheets.shown, tenths, cue)
            draw_strip(ImageDraw.Draw(sheets.shown), self._spec.size, tenths)
            yield sheets.shown

    def _px(self, at_720p: float) -> int:
        return round(at_720p * self._scale)

    def _cue_at(self, now: float) -> int:
        """The index of the cue being spoken or spoken last, 0 before the first."""
        started = [i for i, cue in enumerate(self._spec.cues) if cue.start_seconds <= now]
        return started[-1] if started else 0

    def _page_of(self, cue: int) -> int:
        return next((p for p, rows in enumerate(self._pages) if rows[-1].cue >= cue), 0)

    def _write_pages(self) -> list[list[_Row]]:
        """Lay the sentences out on the rules; a sentence is never torn over two pages."""
        pages: list[list[_Row]] = []
        room = self._spec.size[0] - self._left - self._px(64)
        for number, cue in enumerate(self._spec.cues):
            lines = self._wrap(cue.text(self._spec.language), room)
            if not pages or len(pages[-1]) + len(lines) > _ROWS_A_PAGE:
                pages.append([])
            for line in lines:
                baseline = self._px(276 + 66 * len(pages[-1]))
                width = round(self._text.getlength(line))
                pages[-1].append(_Row(number, line, self._left, baseline, width))
        return pages

    def _wrap(self, text: str, room: int) -> list[str]:
        lines: list[str] = []
        for word in text.split():
            joined = f"{lines[-1]} {word}" if lines else word
            if lines and self._text.getlength(joined) <= room:
                lines[-1] = joined
            else:
                lines.append(word)
        return lines

    def _draw_page(self, page: int) -> _Sheets:
        shown = Image.new("RGB", self._spec.size, self._colors.paper)
        self._draw_paper(shown)
        sheets = _Sheets(shown, shown.copy(), shown.copy())
        for row in self._rows(page):
            self._write(shown, row, self._colors.ink)
            box = self._stroke_box(row)
            ImageDraw.Draw(sheets.struck).rectangle(box, fill=self._colors.mark)
            self._write(sheets.struck, row, self._colors.on_mark)
            underline = (box[0], box[3] - self._px(7), box[2], box[3] - self._px(2))
            ImageDraw.Draw(sheets.read).rectangle(underline, fill=self._colors.mark)
            self._write(sheets.read, row, self._colors.ink)
        return sheets

    def _rows(self, page: int) -> list[_Row]:
        return self._pages[page] if self._pages else []

    def _write(self, image: Image.Image, row: _Row, color: str) -> None:
        at = (row.left, row.baseline)
        ImageDraw.Draw(image).text(at, row.text, color, self._text, anchor="ls")

    def _draw_paper(self, image: Image.Image) -> None:
        draw, colors, px = ImageDraw.Draw(image), self._colors, self._px
        width, height = self._spec.size
        floor = round(height * _CLEAR_BELOW)
        for row in range(_ROWS_A_PAGE):
            y = px(276 + 66 * row + 14)
            draw.line((0, y, width, y), fill=colors.rule, width=max(1, px(2)))
        margin = self._left - px(28)
        draw.line((margin, strip_height(height), margin, floor), fill=colors.rule, width=px(3))
        draw.text((self._left, px(84)), self._spec.subtitle, colors.ink, _font(px(26)), anchor="ls")
        title = self._fitting(self._spec.title, width - self._left - px(64), px(54))
        draw.text((self._left, px(160)), self._spec.title, colors.ink, title, anchor="ls")

    def _fitting(self, text: str, room: int, pixels: int) -> ImageFont.FreeTypeFont:
        while pixels > 12 and _font(pixels).getlength(text) > room:
            pixels -= 2
        return _font(pixels)

    def _stroke_box(self, row: _Row) -> tuple[int, int, int, int]:
        px = self._px
        return (row.left - px(8), row.baseline - px(38), row.left + row.width + px(8),
                row.baseline + px(12))  # fmt: skip

    def _strike(self, sheets: _Sheets, page: int, current: int, now: float) -> None:
        """Bring the rows up to date: one sentence is struck at a time, read ones stay underlined.

        Rows are copied only while the stroke moves: most frames repaint nothing here.
        """
        start = self._spec.cues[current].start_seconds if self._spec.cues else 0.0
        if not start <= now <= start + _STROKE_SECONDS + 0.1:
            return
        rows = self._rows(page)
        for row in (row for row in rows if row.cue < current):
            self._copy(sheets.read, sheets.shown, row, 1.0)
        mine = [row for row in rows if row.cue == current]
        left = sum(row.width for row in mine) * min(1.0, (now - start + 0.1) / _STROKE_SECONDS)
        for row in mine:
            self._copy(sheets.struck, sheets.shown, row, min(1.0, left / row.width))
            left -= row.width

    def _copy(self, source: Image.Image, target: Image.Image, row: _Row, share: float) -> None:
        if share <= 0:
            return
        x0, y0, x1, y1 = self._stroke_box(row)
        box = (x0, y0, x0 + max(1, round((x1 + 1 - x0) * share)), y1 + 1)
        target.paste(source.crop(box), box[:2])

    def _clock_glyphs(self) -> dict[str, Image.Image]:
        """Tiles of fixed width, drawn once: the time code then does not dance."""
        font, tiles = _font(self._px(30)), {}
        for glyph in "0123456789:./# ":
            cell = (self._px(12 if glyph in ":./" else 20), self._px(38))
            tile = Image.new("RGB", cell, self._colors.paper)
            place = (cell[0] / 2, self._px(30))
            ImageDraw.Draw(tile).text(place, glyph, self._colors.ink, font, anchor="ms")
            tiles[glyph] = tile
        return tiles

    def _draw_clock(self, image: Image.Image, tenths: int, cue: int) -> None:
        """`00:12.3 #2/5` in the upper right corner."""
        minutes, rest = divmod(tenths, 600)
        count = len(self._spec.cues)
        number = f"#{cue + 1:>{len(str(count))}}/{count}" if count else ""
        label = f"{minutes:02}:{rest // 10:02}.{rest % 10}  {number}"
        x = self._spec.size[0] - self._px(48) - sum(self._glyphs[g].width for g in label)
        for glyph in label:
            image.paste(self._glyphs[glyph], (x, self._px(50)))
            x += self._glyphs[glyph].width
