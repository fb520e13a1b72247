"""Files of every kind that people upload, made by FFmpeg: short, small, each with one twist."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

from lms_app.adapters.ffmpeg.binaries import FFMPEG

_BUILDERS: dict[str, Callable[[Path, MediaZoo], None]] = {}


class MediaZoo:
    """Makes each sample once, when it is asked for. `zoo("normal.mp4")` is its path."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, name: str) -> Path:
        path = self.folder / name
        if not path.exists():
            _BUILDERS[name](path, self)
        return path


def sample_names() -> list[str]:
    return list(_BUILDERS)


def ffmpeg(*arguments: object) -> None:
    subprocess.run([FFMPEG, "-v", "error", "-nostdin", "-y", *map(str, arguments)], check=True)


def picture(size: str = "320x180", rate: object = 25, seconds: float = 2) -> list[object]:
    return ["-f", "lavfi", "-i", f"testsrc2=size={size}:rate={rate}:duration={seconds}"]


def tone(layout: str = "stereo", seconds: float = 2) -> list[object]:
    source = f"sine=frequency=440:duration={seconds},aformat=channel_layouts={layout}"
    return ["-f", "lavfi", "-i", source]


X264 = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"]
AAC = ["-c:a", "aac", "-b:a", "64k"]


def _sample(name: str) -> Callable[[Callable[[Path, MediaZoo], None]], None]:
    def register(builder: Callable[[Path, MediaZoo], None]) -> None:
        _BUILDERS[name] = builder

    return register


def _encoded(name: str, *arguments: object) -> None:
    _BUILDERS[name] = lambda path, _zoo: ffmpeg(*arguments, path)


# -- good files

_encoded("normal.mp4", *picture(), *tone(), *X264, *AAC, "-movflags", "+faststart")
_encoded("normal.mov", *picture(), *tone(), *X264, *AAC)
_encoded("normal.mkv", *picture(), *tone(), *X264, "-c:a", "libopus")
_encoded(
    "normal.webm",
    *picture(), *tone(), "-c:v", "libvpx", "-deadline", "realtime", "-b:v", "500k",
    "-c:a", "libopus",
)  # fmt: skip
_encoded("nine_seconds.mp4", *picture(seconds=9), *tone(seconds=9), *X264, *AAC)
_encoded("ladder.mp4", *picture("1280x720", 30, 1), *tone(seconds=1), *X264, *AAC)
_encoded("two_rungs.mp4", *picture("854x480", "30000/1001", 9), *tone(seconds=9), *X264, *AAC)
_encoded("short_two_rungs.mp4", *picture("854x480", 10, 2), *tone(seconds=2), *X264, *AAC)
_encoded("portrait.mp4", *picture("180x320"), *tone(), *X264, *AAC)
_encoded(
    "odd.mp4",
    *picture(),
    "-vf",
    "scale=319:181,setsar=1,format=yuv444p",
    "-c:v",
    "libx264",
    "-pix_fmt",
    "yuv444p",
)
_encoded("silent.mp4", *picture(), *X264)
_encoded("mono.mp4", *picture(), *tone("mono"), *X264, *AAC)
_encoded("surround.mp4", *picture(), *tone("5.1"), *X264, *AAC)
_encoded("ten_bit.mp4", *picture(), *tone(), "-c:v", "libx264", "-pix_fmt", "yuv420p10le", *AAC)
_encoded(
    "hdr.mp4",
    *picture(), "-c:v", "libx264", "-pix_fmt", "yuv420p10le", "-colorspace", "bt2020nc",
    "-color_primaries", "bt2020", "-color_trc", "arib-std-b67",
    "-x264-params", "colorprim=bt2020:transfer=arib-std-b67:colormatrix=bt2020nc",
)  # fmt: skip
_encoded("wide_pixels.mp4", *picture("240x180"), "-vf", "setsar=4/3", *X264)
_encoded("interlaced.mp4", *picture(), *X264, "-flags", "+ildct+ilme", "-x264-params", "tff=1")
_encoded(
    "variable_rate.mp4",
    *picture(rate=30), *tone(), "-vf", "select='not(mod(n,4))+gt(t,1)'", "-fps_mode", "vfr",
    *X264, *AAC,
)  # fmt: skip
_encoded("fast.mp4", *picture("160x90", 120), *X264)
_encoded("very_fast.mp4", *picture("160x90", 240, 1), *X264)
_encoded("upright_hd.mp4", *picture("1080x1920", 10, 1), *X264)
_encoded(
    "odd_hd.mp4",
    *picture("1280x720", 10, 1), "-vf", "scale=1279:719,setsar=1,format=yuv444p",
    "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv444p",
)  # fmt: skip
_encoded(
    "late_sound.mp4",
    *picture(seconds=3), "-itsoffset", "1", *tone(seconds=2), *X264, *AAC,
)  # fmt: skip
_encoded(
    "late_picture.mp4",
    "-itsoffset", "1", *picture(seconds=2), *tone(seconds=3), *X264, *AAC,
)  # fmt: skip
_encoded("long_sound.mp4", *picture(seconds=2), *tone(seconds=6), *X264, *AAC)
_encoded("long_sound.mkv", *picture(seconds=2), *tone(seconds=6), *X264, *AAC)
_encoded(
    "early_end.mp4",
    *picture(seconds=3), *tone(seconds=3), "-vf", "select='lt(t,1)+gte(t,2.95)'",
    "-fps_mode", "vfr", *X264, *AAC,
)  # fmt: skip
_encoded(
    "black_start.mp4",
    *picture(seconds=3), "-vf", "drawbox=c=black:t=fill:enable='lt(t,1.5)'", *X264,
)  # fmt: skip


