"""Looking at a file inside the jail: what it says, whether its end is there, one frame."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from lms_app.adapters.ffmpeg import jail
from lms_app.adapters.ffmpeg.binaries import FFMPEG, FFPROBE
from lms_app.adapters.ffmpeg.judging import judge, start_of
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
from lms_app.core.errors import PortUnavailable
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
_MAX_ANSWER_CHARACTERS = 256 * 1024
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
        raise PortUnavailable("transcoder", error.strerror or "unreadable") from error
    probing = _Probing(path, should_stop)
    description = probing.describe()
    facts = judge(description, max_seconds)
    end = probing.end_of_video(facts) - start_of(description.get("format", {}))
    if facts.duration_seconds == 0:  # recorded live: the file does not know how long it is
        facts = replace(facts, duration_seconds=end)
        if end < MIN_SECONDS:
            raise MediaRejected(RejectionReason.too_short, f"{end:.3f} s")
        if end > max_seconds:
            raise MediaRejected(RejectionReason.too_long, f"{end:.0f} s")
    elif not is_whole(end, facts.duration_seconds):
        detail = f"ends at {end:.1f} of {facts.duration_seconds:.1f} s"
        raise MediaRejected(RejectionReason.truncated, detail)
    probing.decode_first_frame(facts)
    return facts


def is_whole(seconds: float, announced_seconds: float) -> bool:
    """True when what is there is close enough to what was announced."""
    return seconds >= min(announced_seconds * _WHOLE_SHARE, announced_seconds - 0.5)


class _Probing:
    def __init__(self, path: Path, should_stop: Callable[[], bool]) -> None:
        self._path, self._should_stop = path, should_stop

    def describe(self) -> dict[str, Any]:
        """What ffprobe says of container and streams."""
        answer: list[str] = []
        finished = self._ffprobe(["-show_entries", _ENTRIES, "-of", "json"], answer.append)
        if finished.returncode != 0:
            raise MediaRejected(self._refusal(finished.complaints), finished.complaints[-300:])
        text = "".join(answer)
        if len(text) > _MAX_ANSWER_CHARACTERS:
            raise MediaRejected(RejectionReason.too_many_streams, "endless description")
        description: dict[str, Any] = json.loads(text)
        return description

    def end_of_video(self, facts: MediaFacts) -> float:
        """Where the last video packet that is really there ends, seconds as stamped.

        Only the last tenth is read when the file says how long it is.
        """
        end = 0.0

        def note(line: str) -> None:
            nonlocal end
            pts, _, rest = line.partition(",")
            length = rest.strip().strip(",")
            if _is_number(pts):
                end = max(end, float(pts) + (float(length) if _is_number(length) else 0))

        arguments = ["-select_streams", str(facts.video_index), "-of", "csv=p=0"]
        arguments += ["-show_entries", "packet=pts_time,duration_time"]
        if facts.duration_seconds:
            arguments += ["-read_intervals", f"{facts.duration_seconds * 0.9:.3f}%"]
        self._ffprobe(arguments, note, LOOK if facts.duration_seconds else LOOK_THROUGH)
        return end

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
        if "exceeds specified max pixel count" in complaints:
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
