from __future__ import annotations

import re
from dataclasses import dataclass
from uuid import UUID

import pytest

from lms_app.services.media.library import Playable
from lms_app.services.media.playback import build_master
from lms_app.services.media.playlists import master_playlist, media_playlist


@dataclass(frozen=True)
class Row:
    name: str
    kind: str
    bandwidth: int
    average_bandwidth: int
    codecs: str
    width: int = 0
    height: int = 0
    frame_rate: float = 0.0


HIGH = Row("720p", "video", 2_900_000, 2_000_000, "avc1.64001f", 1280, 720, 30000 / 1001)
LOW = Row("360p", "video", 800_000, 600_000, "avc1.64001e", 640, 360, 30000 / 1001)
SOUND = Row("audio", "audio", 140_000, 130_000, "mp4a.40.2")


def test_the_master_lists_renditions_from_the_lowest_with_the_shared_sound() -> None:
    text = master_playlist([HIGH, SOUND, LOW], lambda row: f"/hls/a/{row.name}.m3u8?t=1")
    assert text == (
        "#EXTM3U\n#EXT-X-VERSION:6\n#EXT-X-INDEPENDENT-SEGMENTS\n"
        '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="audio",NAME="audio",DEFAULT=YES,AUTOSELECT=YES,'
        'CHANNELS="2",URI="/hls/a/audio.m3u8?t=1"\n'
        "#EXT-X-STREAM-INF:BANDWIDTH=940000,AVERAGE-BANDWIDTH=730000,RESOLUTION=640x360,"
        'FRAME-RATE=29.970,CODECS="avc1.64001e,mp4a.40.2",AUDIO="audio"\n/hls/a/360p.m3u8?t=1\n'
        "#EXT-X-STREAM-INF:BANDWIDTH=3040000,AVERAGE-BANDWIDTH=2130000,RESOLUTION=1280x720,"
        'FRAME-RATE=29.970,CODECS="avc1.64001f,mp4a.40.2",AUDIO="audio"\n/hls/a/720p.m3u8?t=1\n'
    )


def test_a_silent_video_names_no_sound() -> None:
    text = master_playlist([LOW], lambda row: row.name)
    assert "AUDIO" not in text
    assert 'CODECS="avc1.64001e"\n360p\n' in text


def test_a_finished_rendition_is_a_sealed_vod_without_an_iv() -> None:
    text = media_playlist([4.0, 4.0, 1.25], lambda n: f"/s{n:05d}.ts", "/keys/a")
    assert text == (
        "#EXTM3U\n#EXT-X-VERSION:6\n#EXT-X-TARGETDURATION:4\n#EXT-X-MEDIA-SEQUENCE:0\n"
        "#EXT-X-PLAYLIST-TYPE:VOD\n#EXT-X-INDEPENDENT-SEGMENTS\n"
        '#EXT-X-KEY:METHOD=AES-128,URI="/keys/a"\n'
        "#EXTINF:4.000000,\n/s00000.ts\n#EXTINF:4.000000,\n/s00001.ts\n"
        "#EXTINF:1.250000,\n/s00002.ts\n#EXT-X-ENDLIST\n"
    )


def test_a_growing_rendition_is_an_event_without_an_end() -> None:
    text = media_playlist([4.0], str, None, complete=False)
    assert "#EXT-X-PLAYLIST-TYPE:EVENT\n" in text
    assert "ENDLIST" not in text
    assert "KEY" not in text


@pytest.mark.parametrize(
    ("seconds", "target"),
    [([], 4), ([2.0], 4), ([4.004, 4.004], 4), ([4.49], 4), ([4.5], 5), ([6.51, 1], 7)],
)
def test_the_target_duration_is_no_less_than_any_rounded_segment(
    seconds: list[float], target: int
) -> None:
    assert f"#EXT-X-TARGETDURATION:{target}\n" in media_playlist(seconds, str, None)


@pytest.mark.parametrize("bad", ['/a"b', "/a\nb", "/a\rb"])
def test_an_address_that_would_break_a_line_is_refused(bad: str) -> None:
    with pytest.raises(ValueError, match="line breaks"):
        media_playlist([4.0], lambda _: bad, None)
    with pytest.raises(ValueError, match="line breaks"):
        master_playlist([LOW], lambda _: bad)


def test_a_video_that_takes_the_place_of_another_has_addresses_of_its_own() -> None:
    """Finished lists are kept by browsers, and keys by players, under their addresses."""

    def addresses(prefix: str) -> set[str]:
        asset = Playable(UUID(int=1), prefix, b"", "", 4.0, [HIGH, LOW, SOUND])
        return set(re.findall(r"\S+\.m3u8\?v=\w+", build_master(asset)))

    before, after = addresses("media/1/1-a"), addresses("media/2/1-b")
    assert len(before) == 3
    assert not before & after
