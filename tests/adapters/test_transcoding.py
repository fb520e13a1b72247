"""Every kind of good file comes out as segments that play: right size, way up, rate and sound."""

from __future__ import annotations

import contextlib
import itertools
import json
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image, ImageStat

from lms_app.adapters import hls_sealing
from lms_app.adapters.ffmpeg import FfmpegTranscoder
from lms_app.adapters.ffmpeg.binaries import FFMPEG, FFPROBE
from lms_app.ports.transcoder import (
    MediaFacts,
    MediaRejected,
    Posters,
    RejectionReason,
    RenditionKind,
    RenditionOutput,
    SegmentFile,
    segment_start,
)
from tests.media_samples import MediaZoo


@dataclass(frozen=True)
class Encoded:
    facts: MediaFacts
    renditions: list[RenditionOutput]
    posters: Posters
    progress: list[float]
    announced: list[SegmentFile]

    @property
    def videos(self) -> list[RenditionOutput]:
        return [r for r in self.renditions if r.kind is RenditionKind.video]

    @property
    def sound(self) -> RenditionOutput | None:
        return next((r for r in self.renditions if r.kind is RenditionKind.audio), None)


Encode = Callable[[str], Encoded]


@pytest.fixture(scope="session")
def encode(
    transcoder: FfmpegTranscoder, zoo: MediaZoo, tmp_path_factory: pytest.TempPathFactory
) -> Encode:
    """Each sample is encoded once for all tests, in two passes as the pipeline does it."""
    done: dict[str, Encoded] = {}

    def encoded(name: str) -> Encoded:
        if name not in done:
            facts = transcoder.probe(zoo(name))
            out = tmp_path_factory.mktemp("out")
            progress: list[float] = []
            announced: list[SegmentFile] = []
            rungs = transcoder.plan(facts)
            stills = transcoder.stills(out, facts, rungs)

            def take(segment: SegmentFile) -> None:
                stills.consider(segment)
                announced.append(segment)

            renditions = []
            for passed in filter(None, (rungs[-1:], rungs[:-1])):
                renditions += transcoder.transcode(
                    zoo(name),
                    out,
                    facts,
                    passed,
                    with_sound=passed[-1] is rungs[-1],
                    on_progress=progress.append,
                    on_segment=take,
                )
            done[name] = Encoded(facts, renditions, stills.make_posters(), progress, announced)
        return done[name]

    return encoded


def joined(rendition: RenditionOutput, folder: Path) -> Path:
    path = folder / f"{rendition.name}.ts"
    path.write_bytes(b"".join(file.read_bytes() for file in rendition.segment_files))
    return path


def described(path: Path, entries: str) -> dict[str, list[dict[str, str]]]:
    answer = subprocess.run(
        [FFPROBE, "-v", "error", "-count_frames", "-show_entries", entries, "-of", "json", path],
        check=True,
        capture_output=True,
    )
    return json.loads(answer.stdout)


def picture_of(path: Path, at_seconds: float = 0.0) -> Image.Image:
    target = path.with_suffix(f".{at_seconds}.bmp")
    command = [FFMPEG, "-v", "error", "-y", "-i", str(path), "-ss", str(at_seconds)]
    subprocess.run([*command, "-frames:v", "1", str(target)], check=True)
    return Image.open(target).convert("RGB")


def mean_color(image: Image.Image, row: int) -> list[float]:
    """Red, green and blue in the middle of a row."""
    return ImageStat.Stat(image.crop((80, row - 5, 100, row + 5))).mean


