"""Films to measure with, drawn by FFmpeg: motion, detail and a tone, H.264 as cameras give it."""

from __future__ import annotations

import subprocess
from pathlib import Path

from lms_app.adapters.ffmpeg.binaries import FFMPEG


def draw_film(path: Path, seconds: float, size: str = "1920x1080", rate: int = 30) -> Path:
    """Write the film unless it is there; about 6 Mbit/s at 1080p."""
    if path.exists():
        return path
    unfinished = path.with_suffix(".part.mp4")
    subprocess.run(
        [
            FFMPEG, "-v", "error", "-nostdin", "-y",
            "-f", "lavfi", "-i", f"testsrc2=size={size}:rate={rate}:duration={seconds}",
            "-f", "lavfi", "-i", f"sine=frequency=330:sample_rate=48000:duration={seconds}",
            "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-b:v", "6M",
            "-g", str(2 * rate), "-c:a", "aac", "-b:a", "128k", "-movflags", "+faststart",
            unfinished,
        ],
        check=True,
    )  # fmt: skip
    unfinished.replace(path)
    return path


def repeat_film(film: Path, times: int, path: Path) -> Path:
    """Write the film `times` over, without encoding it again, unless it is there."""
    if not path.exists():
        unfinished = path.with_suffix(".part.mp4")
        subprocess.run(
            [
                FFMPEG, "-v", "error", "-nostdin", "-y", "-stream_loop", str(times - 1), "-i", film,
                "-c", "copy", "-movflags", "+faststart", unfinished,
            ],
            check=True,
        )  # fmt: skip
        unfinished.replace(path)
    return path
