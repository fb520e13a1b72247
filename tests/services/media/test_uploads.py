import copy
import dataclasses
import unicodedata
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from lms_app import composition
from lms_app.adapters.local_object_store import LocalObjectStore
from lms_app.adapters.redis_connection import JOBS_DB, connect
from lms_app.core.config import MIB
from lms_app.services import course
from tests.factories import courses
from tests.factories.people import instructor, person
from tests.factories.uploads import client, send_parts, upload
from workers.subscriptions import SUBSCRIPTIONS

pytestmark = pytest.mark.usefixtures("site")
DATA = bytes(range(256)) * 40_000  # 10 MiB: two parts of 8
SIZE = len(DATA)


@pytest.fixture
def ada():
    return instructor("Ada")


@pytest.fixture
def lesson_id(ada):
    made = courses.draft(ada, lessons=0)
    return UUID(ada.call(course.add_lesson, made.section_id, title="Video"))


def begin(http, lesson_id, size=SIZE, filename="clip.mp4"):
    body = {"lesson_id": str(lesson_id), "filename": filename, "size_bytes": size}
    return http.post("/api/uploads", json=body)


def state_of(ada, lesson_id):
    rows = ada.call(course.list_own_courses).rows
    editor = ada.call(course.get_course_editor, UUID(rows[0].id))
    return next(x for s in editor.sections for x in s.lessons if x.id == str(lesson_id))


def test_a_file_goes_up_in_parts_and_arrives_whole(site, ada, lesson_id, tmp_path):
    (tmp_path / "clip.mp4").write_bytes(DATA)
    asset_id = upload(ada, lesson_id, tmp_path / "clip.mp4")
    assert site.objects.get_bytes(f"sources/{asset_id}") == DATA
    assert state_of(ada, lesson_id).media_status == "uploaded"
    waiting = connect(site.settings.redis_url, JOBS_DB)
    composition.drain_outbox(SUBSCRIPTIONS)
    assert waiting.llen("rq:queue:transcode") == 1
    composition.drain_outbox(SUBSCRIPTIONS)
    assert waiting.llen("rq:queue:transcode") == 1


@pytest.mark.parametrize(
    ("lang", "words"), [("ko", "저장 공간이 모자라요"), ("en", "run out of space")]
)
def test_a_full_disk_refuses_before_a_byte_is_sent(site, ada, lesson_id, monkeypatch, lang, words):
    http = client(ada)
    http.headers["cookie"] += f"; lang={lang}"
    begun = begin(http, lesson_id).json()
    full = LocalObjectStore(site.settings, durable=False, reserve_bytes=2**62)
    wired = dataclasses.replace(site, objects=full)
    monkeypatch.setattr(composition, "implementations", lambda: wired)
    for answer in (
        begin(http, lesson_id),
        http.post(f"/api/uploads/{begun['asset_id']}/parts", json={"numbers": [1, 2]}),
    ):
        assert (answer.status_code, answer.json()["code"]) == (409, "media.reason.disk_full")
        assert words in answer.json()["detail"]


def test_a_full_disk_joins_later(site, ada, lesson_id, monkeypatch):
    http = client(ada)
    plan = begin(http, lesson_id).json()
    send_parts(http, plan["asset_id"], DATA, plan["part_size_bytes"], [1, 2])
    full = LocalObjectStore(site.settings, durable=False, reserve_bytes=2**62)
    with monkeypatch.context() as patched:
        wired = dataclasses.replace(site, objects=full)
        patched.setattr(composition, "implementations", lambda: wired)
        refused = http.post(f"/api/uploads/{plan['asset_id']}/complete")
    assert refused.json()["code"] == "media.reason.disk_full"
    assert http.post(f"/api/uploads/{plan['asset_id']}/complete").status_code == 204
    assert site.objects.get_bytes(f"sources/{plan['asset_id']}") == DATA


def test_after_a_cut_only_missing_parts_are_sent(ada, lesson_id):
    http = client(ada)
    plan = begin(http, lesson_id).json()
    assert (plan["part_size_bytes"], plan["part_count"]) == (8 * MIB, 2)
    send_parts(http, plan["asset_id"], DATA, plan["part_size_bytes"], [2])
    state = http.get(f"/api/uploads/{plan['asset_id']}").json()
    assert (state["stored_parts"], state["filename"]) == ([2], "clip.mp4")
    refused = http.post(f"/api/uploads/{plan['asset_id']}/complete")
    assert (refused.status_code, refused.json()["code"]) == (422, "error.upload_parts_missing")
    send_parts(http, plan["asset_id"], DATA, plan["part_size_bytes"], [1, 2])  # 2 sent twice
    assert http.post(f"/api/uploads/{plan['asset_id']}/complete").status_code == 204
    assert http.post(f"/api/uploads/{plan['asset_id']}/complete").status_code == 204


