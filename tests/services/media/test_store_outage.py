"""The store fails at each step: uploads go on where they were, and `ready` means that all is there."""

import dataclasses
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import httpx
import pytest
import sqlalchemy as sa

from lms_app import composition
from lms_app.adapters.s3_connection import Patience
from lms_app.core import clock
from lms_app.db.unit_of_work import begin as begin_transaction
from lms_app.models import MediaAsset
from lms_app.services import course, media
from tests.adapters.faulty_proxy import LOST_ANSWER, PASS, UNAVAILABLE, FaultyProxy, faulty_proxy
from tests.factories import courses
from tests.factories.people import as_system, instructor
from tests.factories.uploads import client
from tests.media_samples import MediaZoo

HASTY = Patience(connect_seconds=2, read_seconds=5, attempts=2)


@pytest.fixture(scope="module")
def clip(tmp_path_factory) -> Path:
    return MediaZoo(tmp_path_factory.mktemp("zoo"))("normal.mp4")


@pytest.fixture
def store(s3_server) -> Iterator[FaultyProxy]:
    with faulty_proxy(s3_server.url) as proxy:
        yield proxy


@pytest.fixture
def site_on_s3(site, store, s3_server, monkeypatch):
    objects = s3_server.store(url=store.url, patience=HASTY)
    wired = dataclasses.replace(site, objects=objects)
    monkeypatch.setattr(composition, "implementations", lambda: wired)
    return wired


@pytest.fixture
def ada(site_on_s3):
    return instructor("Ada")


@pytest.fixture
def made(ada):
    return courses.draft(ada, lessons=0)


@pytest.fixture
def lesson_id(ada, made) -> UUID:
    return ada.call(course.add_lesson, made.section_id, title="Walls")


def assets(site) -> list[str]:
    with site.engine.connect() as connection:
        return list(connection.execute(sa.text("SELECT status FROM media_asset")).scalars())


def row(asset_id) -> MediaAsset:
    with begin_transaction(composition.implementations().engine, read_only=True) as uow:
        return uow.session.get(MediaAsset, UUID(asset_id))


def sent(http, asset_id: str, number: int, data: bytes) -> int:
    """One part straight to the store, as the browser sends it."""
    signed = http.post(f"/api/uploads/{asset_id}/parts", json={"numbers": [number]}).json()[0]
    return httpx.put(signed["url"], content=data).status_code


def test_an_upload_goes_on_after_the_store_was_away(site, store, ada, lesson_id):
    http, data = client(ada), b"\0" * (9 * 2**20)
    first, second = data[: 8 * 2**20], data[8 * 2**20 :]
    body = {"lesson_id": str(lesson_id), "filename": "x.mp4", "size_bytes": len(data)}
    store.fail()
    assert http.post("/api/uploads", json=body).status_code == 503
    assert assets(site) == [], "nothing is promised that was not begun"
    store.work()
    asset_id = http.post("/api/uploads", json=body).json()["asset_id"]
    assert sent(http, asset_id, 1, first) == 200
    store.fail()
    assert sent(http, asset_id, 2, second) == 503
    assert http.get(f"/api/uploads/{asset_id}").status_code == 503
    assert http.post(f"/api/uploads/{asset_id}/complete").status_code == 503
    assert assets(site) == ["uploading"]
    store.work()
    assert http.get(f"/api/uploads/{asset_id}").json()["stored_parts"] == [1]
    assert sent(http, asset_id, 2, second) == 200
    store.asked.clear()
    # The store joins the parts, and its answer is lost: twice, so that no retry hides it.
    store.decide = lambda method, path: (
        LOST_ANSWER if method == "POST" and "uploadId" in path else PASS
    )
    answer = http.post(f"/api/uploads/{asset_id}/complete").status_code
    assert answer in {204, 503}
    store.work()
    assert http.post(f"/api/uploads/{asset_id}/complete").status_code == 204
    assert assets(site) == ["uploaded"]
    with site.engine.connect() as connection:
        events = connection.execute(
            sa.text("SELECT count(*) FROM outbox_message WHERE event = 'MediaUploaded'")
        ).scalar_one()
    assert events == 1
    assert composition.implementations().objects.head(f"sources/{asset_id}").size == len(data)


@pytest.fixture
def uploaded(store, ada, lesson_id, clip) -> str:
    http, data = client(ada), clip.read_bytes()
    body = {"lesson_id": str(lesson_id), "filename": "x.mp4", "size_bytes": len(data)}
    asset_id = http.post("/api/uploads", json=body).json()["asset_id"]
    assert sent(http, asset_id, 1, data) == 200
    assert http.post(f"/api/uploads/{asset_id}/complete").status_code == 204
    return asset_id


@pytest.mark.parametrize("step", ["download", "segment", "picture"])
def test_a_video_is_ready_only_with_all_its_objects(site_on_s3, store, uploaded, step):
    def away(method: str, path: str) -> str:
        is_due = {
            "download": "/sources/" in path,
            "segment": method == "PUT" and path.partition("?")[0].endswith(".ts"),
            "picture": method == "PUT" and path.partition("?")[0].endswith(".jpg"),
        }[step]
        store.broken = getattr(store, "broken", False) or is_due
        return UNAVAILABLE if store.broken else PASS

    store.decide = away
    assert as_system(media.transcode_asset, UUID(uploaded)) == "postponed"
    assert store.broken
    found = row(uploaded)
    assert (found.status, found.failure_count, found.published_prefix) == ("uploaded", 0, None)
    store.work()
    at = clock.now() + timedelta(minutes=2)
    with clock.frozen(lambda: at):
        assert as_system(media.transcode_asset, UUID(uploaded)) == "ready"
    found = row(uploaded)
    with begin_transaction(site_on_s3.engine, read_only=True) as uow:
        playable = media.get_playable(uow, UUID(uploaded))
    stored = set(site_on_s3.objects.list_keys(f"{found.published_prefix}/"))
    promised = {
        f"{found.published_prefix}/{r.name}/s{n:05d}.ts"
        for r in playable.renditions
        for n in range(len(r.segment_seconds))
    }
    assert promised <= stored
    assert found.poster_key in stored


def test_playback_goes_on_when_the_store_is_back(site_on_s3, store, ada, made, lesson_id, uploaded):
    assert as_system(media.transcode_asset, UUID(uploaded)) == "ready"
    as_system(course.apply_ready_media, UUID(uploaded))
    ada.call(course.publish_course, made.id)
    http = client(ada)
    store.fail()
    playlist = http.get(f"/api/playback/{lesson_id}/audio.m3u8")
    assert playlist.status_code == 200, "addresses are signed without asking the store"
    segment = next(line for line in playlist.text.splitlines() if line.startswith("http"))
    assert httpx.get(segment).status_code == 503
    assert http.get(f"/api/playback/{lesson_id}/key").status_code == 200
    store.work()
    assert httpx.get(segment).status_code == 200
