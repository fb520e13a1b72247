"""A still picture for the video: a typical frame near the beginning that is not black."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import ffmpeg

from lms_app.adapters.ffmpeg import jail
from lms_app.adapters.ffmpeg.binaries import FFMPEG
from lms_app.adapters.ffmpeg.command import shown
from lms_app.adapters.ffmpeg.limits import LOOK
from lms_app.adapters.ffmpeg.probing import SAFE_INPUT, input_name
from lms_app.ports.transcoder import MediaFacts, MediaRejected, RejectionReason, RungSpec

_PLACES = (0.10, 0.25, 0.50, 0.75, 0.0)
_CANDIDATE_FRAMES = 25
_DARK = 32.0
"""Mean luma (16 is black, 235 white) below which a frame shows nothing."""


def make_poster(
    source: Path,
    target: Path,
    facts: MediaFacts,
    size: RungSpec,
    should_stop: Callable[[], bool],
) -> None:
    """Write a JPEG of the size of `size`: from 10 % on, or further on when that is dark.

    When all is dark, the last place tried stays. Raises `MediaRejected`.
    """
    for place in _PLACES:
        command = _command(source, target, facts, size, facts.duration_seconds * place)
        luma = _mean_luma(command, target.parent, should_stop)
        if luma is not None and luma > _DARK:
            return
    if not target.exists():
        raise MediaRejected(RejectionReason.damaged, "no frame for a poster")


def _command(
    source: Path, target: Path, facts: MediaFacts, size: RungSpec, start: float
) -> list[str]:
    """Take the most typical of some frames from `start` on, and print its mean luma."""
    opened = ffmpeg.input(input_name(source), ss=f"{start:.3f}", threads=2, **SAFE_INPUT)
    picture = opened[str(facts.video_index)].filter("thumbnail", _CANDIDATE_FRAMES)
    picture = shown(picture, facts, size.width, size.height)
    picture = picture.filter("signalstats")
    picture = picture.filter("metadata", mode="print", key="lavfi.signalstats.YAVG", file="pipe:1")
    command = (
        ffmpeg.output(
            picture,
            str(target),
            **{"frames:v": 1, "c:v": "mjpeg", "q:v": 3, "color_range": "pc", "map_metadata": -1},
            format="image2",
            update=1,
        )
        .global_args("-nostdin", "-nostats", "-v", "error")
        .compile(cmd=FFMPEG, overwrite_output=True)
    )
    return [str(argument) for argument in command]


def _mean_luma(command: list[str], folder: Path, should_stop: Callable[[], bool]) -> float | None:
    found: list[float] = []

    def note(line: str) -> None:
        name, _, value = line.partition("=")
        if name == "lavfi.signalstats.YAVG":
            found.append(float(value))

    jail.run(command, folder, LOOK, on_line=note, should_stop=should_stop)
    return found[0] if found else None
