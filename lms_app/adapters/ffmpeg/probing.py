"""Looking at a file inside the jail: what it says, whether its end is there, one frame."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from lms_app.adapters.ffmpeg import jail
from lms_app.adapters.ffmpeg.binaries import FFMPEG, FFPROBE
from lms_app.adapters.ffmpeg.judging import judge, seconds_of, start_of
from lms_app.adapters.ffmpeg.limits import (
    CODECS,
    FORMATS,
    LOOK,
    LOOK_THROUGH,
    MAX_PIXELS,
    MIN_SECONDS,
    PROTOCOLS,
    Bounds,
)
from lms_app.core.errors import unavailable
from lms_app.ports.transcoder import MediaFacts, MediaRejected, RejectionReason

_ENTRIES = (
    "format=format_name,start_time,duration:"
    "stream=index,codec_type,codec_name,width,height,sample_aspect_ratio,avg_frame_rate,"
    "r_frame_rate,start_time,duration,nb_frames,field_order,pix_fmt,color_space,color_transfer,"
    "color_primaries,channels,sample_rate:"
    "stream_disposition=default,attached_pic:stream_side_data=rotation"
)
_QUICKTIME_BEGINNINGS = {b"ftyp", b"moov", b"mdat", b"free", b"wide", b"skip"}
_MATROSKA_BEGINNING = b"\x1a\x45\xdf\xa3"
_TOO_LARGE = "exceeds specified max pixel count"
_MAX_ANSWER_CHARACTERS = 256 * 1024
_STANDSTILL_SECONDS = 0.5
"""Sound that goes on longer than this after the picture is kept, over its last frame."""
_WHOLE_SHARE = 0.95
"""A file is whole when at least this share of its announced duration is there."""

SAFE_INPUT: dict[str, str | int] = {
    "protocol_whitelist": PROTOCOLS,
    "format_whitelist": FORMATS,
    "codec_whitelist": CODECS,
    "max_pixels": MAX_PIXELS,
}


def input_name(path: Path) -> str:
    """How a local file is named to FFmpeg: never as an option, never as another protocol."""
    return f"file:{path.absolute()}"


def probe(path: Path, max_seconds: float, should_stop: Callable[[], bool]) -> MediaFacts:
    """Look at `path`. Raises `MediaRejected`, `TranscodeStopped`, `PortUnavailable`."""
    try:
        if path.stat().st_size == 0:
            raise MediaRejected(RejectionReason.empty_file)
    except OSError as error:
        raise unavailable("transcoder", error) from error
    probing = _Probing(path, should_stop)
    description, complaints = probing.describe()
    try:
        facts = judge(description, max_seconds)
    except MediaRejected as error:
        if error.reason is RejectionReason.damaged and _TOO_LARGE in complaints:
            raise MediaRejected(RejectionReason.too_large_dimensions, complaints[-300:]) from error
        raise
    facts = _with_measured_end(facts, probing, description.get("format", {}), max_seconds)
    probing.decode_first_frame(facts)
    return facts


def _with_measured_end(
    facts: MediaFacts, probing: _Probing, container: Mapping[str, Any], max_seconds: float
) -> MediaFacts:
    """Facts with the end that is really there, not the one that was announced."""
    announced = max(seconds_of(container), facts.duration_seconds)
    ends = probing.ends(announced)
    if facts.video_index not in ends:  # the picture ends early, or nobody said when it does
        ends |= probing.ends(0)
    start = start_of(container)
    last = max(ends.values(), default=0.0) - start
    if announced and not is_whole(last, announced):
        detail = f"ends at {last:.1f} of {announced:.1f} s"
        raise MediaRejected(RejectionReason.truncated, detail)
    picture = ends.get(facts.video_index, 0.0) - start
    if picture < MIN_SECONDS:
        raise MediaRejected(RejectionReason.too_short, f"{picture:.3f} s of picture")
    sound = ends.get(facts.audio_index, 0.0) - start if facts.audio_index is not None else 0.0
    duration = sound if sound > picture + _STANDSTILL_SECONDS else picture
    if duration > max_seconds:
        raise MediaRejected(RejectionReason.too_long, f"{duration:.0f} s")
    return replace(facts, duration_seconds=duration, picture_seconds=picture)


def is_whole(seconds: float, announced_seconds: float) -> bool:
    """True when what is there is close enough to what was announced."""
    return seconds >= min(announced_seconds * _WHOLE_SHARE, announced_seconds - 0.5)


class _Probing:
    def __init__(self, path: Path, should_stop: Callable[[], bool]) -> None:
        self._path, self._should_stop = path, should_stop

    def describe(self) -> tuple[dict[str, Any], str]:
        """What ffprobe says of container and streams, and what it complains about."""
        answer: list[str] = []
        finished = self._ffprobe(["-show_entries", _ENTRIES, "-of", "json"], answer.append)
        if finished.returncode != 0:
            raise MediaRejected(self._refusal(finished.complaints), finished.complaints[-300:])
        text = "".join(answer)
        if len(text) > _MAX_ANSWER_CHARACTERS:
            raise MediaRejected(RejectionReason.too_many_streams, "endless description")
        return json.loads(text), finished.complaints

    def ends(self, announced_seconds: float) -> dict[int, float]:
        """Where the last packets that are really there end, by stream, seconds as stamped.

        Only the last tenth of the file is read, or all of it when `announced_seconds` is 0.
        """
        found: dict[int, float] = {}

        def note(line: str) -> None:
            index, pts, length, *_ = [*line.strip().split(","), "", ""]
            if index.isdigit() and _is_number(pts):
                end = float(pts) + (float(length) if _is_number(length) else 0)
                found[int(index)] = max(found.get(int(index), 0.0), end)

        arguments = [
            "-of",
            "csv=p=0",
            "-show_entries",
            "packet=stream_index,pts_time,duration_time",
        ]
        if announced_seconds:
            arguments += ["-read_intervals", f"{announced_seconds * 0.9:.3f}%"]
        self._ffprobe(arguments, note, LOOK if announced_seconds else LOOK_THROUGH)
        return found

    def decode_first_frame(self, facts: MediaFacts) -> None:
        """Raises `MediaRejected` when not even one frame comes out."""
        frames: list[str] = []
        finished = jail.run(
            [
                *(FFMPEG, "-nostdin", "-v", "error", "-threads", "2", *_safe_options()),
                *("-i", input_name(self._path), "-map", f"0:{facts.video_index}"),
                *("-frames:v", "1", "-f", "framecrc", "pipe:1"),
            ],
            self._path.parent,
            LOOK,
            on_line=lambda line: frames.append(line) if line[:1].isdigit() else None,
            should_stop=self._should_stop,
        )
        if not frames:
            raise MediaRejected(RejectionReason.damaged, finished.complaints[-300:])

    def _ffprobe(
        self, arguments: list[str], on_line: Callable[[str], None], bounds: Bounds = LOOK
    ) -> jail.Finished:
        return jail.run(
            [FFPROBE, "-v", "error", *_safe_options(), *arguments, "-i", input_name(self._path)],
            self._path.parent,
            bounds,
            on_line=on_line,
            should_stop=self._should_stop,
        )

    def _refusal(self, complaints: str) -> RejectionReason:
        with self._path.open("rb") as file:
            head = file.read(4096)
        if _TOO_LARGE in complaints:
            return RejectionReason.too_large_dimensions
        if head[4:8] in _QUICKTIME_BEGINNINGS or head[:4] == _MATROSKA_BEGINNING:
            return RejectionReason.truncated
        if "not on whitelist" in complaints and b"\0" in head:
            return RejectionReason.unsupported_format
        return RejectionReason.not_a_video


def _safe_options() -> list[str]:
    return [str(part) for name, value in SAFE_INPUT.items() for part in (f"-{name}", value)]


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).lstrip("-").isdigit()
