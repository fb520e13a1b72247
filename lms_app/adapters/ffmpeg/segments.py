"""Taking over segments while FFmpeg makes them, and measuring the renditions they form."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lms_app.adapters.ffmpeg.command import AUDIO_NAME, PIECE_SECONDS, PLAYLIST
from lms_app.adapters.ffmpeg.transport_stream import PACKET, avc_codecs, holds_media
from lms_app.ports.transcoder import (
    SEGMENT_SECONDS,
    MediaFacts,
    MediaRejected,
    RejectionReason,
    RenditionKind,
    RenditionOutput,
    RungSpec,
    SegmentFile,
    segment_start,
)

_ENTRY = re.compile(r"#EXTINF:([0-9.]+),[^\n]*\n(s\d{5,}\.ts)\n")
_AAC_LC = "mp4a.40.2"
_SMALL_BYTES = 20 * PACKET


@dataclass(slots=True)
class Track:
    """One rendition while it grows. `codecs` is read from its first segment."""

    name: str
    folder: Path
    rung: RungSpec | None
    codecs: str = ""
    segments: list[SegmentFile] = field(default_factory=list)
    pieces: list[tuple[float, Path]] = field(default_factory=list)
    read_characters: int = 0
    playlist_bytes: int = 0

    @property
    def seconds(self) -> float:
        return sum(segment.seconds for segment in self.segments)

    @property
    def pieces_wanted(self) -> int:
        """How many pieces make the next segment: pictures come cut right, sound does not."""
        if self.rung is not None:
            return 1
        following = len(self.segments)
        return (segment_start(following + 1) - segment_start(following)) // PIECE_SECONDS


class SegmentWatch:
    """Reads the growing playlists; hands each segment on once, as soon as it is whole.

    FFmpeg names a file in the playlist only after it has its final name. Looking costs nothing
    while nothing was added, however long the playlist has become.
    """

    def __init__(self, tracks: list[Track], on_segment: Callable[[SegmentFile], None]) -> None:
        self.tracks, self._on_segment = tracks, on_segment

    def look(self) -> None:
        """Take over what is new."""
        for track in self.tracks:
            for seconds, path in _added(track):
                self._take(track, seconds, path)

    def finish(self) -> None:
        """Take over the last ones, and what is left of the sound."""
        self.look()
        for track in self.tracks:
            if track.pieces:
                self._join(track)

    def _take(self, track: Track, seconds: float, path: Path) -> None:
        is_small = track.rung is None and path.stat().st_size <= _SMALL_BYTES
        if is_small and not holds_media(path.read_bytes()):
            return  # an empty last piece of sound, which players complain about
        track.pieces.append((seconds, path))
        if len(track.pieces) >= track.pieces_wanted:
            self._join(track)

    def _join(self, track: Track) -> None:
        """Make one segment of the pieces that wait; their packets follow each other anyway."""
        pieces, track.pieces = track.pieces, []
        path = pieces[0][1]
        if track.rung is None:
            path = track.folder / f"joined{len(track.segments):05d}.ts"
            with path.open("wb") as whole:
                for _, piece in pieces:
                    whole.write(piece.read_bytes())
                    piece.unlink()
        if not track.codecs:
            track.codecs = _AAC_LC if track.rung is None else _codecs(path)
        segment = SegmentFile(
            rendition=track.name,
            sequence=len(track.segments),
            path=path,
            seconds=sum(seconds for seconds, _ in pieces),
            size=path.stat().st_size,
            codecs=track.codecs,
        )
        track.segments.append(segment)
        self._on_segment(segment)


def _added(track: Track) -> list[tuple[float, Path]]:
    """What the playlist names since it was read last. It is only ever added to."""
    playlist = track.folder / PLAYLIST
    try:
        size = playlist.stat().st_size
        if size == track.playlist_bytes:
            return []
        text = playlist.read_text()
    except FileNotFoundError:
        return []
    track.playlist_bytes = size
    found = []
    for entry in _ENTRY.finditer(text, track.read_characters):
        found.append((float(entry[1]), track.folder / entry[2]))
        track.read_characters = entry.end()
    return found


def _codecs(path: Path) -> str:
    codecs = avc_codecs(path.read_bytes())
    if codecs is None:
        raise MediaRejected(RejectionReason.damaged, "no sequence parameters in the output")
    return codecs


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


def new_tracks(
    out_dir: Path, facts: MediaFacts, rungs: Sequence[RungSpec], *, with_sound: bool
) -> list[Track]:
    """An empty track, and its folder, for every rendition of a pass."""
    tracks = [Track(rung.name, out_dir / rung.name, rung) for rung in rungs]
    if with_sound and facts.has_audio:
        tracks.append(Track(AUDIO_NAME, out_dir / AUDIO_NAME, None))
    for track in tracks:
        track.folder.mkdir(parents=True)
    return tracks
