"""Still pictures of a video: some to choose a poster from, and sheets of small ones for seeking.

They are taken from finished segments, which are upright, in standard range and our own: only the
key frame a segment begins with is kept and decoded, so that stills cost next to nothing. Short
videos have few key frames; of them every picture is looked at.
"""

from __future__ import annotations

import contextlib
import math
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import ffmpeg

from lms_app.adapters.ffmpeg import jail
from lms_app.adapters.ffmpeg.binaries import FFMPEG
from lms_app.adapters.ffmpeg.limits import LOOK
from lms_app.adapters.ffmpeg.transport_stream import elementary
from lms_app.core.errors import unavailable
from lms_app.ports.transcoder import (
    SEGMENT_SECONDS,
    MediaFacts,
    MediaRejected,
    Posters,
    RejectionReason,
    RungSpec,
    SegmentFile,
    SpriteSheets,
    segment_at,
)

POSTERS = 5
_POSTER_SIDE = 720
_SHORT_VIDEO_SECONDS = 12
_DARK_LUMA = 32
"""Mean luma (16 is black, 235 white) below which a picture shows nothing."""
_LUMA = re.compile(r"YAVG=([0-9.]+)")

SPRITE_SIDE = 160
_COLUMNS = _ROWS = 10
_MOST_SPRITES = 400


class KeyFrameStills:
    """Implements `StillMaker` in the folder `folder`."""

    def __init__(self, folder: Path, facts: MediaFacts, rungs: Sequence[RungSpec]) -> None:
        by_size = sorted(rungs, key=lambda rung: rung.width * rung.height)
        fine = [rung for rung in by_size if min(rung.width, rung.height) <= _POSTER_SIDE]
        self._folder, self._seconds, self._fps = folder, facts.duration_seconds, float(facts.fps)
        self._small, self._large = by_size[0], (fine or by_size)[-1]
        self._is_short = self._seconds <= _SHORT_VIDEO_SECONDS
        self._spacing = sprite_spacing(self._seconds)
        places = range(0, math.ceil(self._seconds), self._spacing)
        self._sprite_segments = {segment_at(place) for place in places}
        self._poster_segments = {
            segment_at(self._seconds * (n + 0.5) / POSTERS) for n in range(POSTERS)
        }
        self._sprites = 0

    def consider(self, segment: SegmentFile) -> None:
        is_sprite = (
            segment.rendition == self._small.name and segment.sequence in self._sprite_segments
        )
        is_poster = segment.rendition == self._large.name and (
            self._is_short or segment.sequence in self._poster_segments
        )
        if not (is_sprite or is_poster):
            return
        stream = segment.path.read_bytes()
        if is_sprite:
            self._sprites += 1
            self._keep("sprites", elementary(stream, first_only=True))
        if is_poster:
            self._keep("posters", elementary(stream, first_only=not self._is_short))

    def make_sprites(self) -> SpriteSheets:
        scale = min(1.0, SPRITE_SIDE / max(self._small.width, self._small.height))
        width, height = (
            max(2, 2 * round(side * scale / 2)) for side in (self._small.width, self._small.height)
        )
        columns = min(_COLUMNS, max(1, self._sprites))
        rows = min(_ROWS, max(1, math.ceil(self._sprites / columns)))
        picture = self._read("sprites").filter("scale", width, height, flags="bicubic")
        self._write(picture.filter("tile", f"{columns}x{rows}"), "sprites-%d.jpg", 5, [])
        return SpriteSheets(
            files=self._made("sprites-*.jpg"),
            seconds=self._spacing,
            width=width,
            height=height,
            columns=columns,
            rows=rows,
            count=self._sprites,
        )

    def make_posters(self) -> Posters:
        posters, luma = self._posters()
        bright = [n for n, value in enumerate(luma) if value > _DARK_LUMA]
        brightest = max(range(len(posters)), key=lambda n: luma[n] if n < len(luma) else 0.0)
        return Posters(posters, bright[0] if bright else brightest)

    def _keep(self, name: str, pictures: bytes) -> None:
        try:
            with self._stream(name).open("ab") as file:
                file.write(pictures)
        except OSError as error:
            raise unavailable("transcoder", error) from error

    def _stream(self, name: str) -> Path:
        return self._folder / f"{name}.h264"

    def _posters(self) -> tuple[tuple[Path, ...], list[float]]:
        """The candidates in order, and how bright each is."""
        picture = self._read("posters")
        if self._is_short:
            step = f"{self._seconds * self._fps / POSTERS:.4f}"
            picture = picture.filter("select", f"gte(n,(selected_n+0.5)*{step})")
        lines: list[str] = []
        picture = picture.filter("signalstats").filter(
            "metadata", mode="print", key="lavfi.signalstats.YAVG", file="pipe:1"
        )
        self._write(picture, "poster-%d.jpg", 3, lines)
        posters = self._made("poster-*.jpg")
        if not posters:
            raise MediaRejected(RejectionReason.damaged, "no picture for a poster")
        return posters, [float(value) for value in _LUMA.findall("\n".join(lines))]

    def _read(self, name: str) -> Any:
        return ffmpeg.input(f"file:{self._stream(name).absolute()}", format="h264", threads=1)

    def _write(self, picture: Any, pattern: str, quality: int, lines: list[str]) -> None:
        options = {"c:v": "mjpeg", "q:v": quality, "pix_fmt": "yuvj420p", "threads": 1}
        output = ffmpeg.output(
            picture,
            str(self._folder / pattern),
            format="image2",
            start_number=0,
            fps_mode="passthrough",
            map_metadata=-1,
            **options,
        )
        command = output.global_args("-nostdin", "-nostats", "-v", "error").compile(
            cmd=FFMPEG, overwrite_output=True
        )
        jail.run([str(part) for part in command], self._folder, LOOK, on_line=lines.append)

    def _made(self, pattern: str) -> tuple[Path, ...]:
        with contextlib.suppress(OSError):
            return tuple(
                sorted(self._folder.glob(pattern), key=lambda p: int(p.stem.rpartition("-")[2]))
            )
        return ()


def sprite_spacing(seconds: float) -> int:
    """Seconds between the small pictures: a multiple of a segment, so that each is a key frame."""
    return SEGMENT_SECONDS * max(1, math.ceil(seconds / SEGMENT_SECONDS / _MOST_SPRITES))
