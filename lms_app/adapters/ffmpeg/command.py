"""The FFmpeg command of one pass: decode once, split, scale, cut into segments.

Built with ffmpeg-python; all renditions get their key frames where segments start
(`ports/transcoder.py`) and nowhere else, so the muxer cuts at every key frame and a player may
change between renditions at every segment.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import ffmpeg

from lms_app.adapters.ffmpeg.binaries import FFMPEG
from lms_app.adapters.ffmpeg.limits import THREADS
from lms_app.adapters.ffmpeg.probing import SAFE_INPUT, input_name
from lms_app.ports.transcoder import (
    FIRST_STARTS,
    SEGMENT_SECONDS,
    TIMESTAMP_OFFSET_SECONDS,
    MediaFacts,
    RungSpec,
)

AUDIO_NAME = "audio"
AUDIO_BITRATE = 128_000
AUDIO_RATE = 48_000
PLAYLIST = "index.m3u8"
PIECE_SECONDS = 1
"""No segment is shorter. Sound, which could be cut anywhere, is cut into pieces of this length."""

_KEY_FRAMES = (
    f"expr:gte(t,if(lt(n_forced,{len(FIRST_STARTS)}),n_forced,"
    f"{SEGMENT_SECONDS}*(n_forced-{len(FIRST_STARTS) - 1})))"
)
"""The same grid as `segment_start` in the words of FFmpeg; the first starts are 0, 1, 2."""

_GLOBAL = ("-nostdin", "-nostats", "-v", "error", "-progress", "pipe:1", "-stats_period", "0.5")
_SD_MATRICES = {"smpte170m", "bt470bg", "fcc"}


def ladder_command(
    source: Path, out_dir: Path, facts: MediaFacts, rungs: Sequence[RungSpec], *, with_sound: bool
) -> list[str]:
    """Arguments that write `<out_dir>/<rendition>/s00000.ts ...` and its `index.m3u8`.

    `rungs` from the highest down. Sound comes in pieces that are joined later.
    """
    opened = ffmpeg.input(input_name(source), threads=THREADS, **SAFE_INPUT)
    base = _shown(opened[str(facts.video_index)], facts, rungs[0].width, rungs[0].height)
    copies = base.filter_multi_output("split", len(rungs)) if len(rungs) > 1 else None
    outputs = []
    for number, rung in enumerate(rungs):
        picture = base if copies is None else copies.stream(number)
        if number > 0:
            picture = picture.filter("scale", rung.width, rung.height, flags="bicubic")
            picture = picture.filter("setsar", "1")
        outputs.append(
            ffmpeg.output(
                picture,
                str(out_dir / rung.name / PLAYLIST),
                **_video_options(rung, facts),
                **_segment_options(out_dir / rung.name),
            )
        )
    if with_sound and facts.audio_index is not None:
        outputs.append(
            ffmpeg.output(
                _sound(opened[str(facts.audio_index)], facts),
                str(out_dir / AUDIO_NAME / PLAYLIST),
                **{**_segment_options(out_dir / AUDIO_NAME), **_audio_options()},
            )
        )
    merged = ffmpeg.merge_outputs(*outputs).global_args(*_GLOBAL)
    return [str(argument) for argument in merged.compile(cmd=FFMPEG, overwrite_output=True)]


def _shown(video: Any, facts: MediaFacts, width: int, height: int) -> Any:
    """The picture as a viewer should see it; FFmpeg itself has turned it upright before.

    Constant rate, progressive, square pixels, standard range, eight bits.
    """
    if facts.interlaced:
        video = video.filter("yadif", deint="interlaced")
    rate = f"{facts.fps.numerator}/{facts.fps.denominator}"
    video = video.filter("fps", fps=rate, start_time=0)
    if facts.duration_seconds > facts.picture_seconds:
        standstill = facts.duration_seconds - facts.picture_seconds
        video = video.filter("tpad", stop_mode="clone", stop_duration=f"{standstill:.3f}")
    video = video.filter("scale", width, height, flags="bicubic", **_color_options(facts))
    video = video.filter("setsar", "1").filter("format", "yuv420p")
    return video.filter(
        "setparams",
        range="tv",
        color_primaries="bt709",
        color_trc="bt709",
        colorspace="bt709",
    )


def _color_options(facts: MediaFacts) -> dict[str, str]:
    """How to get to BT.709 from what the source says, or from what its size suggests."""
    options = {"out_color_matrix": "bt709", "out_range": "tv"}
    if facts.is_hdr:
        options |= {
            "in_color_matrix": "bt2020",
            "in_primaries": "bt2020",
            "in_transfer": facts.color_transfer,
            "out_primaries": "bt709",
            "out_transfer": "bt709",
            "intent": "perceptual",
        }
    elif facts.color_space in _SD_MATRICES:
        options["in_color_matrix"] = "bt601"
    elif facts.color_space.startswith("bt2020"):
        options["in_color_matrix"] = "bt2020"
    elif facts.color_space in {"", "unknown"} and min(facts.width, facts.height) < 720:
        options["in_color_matrix"] = "bt601"
    elif facts.color_space in {"", "unknown"}:
        options["in_color_matrix"] = "bt709"
    return options


def _sound(audio: Any, facts: MediaFacts) -> Any:
    """Stereo that starts with the picture and ends with it, whatever the source does."""
    resampled = audio.filter("aresample", AUDIO_RATE, **{"async": 1000, "first_pts": 0})
    stereo = resampled.filter(
        "aformat", sample_fmts="fltp", sample_rates=AUDIO_RATE, channel_layouts="stereo"
    )
    return stereo.filter("atrim", end=f"{facts.duration_seconds:.6f}")


def _video_options(rung: RungSpec, facts: MediaFacts) -> dict[str, object]:
    longest_gop = math.ceil(SEGMENT_SECONDS * facts.fps) + 1
    return {
        "c:v": "libx264",
        "preset": "veryfast",
        "profile:v": "high",
        "threads": THREADS,
        "crf": rung.crf,
        "maxrate": rung.max_bitrate,
        "bufsize": 2 * rung.max_bitrate,
        "g": longest_gop,
        "keyint_min": longest_gop,
        "sc_threshold": 0,
        "force_key_frames": _KEY_FRAMES,
        "x264-params": "open-gop=0",
    }


def _audio_options() -> dict[str, object]:
    """Sound with several frames to a packet: a fifth smaller than frame by frame.

    The muxer would move all timestamps by that delay, so it is told to keep them.
    """
    return {
        "c:a": "aac",
        "b:a": AUDIO_BITRATE,
        "ac": 2,
        "muxdelay": 0.4,
        "hls_segment_options": "mpegts_copyts=1",
    }


def _segment_options(folder: Path) -> dict[str, object]:
    """Segments that fit together however they were made: fixed offset, nothing shifted."""
    return {
        "format": "hls",
        "map_metadata": -1,
        "map_chapters": -1,
        "output_ts_offset": TIMESTAMP_OFFSET_SECONDS,
        "avoid_negative_ts": "disabled",
        "muxdelay": 0,
        "muxpreload": 0,
        "hls_time": PIECE_SECONDS,
        "hls_list_size": 0,
        "hls_playlist_type": "event",
        "hls_flags": "independent_segments+temp_file",
        "hls_segment_filename": str(folder / "s%05d.ts"),
        "start_number": 0,
    }
