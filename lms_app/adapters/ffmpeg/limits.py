"""What a file may be and what FFmpeg may use while it looks at it.

Everything FFmpeg reads was sent by strangers. Formats, protocols and decoders are white
lists: with the defaults, a playlist named `.mp4` shows another person's files.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

FORMATS = "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm"
PROTOCOLS = "file"

VIDEO_CODECS = frozenset(
    {"h264", "hevc", "vp8", "vp9", "mpeg4", "mjpeg", "prores", "dnxhd", "mpeg2video", "theora"}
)
AUDIO_CODECS = frozenset(
    {"aac", "mp3", "mp2", "opus", "vorbis", "flac", "alac", "ac3", "eac3"}
    | {"pcm_s16le", "pcm_s16be", "pcm_s24le", "pcm_s24be", "pcm_s32le", "pcm_f32le", "pcm_u8"}
)
CODECS = ",".join(sorted(VIDEO_CODECS | AUDIO_CODECS | {"libopus", "mp3float", "mp2float"}))
"""Decoders by their own names, which for MP3 differ from the codec's."""

MIB = 1024 * 1024
MAX_PIXELS = 8192 * 4352
MAX_SIDE = 8192
MAX_MEDIA_STREAMS = 8
MAX_STREAMS = 32
MAX_FPS = 300
MIN_SECONDS = 0.5

THREADS = max(1, min(4, os.cpu_count() or 1))


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one process may use: seconds on the wall and of CPU, bytes of memory and a file."""

    wall_seconds: float
    cpu_seconds: int
    memory_bytes: int
    file_bytes: int = 256 * MIB


LOOK = Bounds(wall_seconds=60, cpu_seconds=60, memory_bytes=3072 * MIB)
"""For looking at a file: headers, a few frames, a poster."""

LOOK_THROUGH = Bounds(wall_seconds=900, cpu_seconds=600, memory_bytes=3072 * MIB)
"""For reading a whole file without decoding it, when it does not say how long it is."""


def encoding_bounds(duration_seconds: float, rungs: int) -> Bounds:
    """For encoding `rungs` renditions of a video: generous, but never without an end."""
    per_second = 8 + 8 * rungs
    return Bounds(
        wall_seconds=180 + per_second * duration_seconds,
        cpu_seconds=int(180 + per_second * duration_seconds),
        memory_bytes=4096 * MIB,
    )
