"""A still picture for the video: a typical frame near the beginning that is not black.

It is taken from finished segments, which are upright, in standard range and our own, while
the rest is still being encoded; the source is not decoded a second time.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import ffmpeg

from lms_app.adapters.ffmpeg import jail
from lms_app.adapters.ffmpeg.binaries import FFMPEG
from lms_app.adapters.ffmpeg.limits import LOOK
from lms_app.ports.transcoder import (
    SEGMENT_SECONDS,
    MediaFacts,
    MediaRejected,
    RejectionReason,
    RungSpec,
    SegmentFile,
)

_SHORT_SIDE = 720
_PLACE = 0.10
_LOOKED_AT_PER_SECOND = 5
_DARK_LUMA = 32
"""Mean luma (16 is black, 235 white) below which a frame shows nothing."""
_MOST_TRIES = 25


class PosterPicker:
    """Feed it segments as they come; `target` then holds a JPEG."""

    def __init__(self, target: Path, facts: MediaFacts, rungs: Sequence[RungSpec]) -> None:
        small = [rung for rung in rungs if min(rung.width, rung.height) <= _SHORT_SIDE]
        self._target = target
        self._rendition = max(small or rungs, key=lambda rung: rung.width * rung.height).name
        self._first = int(facts.duration_seconds * _PLACE / SEGMENT_SECONDS)
        self._tries = 0
        self._found = False

    def consider(self, segment: SegmentFile) -> None:
        """Look at the segments from 10 % on until one has a frame that shows something."""
        if self._found or segment.rendition != self._rendition or segment.sequence < self._first:
            return
        self._tries += 1
        if self._tries <= _MOST_TRIES:
            self._found = self._pick(segment.path, bright=True)
            if not self._found and not self._target.exists():
                self._pick(segment.path, bright=False)

    def ensure_found(self) -> None:
        """Raises `MediaRejected` when there is no picture at all."""
        if not self._target.exists():
            raise MediaRejected(RejectionReason.damaged, "no frame for a poster")

    def _pick(self, segment: Path, *, bright: bool) -> bool:
        """Write the most typical frame, of the bright ones only or of all."""
        picture = ffmpeg.input(f"file:{segment.absolute()}", threads=2)["v:0"]
        picture = picture.filter("fps", _LOOKED_AT_PER_SECOND, start_time=0)
        if bright:
            picture = picture.filter("signalstats").filter(
                "metadata",
                mode="select",
                key="lavfi.signalstats.YAVG",
                value=_DARK_LUMA,
                function="greater",
            )
        picture = picture.filter("thumbnail", _LOOKED_AT_PER_SECOND * SEGMENT_SECONDS)
        fresh = self._target.with_suffix(".new.jpg")
        command = (
            ffmpeg.output(
                picture,
                str(fresh),
                format="image2",
                update=1,
                map_metadata=-1,
                **{"frames:v": 1, "c:v": "mjpeg", "q:v": 3, "pix_fmt": "yuvj420p"},
            )
            .global_args("-nostdin", "-nostats", "-v", "error")
            .compile(cmd=FFMPEG, overwrite_output=True)
        )
        jail.run([str(argument) for argument in command], self._target.parent, LOOK)
        if not fresh.exists():
            return False
        fresh.replace(self._target)
        return True
