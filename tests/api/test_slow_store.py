"""A store that takes long holds up uploads and nothing else."""

import dataclasses
import fcntl
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Semaphore
from uuid import UUID

import pytest

from lms_app import composition
from lms_app.adapters.local_object_store import LocalObjectStore
from lms_app.api.uploads import AT_ONCE
from lms_app.services import course
from tests.factories import courses
from tests.factories.people import instructor
from tests.factories.uploads import client, send_parts

pytestmark = pytest.mark.usefixtures("site")
DATA = b"a small video"


class Slow(LocalObjectStore):
    """A disk store whose lists of parts come when they are let go."""

    arrived, release = Semaphore(0), Event()

    def list_parts(self, key, upload_id):
        self.arrived.release()
        assert self.release.wait(60)
        return super().list_parts(key, upload_id)


@pytest.fixture
def begun():
    """Who may complete an upload whose parts have all arrived, and the upload."""
    ada = instructor("Ada")
    lesson_id = UUID(
        ada.call(course.add_lesson, courses.draft(ada, lessons=0).section_id, title="Video")
    )
    body = {"lesson_id": str(lesson_id), "filename": "a.mp4", "size_bytes": len(DATA)}
    plan = client(ada).post("/api/uploads", json=body).json()
    send_parts(client(ada), plan["asset_id"], DATA, plan["part_size_bytes"], [1])
    return ada, plan["asset_id"]


def test_completions_that_hang_leave_the_site_alone(site, begun, monkeypatch):
    ada, asset_id = begun
    wired = dataclasses.replace(site, objects=Slow(site.settings, durable=False))
    monkeypatch.setattr(composition, "implementations", lambda: wired)
    many = site.settings.db_pool_size + 4  # more than there are threads of the door

    def complete(_number):
        return client(ada).post(f"/api/uploads/{asset_id}/complete").status_code

    with ThreadPoolExecutor(many) as people:
        answers = people.map(complete, range(many))
        try:
            for _ in range(AT_ONCE):
                assert Slow.arrived.acquire(timeout=60)
            assert client().get("/readyz").status_code == 200
            signed = client(ada).post(f"/api/uploads/{asset_id}/parts", json={"numbers": [1]})
            assert signed.status_code == 200
            assert not Slow.release.is_set()
        finally:
            Slow.release.set()
        assert set(answers) <= {204, 425}
    assert site.objects.get_bytes(f"sources/{asset_id}") == DATA


@pytest.mark.parametrize(("lang", "words"), [("ko", "합치고 있어요"), ("en", "put together")])
def test_who_completes_while_it_is_joined_is_told_to_wait(site, begun, lang, words):
    ada, asset_id = begun
    http = client(ada)
    http.headers["cookie"] += f"; lang={lang}"
    (upload,) = site.objects.list_uploads(f"sources/{asset_id}")
    with (site.objects.root / "uploads" / upload.upload_id / "lock").open("wb") as joining:
        fcntl.flock(joining, fcntl.LOCK_EX)
        answer = http.post(f"/api/uploads/{asset_id}/complete")
    assert (answer.status_code, answer.json()["code"]) == (425, "error.upload_joining")
    assert words in answer.json()["detail"]
    assert http.post(f"/api/uploads/{asset_id}/complete").status_code == 204
    assert site.objects.get_bytes(f"sources/{asset_id}") == DATA
