"""Taking over segments while FFmpeg makes them, and measuring the renditions they form."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from lms_app.adapters.ffmpeg import jail
from lms_app.adapters.ffmpeg.binaries import FFPROBE
from lms_app.adapters.ffmpeg.command import AUDIO_NAME, PLAYLIST
from lms_app.adapters.ffmpeg.limits import LOOK
from lms_app.ports.transcoder import (
    SEGMENT_SECONDS,
    MediaFacts,
    MediaRejected,
    RejectionReason,
    RenditionKind,
    RenditionOutput,
    RungSpec,
    SegmentFile,
)

_ENTRY = re.compile(r"#EXTINF:([0-9.]+),[^\n]*\n(s\d{5}\.ts)\n")
_SPS = re.compile(rb"\x00\x00\x01\x67(...)", re.DOTALL)
_TS_PACKET = 188
_FIRST_MEDIA_PID = 0x100
_SMALL_BYTES = 20 * _TS_PACKET


@dataclass(slots=True)
class Track:
    """One rendition while it grows. `codecs` is read from its first segment."""

    name: str
    folder: Path
    rung: RungSpec | None
    codecs: str = ""
    segments: list[SegmentFile] = field(default_factory=list)

    @property
    def seconds(self) -> float:
        return sum(segment.seconds for segment in self.segments)


class SegmentWatch:
    """Reads the growing playlists; hands each segment on once, as soon as it is whole.

    FFmpeg names a segment in the playlist only after the file has its final name.
    """

    def __init__(
        self, tracks: list[Track], work: Path, on_segment: Callable[[SegmentFile], None]
    ) -> None:
        self.tracks, self._work, self._on_segment = tracks, work, on_segment

    def look(self) -> None:
        """Take over what is new."""
        for track in self.tracks:
            try:
                text = (track.folder / PLAYLIST).read_text()
            except FileNotFoundError:
                continue
            for seconds, name in _ENTRY.findall(text)[len(track.segments) :]:
                self._take(track, float(seconds), track.folder / name)

    def _take(self, track: Track, seconds: float, path: Path) -> None:
        size = path.stat().st_size
        if track.rung is None and size <= _SMALL_BYTES and not holds_media(path.read_bytes()):
            return  # an empty last piece of sound, which players complain about
        if not track.codecs:
            track.codecs = read_codecs(path, self._work)
        segment = SegmentFile(track.name, len(track.segments), path, seconds, size)
        track.segments.append(segment)
        self._on_segment(segment)


def holds_media(transport_stream: bytes) -> bool:
    """True when a packet belongs to a stream of its own, not only to the tables."""
    return any(
        int.from_bytes(transport_stream[at + 1 : at + 3], "big") & 0x1FFF >= _FIRST_MEDIA_PID
        for at in range(0, len(transport_stream) - _TS_PACKET + 1, _TS_PACKET)
        if int.from_bytes(transport_stream[at + 1 : at + 3], "big") & 0x1FFF < 0x1000
    )


def read_codecs(segment: Path, work: Path) -> str:
    """The RFC 6381 name of a segment's only stream, from the stream itself."""
    lines: list[str] = []
    jail.run(
        [
            *(FFPROBE, "-v", "error", "-show_entries", "stream=codec_name,profile,extradata"),
            *("-show_data", "-of", "json", "-i", f"file:{segment.absolute()}"),
        ],
        work,
        LOOK,
        on_line=lines.append,
    )
    [stream] = json.loads("\n".join(lines))["streams"]
    if stream["codec_name"] == "aac":
        return "mp4a.40.2"
    match = _SPS.search(_from_hex_dump(stream["extradata"]))
    if match is None:
        raise MediaRejected(RejectionReason.damaged, "no sequence parameters in the output")
    return f"avc1.{match[1].hex()}"


def _from_hex_dump(dump: str) -> bytes:
    """Bytes of lines such as `00000000: 0000 0001 6764  ...gd`."""
    groups = (line.partition(": ")[2].partition("  ")[0] for line in dump.splitlines())
    return bytes.fromhex("".join("".join(groups).split()))


def measured(track: Track, facts: MediaFacts) -> RenditionOutput:
    """The finished rendition with its bandwidths as they turned out."""
    rates = [
        8 * segment.size / segment.seconds
        for segment in track.segments
        if segment.seconds >= SEGMENT_SECONDS / 2 or len(track.segments) == 1
    ]
    average = 8 * sum(segment.size for segment in track.segments) / max(track.seconds, 0.001)
    rung = track.rung
    return RenditionOutput(
        name=track.name,
        kind=RenditionKind.audio if rung is None else RenditionKind.video,
        width=rung.width if rung else 0,
        height=rung.height if rung else 0,
        frame_rate=float(facts.fps) if rung else 0.0,
        bandwidth=round(max([*rates, average])),
        average_bandwidth=round(average),
        codecs=track.codecs,
        segments=tuple(track.segments),
    )


def new_tracks(out_dir: Path, facts: MediaFacts, rungs: list[RungSpec]) -> list[Track]:
    """An empty track, and its folder, for every rendition to come."""
    tracks = [Track(rung.name, out_dir / rung.name, rung) for rung in rungs]
    if facts.has_audio:
        tracks.append(Track(AUDIO_NAME, out_dir / AUDIO_NAME, None))
    for track in tracks:
        track.folder.mkdir(parents=True)
    return tracks
