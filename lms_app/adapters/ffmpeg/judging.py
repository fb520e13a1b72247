"""From ffprobe's description of a file to facts, or to the reason it is refused. Pure."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from lms_app.adapters.ffmpeg.limits import (
    AUDIO_CODECS,
    MAX_FPS,
    MAX_MEDIA_STREAMS,
    MAX_PIXELS,
    MAX_SIDE,
    MAX_STREAMS,
    MIN_SECONDS,
    VIDEO_CODECS,
)
from lms_app.ports.transcoder import MediaFacts, MediaRejected, RejectionReason

Stream = Mapping[str, Any]

_USUAL_RATES = (
    Fraction(24000, 1001),
    Fraction(24),
    Fraction(25),
    Fraction(30000, 1001),
    Fraction(30),
    Fraction(48),
    Fraction(50),
    Fraction(60000, 1001),
    Fraction(60),
)
_ROUND_RATES = (10, 12, 15, 20, 24, 25, 30, 50, 60)
_ALMOST = Fraction(6, 1000)
_EXACTLY = Fraction(4, 10000)  # tells 59.94 from 60
_ALMOST_SQUARE = Fraction(2, 100)
_STILL_PICTURES = {"png", "bmp", "gif", "webp", "tiff"}


def judge(description: Mapping[str, Any], max_seconds: float) -> MediaFacts:
    """Facts of a file that may become a video; a duration of 0 means that it does not say.

    Raises `MediaRejected`.
    """
    streams: Sequence[Stream] = description.get("streams", [])
    container: Mapping[str, Any] = description.get("format", {})
    media = [s for s in streams if s.get("codec_type") in {"video", "audio", "subtitle"}]
    if len(media) > MAX_MEDIA_STREAMS or len(streams) > MAX_STREAMS:
        raise MediaRejected(RejectionReason.too_many_streams, f"{len(streams)} streams")
    video = _video(streams)
    audio = next((s for s in streams if _is_usable_audio(s)), None)
    width, height = _displayed(video)
    duration = seconds_of(video) or seconds_of(container)
    if duration > max_seconds:
        raise MediaRejected(RejectionReason.too_long, f"{duration:.0f} s")
    if 0 < duration < MIN_SECONDS or str(video.get("nb_frames")) == "1":
        raise MediaRejected(RejectionReason.too_short, f"{duration:.3f} s")
    average = _rate(video, "avg_frame_rate")
    return MediaFacts(
        container=str(container.get("format_name", "")),
        duration_seconds=duration,
        width=width,
        height=height,
        fps=constant_rate(average, _rate(video, "r_frame_rate")),
        source_fps=float(average),
        video_codec=str(video["codec_name"]),
        pix_fmt=str(video.get("pix_fmt", "")),
        rotation=_rotation(video),
        streams=len(streams),
        video_index=int(video["index"]),
        has_audio=audio is not None,
        audio_index=int(audio["index"]) if audio else None,
        audio_codec=str(audio["codec_name"]) if audio else "",
        audio_channels=int(audio.get("channels", 0)) if audio else 0,
        interlaced=video.get("field_order") in {"tt", "bb", "tb", "bt"},
        color_space=str(video.get("color_space", "")),
        color_transfer=str(video.get("color_transfer", "")),
        color_primaries=str(video.get("color_primaries", "")),
    )


def constant_rate(average: Fraction, real: Fraction) -> Fraction:
    """The constant frame rate for a source: its own where it has one, 60 at most.

    `average` is frames over duration, `real` the rate on whose grid all timestamps lie (for
    a variable rate an arbitrary high number). Zero means unknown.
    """
    rate = average or (real if real <= 60 else Fraction(30))
    if rate > 60 * (1 + _ALMOST):
        whole_steps = (usual for usual in reversed(_USUAL_RATES) if _is_multiple(rate, usual))
        return next(whole_steps, Fraction(60))
    nearest = min(_USUAL_RATES, key=lambda usual: abs(usual - rate))
    if abs(nearest - rate) <= nearest * _ALMOST:
        return nearest
    if rate >= 10 and abs(real - rate) <= rate * _ALMOST:
        return rate.limit_denominator(1001)
    if 24 <= real <= 60:  # a variable rate on a usual grid: slow on average, not everywhere
        return real.limit_denominator(1001)
    return Fraction(next(usual for usual in _ROUND_RATES if usual >= rate))


def _is_multiple(rate: Fraction, usual: Fraction) -> bool:
    times = rate / usual
    return abs(times - round(times)) <= times * _EXACTLY


def _video(streams: Sequence[Stream]) -> Stream:
    candidates = [
        stream
        for stream in streams
        if stream.get("codec_type") == "video"
        and not stream.get("disposition", {}).get("attached_pic")
        and stream.get("codec_name") not in _STILL_PICTURES
    ]
    if not candidates:
        raise MediaRejected(RejectionReason.no_video_stream, f"{len(streams)} streams")
    video = max(candidates, key=lambda s: s.get("disposition", {}).get("default", 0))
    codec = video.get("codec_name", "unknown")
    if codec not in VIDEO_CODECS:
        raise MediaRejected(RejectionReason.unsupported_codec, str(codec))
    if _rate(video, "avg_frame_rate") > MAX_FPS:
        raise MediaRejected(RejectionReason.frame_rate_too_high, str(video["avg_frame_rate"]))
    return video


def _is_usable_audio(stream: Stream) -> bool:
    return (
        stream.get("codec_type") == "audio"
        and stream.get("codec_name") in AUDIO_CODECS
        and int(stream.get("channels") or 0) > 0
        and int(stream.get("sample_rate") or 0) > 0
    )


def _displayed(video: Stream) -> tuple[int, int]:
    """Width and height as seen: square pixels, upright."""
    width, height = int(video.get("width") or 0), int(video.get("height") or 0)
    if width < 2 or height < 2:
        raise MediaRejected(RejectionReason.damaged, f"{width}x{height}")
    if max(width, height) > MAX_SIDE or width * height > MAX_PIXELS:
        raise MediaRejected(RejectionReason.too_large_dimensions, f"{width}x{height}")
    shape = _fraction(str(video.get("sample_aspect_ratio", "1:1")).replace(":", "/"))
    if Fraction(1, 8) < shape < 1 - _ALMOST_SQUARE:
        height = round(height / shape)
    elif 1 + _ALMOST_SQUARE < shape < 8:
        width = round(width * shape)
    if _rotation(video) in {90, 270}:
        width, height = height, width
    return width, height


def _rotation(video: Stream) -> int:
    """Degrees clockwise that a player turns the picture by: 0, 90, 180 or 270."""
    for side_data in video.get("side_data_list", []):
        if "rotation" in side_data:
            return -90 * round(float(side_data["rotation"]) / 90) % 360
    return 0


def start_of(described: Mapping[str, Any]) -> float:
    """The first timestamp of a stream or of a whole file, seconds; 0 when it does not say."""
    with contextlib.suppress(KeyError, ValueError):
        return float(described["start_time"])
    return 0.0


def seconds_of(described: Mapping[str, Any]) -> float:
    """How long a stream or a whole file says it is; 0 when it does not say."""
    with contextlib.suppress(KeyError, ValueError):
        return max(0.0, float(described["duration"]))
    return 0.0


def _rate(video: Stream, name: str) -> Fraction:
    return max(Fraction(0), _fraction(str(video.get(name, "0/0"))))


def _fraction(text: str) -> Fraction:
    try:
        return Fraction(text)
    except (ValueError, ZeroDivisionError):
        return Fraction(0)