@_sample("nine_seconds_faststart.mp4")
def _nine_seconds_faststart(path: Path, zoo: MediaZoo) -> None:
    """The same film with its table of contents in front."""
    ffmpeg("-i", zoo("nine_seconds.mp4"), "-c", "copy", "-movflags", "+faststart", path)


@_sample("rotated.mp4")
def _rotated(path: Path, zoo: MediaZoo) -> None:
    """Red on the left, blue on the right; players turn it by 90 degrees."""
    colors = "color=red:size=160x180:rate=25:duration=2[a];color=blue:size=160x180:rate=25[b]"
    upright = path.with_name("upright.mp4")
    ffmpeg("-f", "lavfi", "-i", f"{colors};[a][b]hstack=shortest=1", *X264, upright)
    ffmpeg("-display_rotation", "90", "-i", upright, "-c", "copy", path)


@_sample("recorded_live.webm")
def _recorded_live(path: Path, zoo: MediaZoo) -> None:
    """What a browser's recorder makes: no duration anywhere."""
    with path.open("wb") as file:
        subprocess.run(
            [
                *(FFMPEG, "-v", "error", "-i", zoo("normal.webm"), "-c", "copy"),
                *("-live", "1", "-f", "webm", "pipe:1"),
            ],
            check=True,
            stdout=file,
        )


_HEADERS = {b"mvhd": 20, b"tkhd": 24, b"mdhd": 20}
"""Boxes that say how long something is, and where in them."""


def _said_to_last_nothing(path: Path, source: Path, boxes: dict[bytes, int]) -> None:
    data = bytearray(source.read_bytes())
    for box, place in boxes.items():
        at = data.find(box)
        while at >= 0:
            data[at + place : at + place + 4] = bytes(4)
            at = data.find(box, at + 4)
    path.write_bytes(data)


@_sample("no_duration.mp4")
def _no_duration(path: Path, zoo: MediaZoo) -> None:
    """Every header says that it lasts 0 seconds; the frames are all there."""
    _said_to_last_nothing(path, zoo("normal.mp4"), _HEADERS)


@_sample("corrupt_middle.mp4")
def _corrupt_middle(path: Path, zoo: MediaZoo) -> None:
    data = bytearray(zoo("nine_seconds.mp4").read_bytes())
    middle = len(data) // 2
    data[middle : middle + 4000] = os.urandom(4000)
    path.write_bytes(data)


@_sample("half_a_day.mp4")
def _half_a_day(path: Path, zoo: MediaZoo) -> None:
    """Twelve hours, a frame a second: one minute over and over, copied."""
    _looped(path, 720)


def _looped(path: Path, minutes: int) -> None:
    minute = path.with_name("minute.mp4")
    if not minute.exists():
        ffmpeg(*picture("64x36", 1, 60), *X264, minute)
    ffmpeg("-stream_loop", minutes - 1, "-i", minute, "-c", "copy", path)


# -- bad files

_encoded("audio_only.mp4", *tone(), *AAC)
_encoded("one_frame.mp4", *picture(), *X264, "-frames:v", "1")
_encoded("short.mp4", *picture(seconds=0.2), *X264)
_encoded("too_fast.mp4", *picture("64x36", 1000, 1), *X264)
_encoded("avi.mp4", *picture(), "-c:v", "mpeg4", "-f", "avi")
_encoded("many_streams.mkv", *picture(), *tone(), *["-map", "0"] * 1, *["-map", "1"] * 9, *X264)