@pytest.mark.parametrize(
    "name",
    [
        "\N{MAN}\N{ZERO WIDTH JOINER}\N{WOMAN}\N{ZERO WIDTH JOINER}\N{GIRL}.mp4",
        "x" * 300 + ".mp4",
        unicodedata.normalize("NFD", " 첫 강의.mp4"),
        "C:\\films\\a?b&c=d#e.mp4",
    ],
)
def test_the_same_file_is_known_again_whatever_became_of_its_name(ada, lesson_id, name):
    http = client(ada)
    asset_id = begin(http, lesson_id, filename=name).json()["asset_id"]

    def asked(filename: str, size: int = SIZE) -> int:
        file = {"filename": filename, "size_bytes": size}
        return http.get(f"/api/uploads/{asset_id}", params=file).status_code

    assert asked(name) == 200
    assert asked(name, SIZE + 1) == 409
    assert asked("other.mp4") == 409
    assert asked("x" * 1001) == 422


def test_completing_without_any_part_is_refused(ada, lesson_id):
    http = client(ada)
    plan = begin(http, lesson_id).json()
    refused = http.post(f"/api/uploads/{plan['asset_id']}/complete")
    assert refused.json()["code"] == "error.upload_parts_missing"
    assert state_of(ada, lesson_id).media_status == "uploading"


@pytest.mark.parametrize(
    ("filename", "size", "code"),
    [
        ("empty.mp4", 0, "media.reason.empty_file"),
        ("notes.txt", 10, "media.reason.unsupported_format"),
        ("no-extension", 10, "media.reason.unsupported_format"),
        ("\u202egpj.exe", 10, "media.reason.unsupported_format"),
        ("huge.mp4", 21 * 1024**3, "media.reason.too_large"),
    ],
)
def test_files_that_cannot_be_taken_are_refused_before_the_upload(
    ada, lesson_id, filename, size, code
):
    refused = begin(client(ada), lesson_id, size, filename)
    assert (refused.status_code, refused.json()["code"]) == (422, code)
    assert state_of(ada, lesson_id).media_status == ""


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.mp4", "passwd.mp4"),
        ("C:\\x\\clip.mp4", "clip.mp4"),
        ("-i.mp4", "-i.mp4"),
        ("\u202egpj.mp4", "gpj.mp4"),
        ("a\nb\x00.mp4", "ab.mp4"),
        ("$(id)'\".mp4", "$(id)'\".mp4"),
        ("CON.mp4", "CON.mp4"),
        (".mp4", ".mp4"),
        (unicodedata.normalize("NFD", "첫 강의.mp4"), "첫 강의.mp4"),
        ("\N{CLAPPER BOARD} 1.mp4", "\N{CLAPPER BOARD} 1.mp4"),
        ("x" * 300 + ".mp4", "x" * 196 + ".mp4"),
    ],
)
def test_file_names_are_only_shown(site, ada, lesson_id, given, kept):
    plan = begin(client(ada), lesson_id, filename=given).json()
    assert state_of(ada, lesson_id).media_filename == kept
    assert kept not in str(site.objects.list_keys("sources/"))
    UUID(plan["asset_id"])


@pytest.mark.parametrize("name", [b"\xff\xfe\xb0\xa1.mp4", b"\\ud800.mp4", b"\\u0000.mp4"])
def test_names_that_are_no_text_are_refused_or_cleaned(ada, lesson_id, name):
    body = b'{"lesson_id": "%s", "filename": "%s", "size_bytes": 9}'
    answer = client(ada).post(
        "/api/uploads",
        content=body % (str(lesson_id).encode(), name),
        headers={"content-type": "application/json"},
    )
    assert answer.status_code in {200, 400, 422}
    assert state_of(ada, lesson_id).media_filename in {"", "?.mp4", ".mp4"}


