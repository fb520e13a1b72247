"""The text of HLS playlists, built from what the database knows. Pure functions.

Playlists hold addresses and never a key; segments are sealed with IV = media sequence
number, so the key line has no IV.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, TypeVar

from lms_app.ports.transcoder import SEGMENT_SECONDS, RenditionKind

_AUDIO_GROUP = "audio"


class PlaylistRendition(Protocol):
    """What the master playlist says of a rendition; rows and results both have it."""

    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def width(self) -> int | None: ...
    @property
    def height(self) -> int | None: ...
    @property
    def bandwidth(self) -> int: ...
    @property
    def average_bandwidth(self) -> int: ...
    @property
    def codecs(self) -> str: ...
    @property
    def frame_rate(self) -> float | None: ...


R = TypeVar("R", bound=PlaylistRendition)


def master_playlist(renditions: Iterable[R], uri_for: Callable[[R], str]) -> str:
    """The list of renditions, from the lowest up. `uri_for(rendition)` gives each one's playlist.

    The audio rendition, if any, is a group of its own that every video rendition names.
    """
    rows = list(renditions)
    videos = [row for row in rows if row.kind == RenditionKind.video]
    audios = [row for row in rows if row.kind == RenditionKind.audio]
    lines = ["#EXTM3U", "#EXT-X-VERSION:6", "#EXT-X-INDEPENDENT-SEGMENTS"]
    for number, audio in enumerate(audios):
        chosen = "YES" if number == 0 else "NO"
        lines.append(
            f'#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="{_AUDIO_GROUP}",NAME="{_quoted(audio.name)}",'
            f'DEFAULT={chosen},AUTOSELECT=YES,CHANNELS="2",URI="{_quoted(uri_for(audio))}"'
        )
    for video in sorted(videos, key=lambda row: row.bandwidth):
        lines += [_stream_line(video, audios), _quoted(uri_for(video))]
    return "\n".join(lines) + "\n"


def media_playlist(
    segment_seconds: Sequence[float],
    uri_for: Callable[[int], str],
    key_uri: str | None,
    *,
    complete: bool = True,
) -> str:
    """The list of one rendition's segments. `uri_for(sequence)` gives each one's address.

    `complete=False` makes a growing list (EVENT, without an end) of the segments so far.
    """
    target = max([SEGMENT_SECONDS, *(math.floor(s + 0.5) for s in segment_seconds)])
    lines = [
        "#EXTM3U",
        "#EXT-X-VERSION:6",
        f"#EXT-X-TARGETDURATION:{target}",
        "#EXT-X-MEDIA-SEQUENCE:0",
        f"#EXT-X-PLAYLIST-TYPE:{'VOD' if complete else 'EVENT'}",
        "#EXT-X-INDEPENDENT-SEGMENTS",
    ]
    if key_uri is not None:
        lines.append(f'#EXT-X-KEY:METHOD=AES-128,URI="{_quoted(key_uri)}"')
    for sequence, seconds in enumerate(segment_seconds):
        lines += [f"#EXTINF:{seconds:.6f},", _quoted(uri_for(sequence))]
    if complete:
        lines.append("#EXT-X-ENDLIST")
    return "\n".join(lines) + "\n"


def _stream_line(video: PlaylistRendition, audios: Sequence[PlaylistRendition]) -> str:
    sound = max((row.bandwidth for row in audios), default=0)
    average_sound = max((row.average_bandwidth for row in audios), default=0)
    codecs = ",".join([video.codecs, *dict.fromkeys(row.codecs for row in audios)])
    attributes = [
        f"BANDWIDTH={video.bandwidth + sound}",
        f"AVERAGE-BANDWIDTH={video.average_bandwidth + average_sound}",
        f"RESOLUTION={video.width}x{video.height}",
        f"FRAME-RATE={video.frame_rate or 0:.3f}",
        f'CODECS="{_quoted(codecs)}"',
    ]
    if audios:
        attributes.append(f'AUDIO="{_AUDIO_GROUP}"')
    return "#EXT-X-STREAM-INF:" + ",".join(attributes)


def _quoted(text: str) -> str:
    """`text` as it may stand in a playlist; an address never has what would break a line."""
    if any(character in text for character in '"\r\n'):
        raise ValueError("a playlist value must not hold quotes or line breaks")
    return text