@_sample("no_duration_shown.mp4")
def _no_duration_shown(path: Path, zoo: MediaZoo) -> None:
    """The same, and of its frames nothing is to be shown."""
    _said_to_last_nothing(path, zoo("normal.mp4"), {**_HEADERS, b"elst": 12})


@_sample("cover_art.mp4")
def _cover_art(path: Path, zoo: MediaZoo) -> None:
    """Music with a picture on it is no video."""
    cover = path.with_suffix(".jpg")
    ffmpeg(*picture(), "-frames:v", "1", cover)
    ffmpeg(
        *tone(), "-i", cover, "-map", "0", "-map", "1", *AAC, "-c:v", "copy",
        "-disposition:v:0", "attached_pic", path,
    )  # fmt: skip


@_sample("empty.mp4")
def _empty(path: Path, zoo: MediaZoo) -> None:
    path.touch()


@_sample("random.mp4")
def _random(path: Path, zoo: MediaZoo) -> None:
    path.write_bytes(os.urandom(50_000))


@_sample("text.mp4")
def _text(path: Path, zoo: MediaZoo) -> None:
    path.write_text("Dear diary, this is not a film.\n" * 200)


@_sample("no_index.mp4")
def _no_index(path: Path, zoo: MediaZoo) -> None:
    """Cut off before the table of contents at the end."""
    data = zoo("normal.mov").read_bytes()
    path.write_bytes(data[: len(data) // 2])


@_sample("truncated.mp4")
def _truncated(path: Path, zoo: MediaZoo) -> None:
    """The table of contents is there, the second half of the film is not."""
    data = zoo("normal.mp4").read_bytes()
    path.write_bytes(data[: len(data) * 6 // 10])


@_sample("almost_whole.mp4")
def _almost_whole(path: Path, zoo: MediaZoo) -> None:
    """The last bytes got lost, as when a camera is switched off."""
    data = zoo("nine_seconds_faststart.mp4").read_bytes()
    path.write_bytes(data[: len(data) * 98 // 100])


@_sample("truncated.mkv")
def _truncated_mkv(path: Path, zoo: MediaZoo) -> None:
    data = zoo("normal.mkv").read_bytes()
    path.write_bytes(data[: len(data) // 2])


@_sample("playlist.mp4")
def _playlist(path: Path, zoo: MediaZoo) -> None:
    secret = zoo("normal.mov").absolute()
    path.write_text(
        "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\n"
        f"file://{secret}\n#EXTINF:4,\nhttp://127.0.0.1:9/x.ts\n#EXT-X-ENDLIST\n"
    )


@_sample("concat.mp4")
def _concat(path: Path, zoo: MediaZoo) -> None:
    path.write_text(f"ffconcat version 1.0\nfile {zoo('normal.mov').name}\n")


@_sample("more_than_half_a_day.mp4")
def _more_than_half_a_day(path: Path, zoo: MediaZoo) -> None:
    _looped(path, 721)


@_sample("sixteen_k.mkv")
def _sixteen_k(path: Path, zoo: MediaZoo) -> None:
    """15360 x 8640 pixels that are really there: one gray frame, said to last a second."""
    gray = "color=gray:size=15360x8640:rate=1:duration=1"
    ffmpeg("-f", "lavfi", "-i", gray, "-c:v", "mjpeg", "-pix_fmt", "yuvj420p", path)


@_sample("huge.mkv")
def _huge(path: Path, zoo: MediaZoo) -> None:
    """A small VP8 film whose headers claim 16000 x 16000 pixels."""
    small = path.with_name("small_vp8.mkv")
    ffmpeg(*picture("320x258", seconds=1), "-c:v", "libvpx", "-deadline", "realtime", small)
    data = small.read_bytes()
    claim = (16000).to_bytes(2, "big")
    data = data.replace(b"\xb0\x82\x01\x40", b"\xb0\x82" + claim)
    data = data.replace(b"\xba\x82\x01\x02", b"\xba\x82" + claim)
    side = (16000).to_bytes(2, "little")
    data = data.replace(b"\x9d\x01\x2a\x40\x01\x02\x01", b"\x9d\x01\x2a" + side + side)
    path.write_bytes(data)