def test_a_whole_of_another_size_is_refused_at_completion_and_not_kept(site, ada, lesson_id):
    """As when the store itself were told to take more than was signed."""
    http = client(ada)
    asset_id = begin(http, lesson_id).json()["asset_id"]
    key = f"sources/{asset_id}"
    [opened] = [u for u in site.objects.list_uploads("sources/") if u.key == key]
    site.objects.abort_multipart(key, opened.upload_id)
    site.objects.put_bytes(key, DATA + b"more", "video/mp4")
    refused = http.post(f"/api/uploads/{asset_id}/complete")
    assert (refused.status_code, refused.json()["code"]) == (422, "error.upload_size")
    assert site.objects.list_keys(key) == []
    assert state_of(ada, lesson_id).media_status == "uploading"


@pytest.mark.parametrize("numbers", [[0], [3], [-1], [], [True], ["1"], list(range(1, 30))])
def test_parts_outside_the_plan_are_not_signed(ada, lesson_id, numbers):
    http = client(ada)
    plan = begin(http, lesson_id).json()
    refused = http.post(f"/api/uploads/{plan['asset_id']}/parts", json={"numbers": numbers})
    assert refused.status_code == 422


def test_a_signed_part_takes_exactly_its_length_and_its_address(ada, lesson_id):
    http = client(ada)
    plan = begin(http, lesson_id).json()
    url = http.post(f"/api/uploads/{plan['asset_id']}/parts", json={"numbers": [1]}).json()[0][
        "url"
    ]
    assert http.put(url, content=DATA[: 8 * MIB] + b"more").status_code in {400, 403}
    assert http.put(url, content=DATA[:100]).status_code in {400, 403}
    assert http.put(url.replace("partNumber=1", "partNumber=2"), content=DATA).status_code == 403


@pytest.mark.parametrize("method", ["state", "parts", "complete", "cancel"])
def test_somebody_elses_upload_does_not_exist(ada, lesson_id, method):
    plan = begin(client(ada), lesson_id).json()
    address = f"/api/uploads/{plan['asset_id']}"
    for who, status in ((None, 401), (person("Sam"), 403), (instructor("Ben"), 404)):
        http = client(who)
        answer = {
            "state": lambda h=http: h.get(address),
            "parts": lambda h=http: h.post(f"{address}/parts", json={"numbers": [1]}),
            "complete": lambda h=http: h.post(f"{address}/complete"),
            "cancel": lambda h=http: h.delete(address),
        }[method]()
        assert answer.status_code == status


def test_somebody_elses_lesson_takes_no_upload(ada, lesson_id):
    assert begin(client(instructor("Ben")), lesson_id).status_code == 404
    assert begin(client(ada), uuid4()).status_code == 404


def test_an_upload_whose_lesson_goes_meanwhile_leaves_nothing_behind(
    site, ada, lesson_id, monkeypatch
):
    class Meanwhile(LocalObjectStore):
        def create_multipart(self, *args) -> str:
            ada.call(course.delete_lesson, lesson_id)
            return super().create_multipart(*args)

    objects = copy.copy(site.objects)
    objects.__class__ = Meanwhile
    wired = dataclasses.replace(site, objects=objects)
    monkeypatch.setattr(composition, "implementations", lambda: wired)
    before = len(site.objects.list_uploads("sources/"))
    assert begin(client(ada), lesson_id).status_code == 404
    assert len(site.objects.list_uploads("sources/")) == before
    with site.engine.connect() as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM media_asset")).scalar() == 0


def test_cancelling_forgets_the_upload_and_frees_the_lesson(ada, lesson_id):
    http = client(ada)
    plan = begin(http, lesson_id).json()
    send_parts(http, plan["asset_id"], DATA, plan["part_size_bytes"], [1])
    assert http.delete(f"/api/uploads/{plan['asset_id']}").status_code == 204
    assert state_of(ada, lesson_id).media_status == ""
    assert http.get(f"/api/uploads/{plan['asset_id']}").status_code == 404
    assert begin(http, lesson_id).status_code == 200


def test_requests_of_other_sites_are_refused(ada, lesson_id):
    body = {"lesson_id": str(lesson_id), "filename": "x.mp4", "size_bytes": 5}
    for headers in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}):
        refused = client(ada).post("/api/uploads", json=body, headers=headers)
        assert (refused.status_code, refused.json()["code"]) == (403, "error.foreign_origin")