@pytest.mark.parametrize(
    ("name", "size", "fps", "seconds", "has_sound"),
    [
        ("normal.mp4", (320, 180), 25, 2, True),
        ("normal.mov", (320, 180), 25, 2, True),
        ("normal.webm", (320, 180), 25, 2, True),
        ("normal.mkv", (320, 180), 25, 2, True),
        ("portrait.mp4", (180, 320), 25, 2, True),
        ("rotated.mp4", (180, 320), 25, 2, False),
        ("odd.mp4", (318, 180), 25, 2, False),
        ("silent.mp4", (320, 180), 25, 2, False),
        ("mono.mp4", (320, 180), 25, 2, True),
        ("surround.mp4", (320, 180), 25, 2, True),
        ("variable_rate.mp4", (320, 180), 30, 2, True),
        ("ten_bit.mp4", (320, 180), 25, 2, True),
        ("wide_pixels.mp4", (320, 180), 25, 2, False),
        ("interlaced.mp4", (320, 180), 25, 2, False),
        ("fast.mp4", (160, 90), 60, 2, False),
        ("very_fast.mp4", (160, 90), 60, 1, False),
        ("no_duration.mp4", (320, 180), 25, 2, True),
        ("recorded_live.webm", (320, 180), 25, 2, True),
        ("late_picture.mp4", (320, 180), 25, 3, True),
        ("late_sound.mp4", (320, 180), 25, 3, True),
        ("long_sound.mp4", (320, 180), 25, 6, True),
        ("long_sound.mkv", (320, 180), 25, 6, True),
        ("early_end.mp4", (320, 180), 25, 3, True),
        ("corrupt_middle.mp4", (320, 180), 25, 9, True),
        ("almost_whole.mp4", (320, 180), 25, 8.8, True),
    ],
)
def test_every_good_file_comes_out_right(
    encode: Encode,
    tmp_path: Path,
    name: str,
    size: tuple[int, int],
    fps: int,
    seconds: float,
    has_sound: bool,
) -> None:
    encoded = encode(name)
    [video] = encoded.videos
    entries = "stream=width,height,pix_fmt,sample_aspect_ratio,avg_frame_rate,nb_read_frames"
    stream = described(joined(video, tmp_path), entries + ",color_space")["streams"][0]
    assert (video.width, video.height) == size == (stream["width"], stream["height"])
    assert stream["pix_fmt"] == "yuv420p"
    assert stream["sample_aspect_ratio"] == "1:1"
    assert stream["color_space"] == "bt709"
    assert int(stream["nb_read_frames"]) == pytest.approx(fps * seconds, abs=1)
    assert video.frame_rate == fps
    assert video.duration_seconds == pytest.approx(seconds, abs=0.05)
    assert video.codecs.startswith("avc1.6400")
    assert video.bandwidth >= video.average_bandwidth > 0

    assert (encoded.sound is not None) == has_sound
    if encoded.sound is not None:
        [heard] = described(
            joined(encoded.sound, tmp_path), "stream=codec_name,profile,channels,sample_rate"
        )["streams"]
        assert (heard["codec_name"], heard["profile"]) == ("aac", "LC")
        assert (heard["channels"], heard["sample_rate"]) == (2, "48000")
        assert encoded.sound.codecs == "mp4a.40.2"
        assert encoded.sound.duration_seconds == pytest.approx(seconds, abs=0.05)


def test_the_picture_is_the_right_way_up(encode: Encode, tmp_path: Path) -> None:
    """Red left and blue right, turned by 90 degrees to the left: blue above, red below."""
    image = picture_of(joined(encode("rotated.mp4").videos[0], tmp_path))
    above, below = mean_color(image, 40), mean_color(image, 280)
    assert above[2] > 150 > above[0]
    assert below[0] > 150 > below[2]
    with Image.open(encode("rotated.mp4").posters.files[0]) as poster:
        assert poster.size == (180, 320)
        assert mean_color(poster, 280)[0] > 150


def test_high_dynamic_range_becomes_standard(encode: Encode, tmp_path: Path) -> None:
    [video] = encode("hdr.mp4").videos
    [stream] = described(joined(video, tmp_path), "stream=pix_fmt,color_transfer,color_primaries")[
        "streams"
    ]
    assert stream["pix_fmt"] == "yuv420p"
    assert stream["color_primaries"] == stream["color_transfer"] == "bt709"
    red, green, blue = ImageStat.Stat(picture_of(joined(video, tmp_path))).mean
    assert all(60 < value < 200 for value in (red, green, blue))


def test_a_black_beginning_is_no_poster(encode: Encode) -> None:
    posters = encode("black_start.mp4").posters
    assert len(posters.files) == 5
    with Image.open(posters.files[posters.chosen]) as poster:
        assert poster.format == "JPEG"
        assert ImageStat.Stat(poster.convert("L")).mean[0] > 60


def test_renditions_share_one_grid_of_key_frames(encode: Encode, tmp_path: Path) -> None:
    encoded = encode("two_rungs.mp4")
    assert [video.name for video in encoded.videos] == ["360p", "480p"]
    keys, steps = [], []
    for video in encoded.videos:
        packets = described(joined(video, tmp_path), "packet=pts_time,dts_time,flags")["packets"]
        keys.append([float(p["pts_time"]) for p in packets if "K" in p["flags"]])
        shown = sorted(float(p["pts_time"]) for p in packets)
        decoded = [float(p["dts_time"]) for p in packets]
        steps += [b - a for times in (shown, decoded) for a, b in itertools.pairwise(times)]
        assert shown[0] == pytest.approx(10, abs=0.001)
        first_of_each = [
            described(file, "packet=pts_time")["packets"][0]["pts_time"]
            for file in video.segment_files
        ]
        assert [float(time) for time in first_of_each] == keys[-1]
    assert keys[0] == keys[1]
    starts = [10 + segment_start(n) for n in range(5)]
    assert starts == [10, 11, 12, 14, 18]
    assert keys[0] == pytest.approx(starts, abs=1 / 29)
    assert steps == pytest.approx([1001 / 30000] * len(steps), abs=0.0001)


