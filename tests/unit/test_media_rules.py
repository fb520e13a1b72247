"""The pure parts of the transcoder: ladder, frame rates, judgements, progress."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from lms_app.adapters.ffmpeg.judging import constant_rate, judge
from lms_app.adapters.ffmpeg.ladder import plan
from lms_app.adapters.ffmpeg.progress import ProgressMeter
from lms_app.ports.transcoder import MediaFacts, MediaRejected, RejectionReason

FACTS = MediaFacts(
    container="mov",
    duration_seconds=10,
    width=1920,
    height=1080,
    fps=Fraction(30),
    source_fps=30.0,
    video_codec="h264",
    pix_fmt="yuv420p",
    rotation=0,
    streams=1,
    video_index=0,
)
VIDEO = {
    "index": 0,
    "codec_type": "video",
    "codec_name": "h264",
    "width": 640,
    "height": 360,
    "avg_frame_rate": "25/1",
    "r_frame_rate": "25/1",
    "duration": "10.0",
}


@pytest.mark.parametrize(
    ("width", "height", "expected"),
    [
        (1920, 1080, ["1080p 1920x1080", "720p 1280x720", "480p 854x480", "360p 640x360"]),
        (1080, 1920, ["1080p 1080x1920", "720p 720x1280", "480p 480x854", "360p 360x640"]),
        (3840, 2160, ["1080p 1920x1080", "720p 1280x720", "480p 854x480", "360p 640x360"]),
        (1920, 1072, ["1080p 1920x1072", "720p 1290x720", "480p 860x480", "360p 644x360"]),
        (1920, 800, ["720p 1728x720", "480p 1152x480", "360p 864x360"]),
        (1279, 719, ["720p 1278x718", "480p 854x480", "360p 640x360"]),
        (640, 360, ["360p 640x360"]),
        (319, 181, ["181p 318x180"]),
        (100, 4000, ["100p 100x4000"]),
        (3, 3, ["3p 2x2"]),
    ],
)
def test_the_ladder_never_rises_above_the_source(
    width: int, height: int, expected: list[str]
) -> None:
    rungs = plan(replace(FACTS, width=width, height=height))
    assert [f"{r.name} {r.width}x{r.height}" for r in rungs] == expected
    assert all(r.width % 2 == r.height % 2 == 0 for r in rungs)
    assert all(r.width <= width and r.height <= height for r in rungs)


def test_fast_motion_gets_more_bits() -> None:
    slow, fast = plan(FACTS)[0], plan(replace(FACTS, fps=Fraction(60)))[0]
    assert fast.max_bitrate > slow.max_bitrate


@pytest.mark.parametrize(
    ("average", "real", "expected"),
    [
        ("25/1", "25/1", "25"),
        ("2997/100", "30000/1001", "30000/1001"),
        ("23976/1000", "24000/1001", "24000/1001"),
        ("120/1", "120/1", "60"),
        ("120000/1001", "120000/1001", "60000/1001"),
        ("240/1", "240/1", "60"),
        ("100/1", "100/1", "50"),
        ("144/1", "144/1", "48"),
        ("75/1", "75/1", "25"),
        ("25/2", "25/2", "25/2"),
        ("37/2", "30/1", "30"),  # a variable rate on a grid of 30
        ("273/10", "90000/1", "30"),  # a variable rate on no grid
        ("1/10", "90000/1", "10"),
        ("0/1", "30/1", "30"),
        ("0/1", "90000/1", "30"),
    ],
)
def test_every_source_gets_a_constant_rate(average: str, real: str, expected: str) -> None:
    assert constant_rate(Fraction(average), Fraction(real)) == Fraction(expected)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"codec_name": "av1"}, RejectionReason.unsupported_codec),
        ({"codec_type": "data"}, RejectionReason.no_video_stream),
        ({"codec_name": "png"}, RejectionReason.no_video_stream),
        ({"disposition": {"attached_pic": 1}}, RejectionReason.no_video_stream),
        ({"width": 16000, "height": 100}, RejectionReason.too_large_dimensions),
        ({"width": 8192, "height": 8192}, RejectionReason.too_large_dimensions),
        ({"width": 0}, RejectionReason.damaged),
        ({"avg_frame_rate": "1000/1"}, RejectionReason.frame_rate_too_high),
        ({"duration": "3601"}, RejectionReason.too_long),
        ({"duration": "0.2"}, RejectionReason.too_short),
        ({"nb_frames": "1"}, RejectionReason.too_short),
    ],
)
def test_what_cannot_become_a_video_is_refused_by_name(
    change: dict[str, object], reason: RejectionReason
) -> None:
    with pytest.raises(MediaRejected) as caught:
        judge({"streams": [{**VIDEO, **change}], "format": {}}, 3600)
    assert caught.value.reason is reason


def test_too_many_streams_are_refused() -> None:
    streams = [VIDEO, *({"codec_type": "audio", "index": n} for n in range(1, 9))]
    with pytest.raises(MediaRejected, match="too_many_streams"):
        judge({"streams": streams, "format": {}}, 3600)


@pytest.mark.parametrize(
    ("rotation", "shape", "seen"),
    [
        (0, "1:1", (640, 360)),
        (-90, "1:1", (360, 640)),
        (180, "0:1", (640, 360)),
        (90, "4:3", (360, 853)),
        (0, "1:2", (640, 720)),
        (0, "1000:1", (640, 360)),
    ],
)
def test_size_is_what_a_viewer_sees(rotation: int, shape: str, seen: tuple[int, int]) -> None:
    video = {**VIDEO, "sample_aspect_ratio": shape, "side_data_list": [{"rotation": rotation}]}
    facts = judge({"streams": [video], "format": {}}, 3600)
    assert (facts.width, facts.height) == seen


def test_sound_that_cannot_be_decoded_is_left_out() -> None:
    strange = {"codec_type": "audio", "codec_name": "dts", "index": 1, "channels": 6}
    good = {"codec_type": "audio", "codec_name": "aac", "index": 2, "channels": 2}
    good["sample_rate"] = "48000"
    only_strange = judge({"streams": [VIDEO, strange], "format": {}}, 3600)
    assert (only_strange.has_audio, only_strange.audio_index) == (False, None)
    assert judge({"streams": [VIDEO, strange, good], "format": {}}, 3600).audio_index == 2


def test_progress_rises_to_a_hundred_and_is_not_chatty() -> None:
    reported: list[float] = []
    meter = ProgressMeter(10, reported.append)
    for line in ("frame=1", "out_time_us=N/A", "out_time_us=-21333", "out_time_us=2000000", "junk"):
        meter.feed(line)
    for number in range(1000):
        meter.feed(f"out_time_us={number * 20_000}")
    meter.finish()
    assert reported == sorted(reported)
    assert (reported[0], reported[-1]) == (0.0, 100.0)
    assert len(reported) < 5
