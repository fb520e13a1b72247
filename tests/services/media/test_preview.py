"""Watching a video while it is made: who may, what the playlists say, how they end."""

import re
import threading
import time
from uuid import UUID

import pytest

from lms_app.adapters import hls_sealing
from lms_app.api import preview
from lms_app.core.permissions import Role
from lms_app.models import MediaPhase, Rendition, RenditionKind, RenditionState
from lms_app.services import course, media
from lms_app.services.media.leases import Found, Report
from tests.factories import courses
from tests.factories.people import as_system, instructor, person
from tests.factories.uploads import client, upload
from tests.media_samples import MediaZoo
from tests.query_counts import counted_statements
from tests.services.media.test_transcoding import decodes

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture(scope="module")
def zoo(tmp_path_factory):
    return MediaZoo(tmp_path_factory.mktemp("zoo"))


@pytest.fixture
def ada():
    return instructor("Ada")


@pytest.fixture
def lesson_id(ada) -> UUID:
    made = courses.draft(ada, lessons=0)
    return UUID(ada.call(course.add_lesson, made.section_id, title="New"))


def rows(claim, *, seconds: list[float], state=RenditionState.encoding, sound: bool = True):
    """A low rung and its sound as far as they are made, and a rung that waits."""
    common = {"asset_id": claim.asset_id, "attempt": claim.attempt, "average_bandwidth": 1}
    low = Rendition(
        **common, name="360p", kind=RenditionKind.video, state=state, width=640, height=360,
        frame_rate=25.0, bandwidth=800_000, codecs="avc1.64001e", segment_seconds=seconds,
    )  # fmt: skip
    high = Rendition(
        **common, name="720p", kind=RenditionKind.video, state=RenditionState.waiting, percent=0,
        width=1280, height=720, frame_rate=25.0, bandwidth=2_800_000, codecs="", segment_seconds=[],
    )  # fmt: skip
    audio = Rendition(
        **common, name="audio", kind=RenditionKind.audio, state=state, bandwidth=130_000,
        codecs="mp4a.40.2", segment_seconds=seconds,
    )  # fmt: skip
    return [low, high, *([audio] if sound else [])]


@pytest.fixture
def claim(ada, lesson_id, zoo):
    """An attempt at work on a lesson's fresh upload."""
    asset_id = upload(ada, lesson_id, zoo("normal.mp4"))
    claim = as_system(media.claim_asset, asset_id)
    as_system(media.describe_attempt, claim, Found(9.0, 1280, 720, has_audio=True))
    as_system(media.keep_content_key, claim, sealed_for(asset_id))
    return claim


def sealed_for(asset_id) -> bytes:
    from lms_app import composition

    return composition.implementations().keys.seal_key(b"k" * 16, str(asset_id))


def tell(claim, *renditions, percent: int = 10) -> None:
    report = Report(MediaPhase.encoding, percent, 30, renditions)
    assert as_system(media.renew_lease, claim, report)


def address(claim, name: str) -> str:
    return f"/api/preview/{claim.asset_id}/{name}"


def test_the_owner_plays_what_is_there_and_the_list_grows_until_it_ends(ada, claim):
    http = client(ada)
    tell(claim, *rows(claim, seconds=[1.0, 1.0]))
    master = http.get(address(claim, "master.m3u8"))
    assert master.headers["cache-control"] == "no-store"
    assert "360p.m3u8" in master.text
    assert "720p" not in master.text
    first = http.get(address(claim, "360p.m3u8"))
    assert "#EXT-X-PLAYLIST-TYPE:EVENT" in first.text
    assert "ENDLIST" not in first.text
    assert first.text.count("#EXTINF") == 2
    assert first.headers["cache-control"] == "no-store"
    tell(claim, *rows(claim, seconds=[1.0, 1.0, 2.0, 4.0, 1.0], state=RenditionState.ready))
    last = http.get(address(claim, "360p.m3u8"))
    assert last.text.rstrip().endswith("#EXT-X-ENDLIST")
    assert last.headers["cache-control"] == "private, max-age=600, immutable"
    before = [line.split("?")[0] for line in first.text.splitlines() if "/store/" in line]
    after = [line.split("?")[0] for line in last.text.splitlines() if "/store/" in line]
    assert after[:2] == before
    assert len(http.get(address(claim, "key")).content) == 16


def test_nobody_else_plays_it(ada, claim, lesson_id):
    tell(claim, *rows(claim, seconds=[1.0]))
    ben, sam, root = instructor("Ben"), person("Sam"), person("Root", Role.admin)
    names = ("master.m3u8", "360p.m3u8", "key", "sprites.vtt")
    for who, status in ((None, 401), (sam, 403), (ben, 404)):
        assert {client(who).get(address(claim, name)).status_code for name in names} == {status}
    assert client(root).get(address(claim, "master.m3u8")).status_code == 200
    for name in ("master.m3u8", "360p.m3u8", "key"):
        assert client(ada).get(f"/api/playback/{lesson_id}/{name}").status_code == 404


