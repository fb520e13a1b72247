"""The routes of captions: who may send what, in which size, and what others are told."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from lms_app import composition
from lms_app.core import clock, urls
from lms_app.core.caption_languages import CAPTION_LANGUAGES
from lms_app.db.unit_of_work import begin
from lms_app.models import MediaAsset, MediaStatus
from lms_app.services import media
from lms_app.services.media.caption_files import MAX_CAPTION_BYTES
from tests.factories.people import Person, as_system, instructor, person
from tests.factories.uploads import client

pytestmark = pytest.mark.usefixtures("site")
SRT = "1\n00:00:01,000 --> 00:00:03,000\n안녕하세요\n\n2\n00:00:02,500 --> 00:00:05,000\n둘째 줄\n"


@pytest.fixture
def ada() -> Person:
    return instructor("Ada")


@pytest.fixture
def asset_id(ada) -> UUID:
    asset = MediaAsset(
        id=uuid4(), owner_id=ada.id, filename="a.mp4", content_type="video/mp4", size_bytes=5,
        source_key="sources/a", status=MediaStatus.uploaded, queued_at=clock.now(),
    )  # fmt: skip
    as_system(media.add_imported, asset)
    return asset.id


def place(asset_id: UUID, language: str = "ko", part: str = "") -> str:
    return f"{urls.API_CAPTIONS}/{asset_id}/{language}{part}"


def stored(asset_id: UUID) -> dict[str, list]:
    with begin(composition.implementations().engine, read_only=True) as uow:
        return {track.language: track.cues for track in media.list_captions(uow, asset_id)}


def test_u13_a_korean_srt_in_euc_kr_becomes_captions(ada, asset_id):
    http = client(ada)
    sent = http.put(place(asset_id, part="/file"), content=SRT.encode("euc-kr"))
    assert sent.status_code == 200, sent.text
    assert sent.json()["cue_count"] == 2
    assert sent.json()["repairs"] == {"overlaps": 1}
    assert [cue["text"] for cue in stored(asset_id)["ko"]] == ["안녕하세요", "둘째 줄"]
    [row] = http.get(f"{urls.API_CAPTIONS}/{asset_id}").json()
    assert (row["name"], row["cue_count"]) == ("한국어", 2)
    assert row["mark"] == sent.json()["mark"]


def test_every_language_has_its_track_and_comes_back_as_a_file(ada, asset_id):
    http = client(ada)
    for language in CAPTION_LANGUAGES:
        assert http.put(place(asset_id, language, "/file"), content=SRT).status_code == 200
    listed = http.get(f"{urls.API_CAPTIONS}/{asset_id}").json()
    assert [row["language"] for row in listed] == list(CAPTION_LANGUAGES)
    file = http.get(place(asset_id, "zh-TW", "/file"))
    assert file.headers["content-disposition"] == 'attachment; filename="captions-zh-TW.vtt"'
    assert file.headers["content-type"].startswith("text/vtt")
    again = http.put(place(asset_id, "en", "/file"), content=file.content)
    assert again.json()["repairs"] == {}
    assert stored(asset_id)["en"] == stored(asset_id)["zh-TW"]
    assert http.delete(place(asset_id, "en")).status_code == 204
    assert http.delete(place(asset_id, "en")).status_code == 204
    assert set(stored(asset_id)) == set(CAPTION_LANGUAGES) - {"en"}


def test_u13_a_file_of_50_mb_is_refused_while_it_comes(ada, asset_id):
    taken = 0

    def endless():
        nonlocal taken
        for _ in range(50 * 16):
            taken += 64 * 1024
            yield b"x" * 64 * 1024

    http = client(ada)
    answer = http.put(place(asset_id, part="/file"), content=endless())
    assert answer.status_code == 413
    assert answer.json()["code"] == "error.captions_size"
    assert "2MB" in answer.json()["detail"]
    announced = http.put(
        place(asset_id, part="/file"), content=b"x", headers={"content-length": "52428800"}
    )
    assert announced.status_code == 413
    assert (
        http.put(place(asset_id, part="/file"), content=b"x" * MAX_CAPTION_BYTES).status_code == 422
    )
    assert stored(asset_id) == {}


def test_a_file_that_cannot_be_read_is_refused_with_its_line_and_changes_nothing(ada, asset_id):
    http = client(ada)
    http.put(place(asset_id, part="/file"), content=SRT)
    before = stored(asset_id)
    broken = SRT.replace("00:00:02,500", "00:00:0x")
    answer = http.put(place(asset_id, part="/file"), content=broken)
    assert answer.status_code == 422
    assert answer.json()["code"] == "error.captions_time"
    assert answer.json()["detail"].startswith("6번째 줄")
    assert http.put(place(asset_id, "xx", "/file"), content=SRT).status_code == 422
    assert http.put(place(asset_id, "toolong", "/file"), content=SRT).status_code == 404
    assert stored(asset_id) == before


def test_lines_are_edited_and_somebody_elses_change_is_told(ada, asset_id):
    http = client(ada)
    http.put(place(asset_id, part="/file"), content=SRT)
    seen = http.get(place(asset_id)).json()
    cues = [{**cue, "text": cue["text"] + "!"} for cue in seen["cues"]]
    saved = http.put(place(asset_id), json={"cues": cues, "before": seen["mark"]})
    assert saved.status_code == 200
    # The answer was lost, the same is sent again.
    again = http.put(place(asset_id), json={"cues": cues, "before": seen["mark"]})
    assert again.json() == saved.json()
    stale = http.put(place(asset_id), json={"cues": seen["cues"][:1], "before": seen["mark"]})
    assert (stale.status_code, stale.json()["code"]) == (409, "error.changed_meanwhile")
    assert stored(asset_id)["ko"] == cues
    wrong = http.put(
        place(asset_id),
        json={"cues": [cues[0], {**cues[1], "end": 1}], "before": saved.json()["mark"]},
    )
    assert wrong.status_code == 422
    assert wrong.json()["detail"].startswith("2번째 자막")


REQUESTS = [
    ("GET", "", None), ("GET", "/ko", None), ("GET", "/ko/file", None), ("DELETE", "/ko", None),
    ("PUT", "/ko", {"cues": [], "before": ""}), ("PUT", "/ko/file", None),
]  # fmt: skip


@pytest.mark.parametrize(("method", "part", "body"), REQUESTS)
def test_others_learn_nothing_of_a_video_and_change_nothing(ada, asset_id, method, part, body):
    client(ada).put(place(asset_id, part="/file"), content=SRT)
    before = stored(asset_id)
    for who, status in ((instructor("Ben"), 404), (person("Sam"), 403), (None, 401)):
        answers = []
        for asset in (asset_id, uuid4()):
            sent = {"json": body} if body else {"content": SRT} if method == "PUT" else {}
            answer = client(who).request(method, f"{urls.API_CAPTIONS}/{asset}{part}", **sent)
            answers.append((answer.status_code, answer.json()))
        assert answers[0] == answers[1]
        assert answers[0][0] == status
    assert stored(asset_id) == before


@pytest.mark.parametrize(
    "headers", [{"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}]
)
def test_another_site_sends_no_captions(ada, asset_id, headers):
    http = client(ada)
    assert http.put(place(asset_id, part="/file"), content=SRT, headers=headers).status_code == 403
    assert http.delete(place(asset_id), headers=headers).status_code == 403
    assert stored(asset_id) == {}
