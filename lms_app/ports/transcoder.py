"""Video in, HLS renditions out: what the pipeline asks of FFmpeg and the data it speaks.

What lives here: the Protocol, the closed list of reasons a file is refused for, the shapes
of facts, rungs and results. What does not: FFmpeg (`adapters/ffmpeg/`), encryption
(`adapters/hls_sealing.py`), playlists (`services/media/playlists.py`).

Segments are clear MPEG-TS of `SEGMENT_SECONDS`, named by media sequence number
(`s00000.ts`), all renditions cut on the same grid and all timestamps moved by
`TIMESTAMP_OFFSET_SECONDS`, so that pieces encoded apart fit together without a break.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import Protocol

SEGMENT_SECONDS = 4
TIMESTAMP_OFFSET_SECONDS = 10


class RejectionReason(StrEnum):
    """Why a file cannot become a lesson's video; each has a text in `i18n`."""

    empty_file = "empty_file"
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
    """One finished clear segment of the rendition `rendition`."""

    rendition: str
    sequence: int
    path: Path
    seconds: float
    size: int


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
class TranscodeResult:
    """Video renditions from the lowest up, then audio if the source has any; a JPEG poster."""

    renditions: tuple[RenditionOutput, ...]
    poster_file: Path
    duration_seconds: float


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
        on_progress: Callable[[float], None] = ...,
        on_segment: Callable[[SegmentFile], None] = ...,
        should_stop: Callable[[], bool] = ...,
    ) -> TranscodeResult:
        """Encode all `rungs` and the audio in one pass below the empty folder `out_dir`.

        `on_progress` gets 0..100, at most twice a second; `on_segment` each segment as soon
        as it is whole (the file may be moved away then); `should_stop` is asked about twice
        a second. All three are called in the caller's thread.
        """
        ...