def test_a_list_is_held_back_until_picture_and_sound_are_there(ada, claim, monkeypatch):
    monkeypatch.setattr(preview, "HELD_SECONDS", 60.0)
    http, answers = client(ada), []
    asking = threading.Thread(
        target=lambda: answers.append(http.get(address(claim, "master.m3u8")))
    )
    with counted_statements() as sent:

        def looks() -> int:
            return sum("FROM rendition" in statement for statement in sent)

        asking.start()
        for seconds in ([], [1.0]):
            tell(claim, *rows(claim, seconds=seconds, sound=False))
            seen = looks()
            while looks() < seen + 2 and asking.is_alive():
                time.sleep(0.02)
            assert not answers
    tell(claim, *rows(claim, seconds=[1.0]))
    asking.join()
    assert answers[0].status_code == 200


def test_what_does_not_come_in_time_is_asked_for_again_later(ada, claim, monkeypatch):
    monkeypatch.setattr(preview, "HELD_SECONDS", 0.5)
    answer = client(ada).get(address(claim, "master.m3u8"))
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
    as_system(media.refuse_attempt, claim, reason="damaged")
    assert client(ada).get(address(claim, "master.m3u8")).status_code == 404


def test_an_attempt_that_begins_anew_forgets_what_the_one_before_had(ada, claim, monkeypatch):
    monkeypatch.setattr(preview, "HELD_SECONDS", 0.3)
    tell(claim, *rows(claim, seconds=[1.0, 1.0]))
    as_system(media.fail_attempt, claim, reason="encoder_killed")
    assert client(ada).get(address(claim, "360p.m3u8")).status_code == 503
    stale = Report(MediaPhase.encoding, 50, None, rows(claim, seconds=[1.0]))
    assert not as_system(media.renew_lease, claim, stale)
    assert client(ada).get(address(claim, "360p.m3u8")).status_code == 503


def test_the_builder_says_per_rendition_how_far_the_work_is(ada, claim, lesson_id):
    tell(claim, *rows(claim, seconds=[1.0]), percent=12)
    editor = ada.call(course.get_course_editor, course_of(lesson_id))
    [found] = [x for s in editor.sections for x in s.lessons if x.id == str(lesson_id)]
    assert (found.media_percent, found.media_seconds_left, found.media_playable) == (12, 30, True)
    assert [(r.name, r.state) for r in found.media_rungs] == [
        ("360p", "encoding"), ("720p", "waiting"),
    ]  # fmt: skip


def course_of(lesson_id) -> UUID:
    from tests.e2e.school import one

    return UUID(one("SELECT course_id FROM lesson WHERE id = :id", id=lesson_id))


def test_a_real_encode_is_played_from_its_first_segments(ada, lesson_id, zoo, tmp_path):
    """The lists are read while FFmpeg works: they only grow, and every named segment opens."""
    asset_id = upload(ada, lesson_id, zoo("two_rungs.mp4"))
    http, seen, outcome = client(ada), [], []
    worker = threading.Thread(
        target=lambda: outcome.append(as_system(media.transcode_asset, asset_id))
    )
    worker.start()
    assert http.get(f"/api/preview/{asset_id}/master.m3u8").status_code == 200
    key = http.get(f"/api/preview/{asset_id}/key").content
    while worker.is_alive() or not seen:
        text = http.get(f"/api/preview/{asset_id}/360p.m3u8").text
        named = [line for line in text.splitlines() if line.startswith("/store/")]
        if not seen or len(named) > len(seen[-1][0]):
            sealed = http.get(named[-1]).content
            clear = hls_sealing.unseal(sealed, key, len(named) - 1)
            (tmp_path / "clear.ts").write_bytes(clear)
            assert decodes(tmp_path / "clear.ts")
            seen.append((named, "ENDLIST" in text))
    worker.join()
    assert outcome == ["ready"]
    assert len(seen) > 1, "it was watched while it grew"
    assert not seen[0][1]
    master = http.get(f"/api/preview/{asset_id}/master.m3u8").text
    assert re.findall(r"^(\w+)\.m3u8\?v=\w+$", master, re.MULTILINE) == ["360p", "480p"]


def test_seek_pictures_and_posters_come_with_the_set(ada, lesson_id, zoo, site):
    asset_id = upload(ada, lesson_id, zoo("nine_seconds.mp4"))
    assert as_system(media.transcode_asset, asset_id) == "ready"
    http = client(ada)
    vtt = http.get(f"/api/preview/{asset_id}/sprites.vtt")
    assert vtt.headers["content-type"].startswith("text/vtt")
    cues = re.findall(r"([\d:.]+) --> ([\d:.]+)\n(\S+)#xywh=(\d+),0,160,90", vtt.text)
    assert [(begin, end, x) for begin, end, _, x in cues] == [
        ("00:00:00.000", "00:00:04.000", "0"),
        ("00:00:04.000", "00:00:08.000", "160"),
        ("00:00:08.000", "00:00:09.000", "320"),
    ]
    assert http.get(cues[0][2]).headers["content-type"] == "image/jpeg"
    posters = ada.call(media.list_posters, asset_id)
    assert [p.is_chosen for p in posters] == [True, False, False, False, False]
    assert {http.get(p.url).status_code for p in posters} == {200}
    ada.call(media.choose_poster, asset_id, number=3)
    assert [p.is_chosen for p in ada.call(media.list_posters, asset_id)][3]
    with pytest.raises(Exception, match="poster"):
        ada.call(media.choose_poster, asset_id, number=5)
