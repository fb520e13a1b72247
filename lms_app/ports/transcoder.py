"""Video in, HLS renditions out: what the pipeline asks of FFmpeg and the data it speaks.

What lives here: the Protocol, the closed list of reasons a file is refused for, the shapes
of facts, rungs and results. What does not: FFmpeg (`adapters/ffmpeg/`), encryption
(`adapters/hls_sealing.py`), playlists (`services/media/playlists.py`).

Segments are clear MPEG-TS, named by media sequence number (`s00000.ts`), all renditions cut on
the same grid (`segment_start`) and all timestamps moved by `TIMESTAMP_OFFSET_SECONDS`, so that
what is encoded apart fits together without a break.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import Protocol

SEGMENT_SECONDS = 4
FIRST_STARTS = (0, 1, 2)
"""Where the first segments begin: short ones, so that somebody can watch at once."""

TIMESTAMP_OFFSET_SECONDS = 10


def segment_start(sequence: int) -> int:
    """The second of the video where segment `sequence` begins: 0, 1, 2, 4, 8, 12 ..."""
    if sequence < len(FIRST_STARTS):
        return FIRST_STARTS[sequence]
    return SEGMENT_SECONDS * (sequence - len(FIRST_STARTS) + 1)


def segment_at(seconds: float) -> int:
    """The sequence number of the segment that holds this second of the video."""
    if seconds < SEGMENT_SECONDS:
        return max(n for n, start in enumerate(FIRST_STARTS) if start <= max(0.0, seconds))
    return len(FIRST_STARTS) - 1 + int(seconds // SEGMENT_SECONDS)


class RejectionReason(StrEnum):
    """Why a file cannot become a lesson's video; each has a text in `i18n`."""

    empty_file = "empty_file"
    malware = "malware"
    not_a_video = "not_a_video"
    unsupported_format = "unsupported_format"
    unsupported_codec = "unsupported_codec"
    no_video_stream = "no_video_stream"
    truncated = "truncated"
    damaged = "damaged"
    too_short = "too_short"
    too_long = "too_long"
    too_large_dimensions = "too_large_dimensions"
    too_many_streams = "too_many_streams"
    frame_rate_too_high = "frame_rate_too_high"
    memory_limit = "memory_limit"
    time_limit = "time_limit"


class MediaRejected(Exception):
    """The file itself is the trouble: trying again gives the same. `detail` is for the log."""

    def __init__(self, reason: RejectionReason, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else str(reason))
        self.reason = reason
        self.detail = detail


class TranscodeStopped(Exception):
    """`should_stop` said so; the encoder is gone and its output is of no use."""


class RenditionKind(StrEnum):
    video = "video"
    audio = "audio"


@dataclass(frozen=True, slots=True)
class MediaFacts:
    """What a file turned out to be.

    `width` and `height` are what a viewer sees: rotation and pixel shape applied.
    `fps` is the constant rate the renditions get, `source_fps` what the file averages.
    `duration_seconds` is what a viewer gets; the picture may end before the sound, at
    `picture_seconds`, and then stands still. `audio_index` is an index among all streams.
    """

    container: str
    duration_seconds: float
    width: int
    height: int
    fps: Fraction
    source_fps: float
    video_codec: str
    pix_fmt: str
    rotation: int
    streams: int
    video_index: int
    has_audio: bool = False
    audio_index: int | None = None
    audio_codec: str = ""
    audio_channels: int = 0
    picture_seconds: float = 0.0
    interlaced: bool = False
    color_space: str = ""
    color_transfer: str = ""
    color_primaries: str = ""

    @property
    def is_hdr(self) -> bool:
        """High dynamic range (PQ or HLG), to be mapped to the standard range."""
        return self.color_transfer in {"smpte2084", "arib-std-b67"}


@dataclass(frozen=True, slots=True)
class RungSpec:
    """One video rendition to make. Rates are bits per second."""

    name: str
    width: int
    height: int
    max_bitrate: int
    crf: int


@dataclass(frozen=True, slots=True)
class SegmentFile:
    """One finished clear segment of the rendition `rendition`.

    `codecs` is the RFC 6381 name of what is in it.
    """

    rendition: str
    sequence: int
    path: Path
    seconds: float
    size: int
    codecs: str


@dataclass(frozen=True, slots=True)
class RenditionOutput:
    """One finished rendition. Bandwidths are measured, bits per second, without encryption.

    `codecs` is the RFC 6381 name read from the stream. Width, height and frame rate are 0
    for audio.
    """

    name: str
    kind: RenditionKind
    width: int
    height: int
    frame_rate: float
    bandwidth: int
    average_bandwidth: int
    codecs: str
    segments: tuple[SegmentFile, ...]

    @property
    def segment_files(self) -> list[Path]:
        return [segment.path for segment in self.segments]

    @property
    def segment_seconds(self) -> list[float]:
        return [segment.seconds for segment in self.segments]

    @property
    def duration_seconds(self) -> float:
        return sum(segment.seconds for segment in self.segments)


@dataclass(frozen=True, slots=True)
class SpriteSheets:
    """Small pictures of a video on sheets of `columns` x `rows`, one every `seconds`.

    Picture n shows second n x `seconds`; `width` and `height` are of one picture, in pixels.
    """

    files: tuple[Path, ...]
    seconds: int
    width: int
    height: int
    columns: int
    rows: int
    count: int


@dataclass(frozen=True, slots=True)
class Posters:
    """JPEG pictures to choose a poster from; `chosen` is the one to begin with."""

    files: tuple[Path, ...]
    chosen: int


class StillMaker(Protocol):
    """Keeps single pictures of the segments it is shown, and makes stills of them.

    Sprites are of the lowest rung, posters of the highest that is no larger than a poster.
    """

    def consider(self, segment: SegmentFile) -> None:
        """Look at a clear segment before it is taken away. Segments of a rendition in order."""
        ...

    def make_sprites(self) -> SpriteSheets:
        """Once the lowest rung was seen. Raises `PortUnavailable`."""
        ...

    def make_posters(self) -> Posters:
        """Once all rungs were seen. Raises `MediaRejected` without a picture, `PortUnavailable`."""
        ...


class Transcoder(Protocol):
    """Raises `MediaRejected`, `TranscodeStopped` and `PortUnavailable`; nothing else escapes.

    `PortUnavailable` means that the encoder died or the disk is full: trying again may help.
    """

    def probe(self, path: Path, should_stop: Callable[[], bool] = ...) -> MediaFacts:
        """Look at the file, decode a little of both ends, refuse with a named reason."""
        ...

    def plan(self, facts: MediaFacts) -> list[RungSpec]:
        """The rungs worth making for this source, from the highest down."""
        ...

    def transcode(
        self,
        path: Path,
        out_dir: Path,
        facts: MediaFacts,
        rungs: Sequence[RungSpec],
        *,
        with_sound: bool,
        on_progress: Callable[[float], None] = ...,
        on_segment: Callable[[SegmentFile], None] = ...,
        should_stop: Callable[[], bool] = ...,
    ) -> list[RenditionOutput]:
        """Encode `rungs`, and the audio if asked for and there is any, in one pass below `out_dir`.

        Returns video renditions from the lowest up, then audio. `on_progress` gets 0..100, at
        most twice a second; `on_segment` each segment as soon as it is whole (the file may be
        moved away then); `should_stop` is asked about twice a second. All three are called in
        the caller's thread.
        """
        ...

    def stills(self, folder: Path, facts: MediaFacts, rungs: Sequence[RungSpec]) -> StillMaker:
        """A maker of stills for a video of all these `rungs`; it works in the folder `folder`."""
        ...
