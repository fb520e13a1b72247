"""Every kind of bad file is refused with its own reason, and none makes FFmpeg look elsewhere."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from lms_app.adapters.ffmpeg import FfmpegTranscoder
from lms_app.ports.transcoder import MediaRejected, RejectionReason, TranscodeStopped
from tests.media_samples import MediaZoo


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("empty.mp4", RejectionReason.empty_file),
        ("random.mp4", RejectionReason.not_a_video),
        ("text.mp4", RejectionReason.not_a_video),
        ("playlist.mp4", RejectionReason.not_a_video),
        ("concat.mp4", RejectionReason.not_a_video),
        ("avi.mp4", RejectionReason.unsupported_format),
        ("audio_only.mp4", RejectionReason.no_video_stream),
        ("cover_art.mp4", RejectionReason.no_video_stream),
        ("one_frame.mp4", RejectionReason.too_short),
        ("short.mp4", RejectionReason.too_short),
        ("no_duration_shown.mp4", RejectionReason.too_short),
        ("huge.mkv", RejectionReason.too_large_dimensions),
        ("sixteen_k.mkv", RejectionReason.too_large_dimensions),
        ("more_than_half_a_day.mp4", RejectionReason.too_long),
        ("too_fast.mp4", RejectionReason.frame_rate_too_high),
        ("many_streams.mkv", RejectionReason.too_many_streams),
        ("no_index.mp4", RejectionReason.truncated),
        ("truncated.mp4", RejectionReason.truncated),
        ("truncated.mkv", RejectionReason.truncated),
    ],
)
def test_a_bad_file_is_refused_with_its_reason(
    transcoder: FfmpegTranscoder, zoo: MediaZoo, tmp_path: Path, name: str, reason: RejectionReason
) -> None:
    for path in (zoo(name), tmp_path / "source"):
        if not path.exists():  # as the pipeline has it: without a telling name
            path.write_bytes(zoo(name).read_bytes())
        with pytest.raises(MediaRejected) as caught:
            transcoder.probe(path)
        assert caught.value.reason is reason


def test_a_playlist_reaches_neither_the_network_nor_another_file(
    transcoder: FfmpegTranscoder, zoo: MediaZoo, tmp_path: Path
) -> None:
    secret = zoo("normal.mov")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/x.ts"
        for number, target in enumerate((address, f"file://{secret}", secret.name)):
            for suffix in (".m3u8", ".mp4", ""):
                path = secret.with_name(f"evil{number}{suffix}")
                path.write_text(
                    "#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\n" + target + "\n#EXT-X-ENDLIST\n"
                )
                with pytest.raises(MediaRejected, match="not_a_video"):
                    transcoder.probe(path)
        with pytest.raises(TimeoutError):
            listener.accept()


def test_a_recording_without_a_length_is_measured(
    transcoder: FfmpegTranscoder, zoo: MediaZoo
) -> None:
    assert transcoder.probe(zoo("recorded_live.webm")).duration_seconds == pytest.approx(2, abs=0.1)


def test_half_a_day_is_taken(transcoder: FfmpegTranscoder, zoo: MediaZoo) -> None:
    facts = transcoder.probe(zoo("half_a_day.mp4"))
    assert facts.duration_seconds == pytest.approx(12 * 3600, abs=1)
    assert [rung.name for rung in transcoder.plan(facts)] == ["36p"]


def test_facts_say_what_a_viewer_sees(transcoder: FfmpegTranscoder, zoo: MediaZoo) -> None:
    turned = transcoder.probe(zoo("rotated.mp4"))
    assert (turned.width, turned.height, turned.rotation) == (180, 320, 270)
    wide = transcoder.probe(zoo("wide_pixels.mp4"))
    assert (wide.width, wide.height) == (320, 180)
    sound = transcoder.probe(zoo("surround.mp4"))
    assert (sound.has_audio, sound.audio_channels) == (True, 6)
    assert transcoder.probe(zoo("hdr.mp4")).is_hdr
    assert transcoder.probe(zoo("interlaced.mp4")).interlaced


def test_looking_stops_when_told(transcoder: FfmpegTranscoder, zoo: MediaZoo) -> None:
    with pytest.raises(TranscodeStopped):
        transcoder.probe(zoo("normal.mp4"), lambda: True)