def test_sound_is_cut_on_the_same_grid_without_a_gap(encode: Encode, tmp_path: Path) -> None:
    encoded = encode("two_rungs.mp4")
    sound = encoded.sound
    assert sound is not None
    assert len(sound.segments) == len(encoded.videos[0].segments) == 5
    assert sound.segment_seconds[:4] == pytest.approx([1, 1, 2, 4], abs=0.03)
    packets = described(joined(sound, tmp_path), "packet=pts_time")["packets"]
    times = [float(p["pts_time"]) for p in packets]
    assert times[1] == pytest.approx(10, abs=0.001)  # before it, the encoder's own run-up
    steps = [b - a for a, b in itertools.pairwise(times)]
    assert steps == pytest.approx([1024 / 48000] * len(steps), abs=0.0002)


def test_segments_are_announced_whole_in_order_and_named_by_number(encode: Encode) -> None:
    encoded = encode("two_rungs.mp4")
    for rendition in encoded.renditions:
        announced = [s for s in encoded.announced if s.rendition == rendition.name]
        assert tuple(announced) == rendition.segments
        assert [s.sequence for s in announced] == [0, 1, 2, 3, 4]
        assert [s.size for s in announced] == [s.path.stat().st_size for s in announced]


def test_progress_rises_to_a_hundred(encode: Encode) -> None:
    progress = encode("two_rungs.mp4").progress
    first = progress[: progress.index(100.0) + 1]
    second = progress[len(first) :]
    for passed in (first, second):
        assert passed == sorted(passed)
        assert passed[-1] == 100.0
        assert passed[0] < 100.0


def test_sealed_segments_play_with_the_key_and_not_without(encode: Encode, tmp_path: Path) -> None:
    key = hls_sealing.new_key()
    for rendition in encode("two_rungs.mp4").renditions:
        for segment in rendition.segments:
            sealed = tmp_path / "sealed.ts"
            hls_sealing.seal_file(segment.path, sealed, key, segment.sequence)
            data = sealed.read_bytes()
            assert hls_sealing.unseal(data, key, segment.sequence) == segment.path.read_bytes()
            watched = subprocess.run(
                [FFMPEG, "-v", "error", "-f", "mpegts", "-i", sealed, "-f", "null", "-"],
                capture_output=True,
                check=False,
            )
            assert watched.returncode != 0
            with contextlib.suppress(ValueError):  # one wrong key in 256 leaves valid padding
                wrong = hls_sealing.unseal(data, hls_sealing.new_key(), segment.sequence)
                assert wrong != segment.path.read_bytes()


@pytest.mark.parametrize(
    ("name", "frames", "expected"),
    [
        ("ladder.mp4", 30, ["640x360", "854x480", "1280x720"]),
        ("upright_hd.mp4", 10, ["360x640", "480x854", "720x1280", "1080x1920"]),
        ("odd_hd.mp4", 10, ["640x360", "854x480", "1278x718"]),
    ],
)
def test_a_large_source_gets_the_whole_ladder_below_it(
    encode: Encode, tmp_path: Path, name: str, frames: int, expected: list[str]
) -> None:
    encoded = encode(name)
    assert [f"{video.width}x{video.height}" for video in encoded.videos] == expected
    for video in encoded.videos:
        entries = "stream=width,height,sample_aspect_ratio,nb_read_frames"
        stream = described(joined(video, tmp_path), entries)["streams"][0]
        assert (stream["width"], stream["height"]) == (video.width, video.height)
        assert stream["sample_aspect_ratio"] == "1:1"
        assert stream["nb_read_frames"] == str(frames)


def test_segments_may_be_taken_away_while_others_are_made(
    transcoder: FfmpegTranscoder, zoo: MediaZoo, tmp_path: Path
) -> None:
    facts = transcoder.probe(zoo("nine_seconds.mp4"))
    renditions = transcoder.transcode(
        zoo("nine_seconds.mp4"),
        tmp_path,
        facts,
        transcoder.plan(facts),
        with_sound=True,
        on_segment=lambda segment: segment.path.unlink(),
    )
    assert [len(rendition.segments) for rendition in renditions] == [5, 5]
    assert list(tmp_path.rglob("*.ts")) == []


def test_a_file_that_breaks_off_while_encoding_is_named(
    transcoder: FfmpegTranscoder, zoo: MediaZoo, tmp_path: Path
) -> None:
    facts = transcoder.probe(zoo("normal.mp4"))
    with pytest.raises(MediaRejected) as caught:
        transcoder.transcode(
            zoo("truncated.mp4"), tmp_path, facts, transcoder.plan(facts), with_sound=True
        )
    assert caught.value.reason is RejectionReason.damaged
