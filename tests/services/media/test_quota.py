"""Room for videos: counted from what is there, asked before a byte is sent and before it counts."""

import dataclasses
import threading
from datetime import timedelta
from uuid import UUID

import httpx
import pytest
import sqlalchemy as sa

from lms_app import composition, i18n
from lms_app.core import clock
from lms_app.core.config import MIB
from lms_app.services import course, media
from tests.factories import courses
from tests.factories.people import Person, as_system, instructor
from tests.factories.uploads import client, send_parts

SIZE = 9 * MIB


@pytest.fixture
def site_with(site, monkeypatch):
    def wire(**settings) -> None:
        changed = dataclasses.replace(site, settings=dataclasses.replace(site.settings, **settings))
        monkeypatch.setattr(composition, "implementations", lambda: changed)

    return wire


@pytest.fixture
def ada(site) -> Person:
    return instructor("Ada")


@pytest.fixture
def lessons(ada) -> list[UUID]:
    made = courses.draft(ada, lessons=0)
    return [ada.call(course.add_lesson, made.section_id, title=f"L{n}") for n in range(8)]


def begin(ada: Person, lesson_id: UUID, size: int = SIZE) -> httpx.Response:
    body = {"lesson_id": str(lesson_id), "filename": "x.mp4", "size_bytes": size}
    return client(ada).post("/api/uploads", json=body, headers={"accept-language": "ko"})


def open_uploads(site) -> int:
    return len(site.objects.list_uploads("sources/"))


def test_what_does_not_fit_is_refused_before_a_byte_is_sent(site, site_with, ada, lessons):
    site_with(instructor_quota_bytes=2 * SIZE)
    before = open_uploads(site)
    assert begin(ada, lessons[0]).status_code == 200
    assert begin(ada, lessons[1]).status_code == 200
    refused = begin(ada, lessons[2], 1)
    assert (refused.status_code, refused.json()["code"]) == (409, "error.quota_full")
    assert "공간" in refused.json()["detail"]
    assert open_uploads(site) == before + 2
    other = instructor("Ben")
    made = courses.draft(other, lessons=0)
    lesson_id = other.call(course.add_lesson, made.section_id, title="L")
    assert begin(other, lesson_id).status_code == 200, "everybody has their own room"
    plan = begin(ada, lessons[2], 1)
    assert plan.status_code == 409


def test_room_that_is_given_back_can_be_used_again(site_with, ada, lessons):
    site_with(instructor_quota_bytes=SIZE)
    asset_id = begin(ada, lessons[0]).json()["asset_id"]
    assert begin(ada, lessons[1]).status_code == 409
    assert client(ada).delete(f"/api/uploads/{asset_id}").status_code == 204
    assert begin(ada, lessons[1]).status_code == 200


def test_uploads_that_begin_at_once_do_not_share_the_last_room(site, site_with, ada, lessons):
    site_with(instructor_quota_bytes=2 * SIZE)
    answers: list[int] = []
    threads = [
        threading.Thread(
            target=lambda lesson=lesson: answers.append(begin(ada, lesson).status_code)
        )
        for lesson in lessons
    ]
    before = open_uploads(site)
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [200] * 2 + [409] * 6
    assert open_uploads(site) == before + 2, "what was refused left no open upload"


def test_what_was_made_of_videos_counts_too_and_is_asked_again_at_the_end(
    site, site_with, ada, lessons
):
    ready = courses.ready_asset(ada)
    site.objects.put_bytes(f"media/{ready}/1-aaaaaaaaaaaa/360p/s00000.ts", b"x" * MIB, "video/mp2t")
    site.objects.put_bytes(f"media/{ready}/1-aaaaaaaaaaaa/poster.jpg", b"x" * MIB, "image/jpeg")
    with site.engine.connect() as connection:
        source = connection.execute(sa.text("SELECT sum(size_bytes) FROM media_asset")).scalar_one()
    site_with(instructor_quota_bytes=int(source) + SIZE)
    data = b"\0" * SIZE
    plan = begin(ada, lessons[0]).json()
    http = client(ada)
    send_parts(http, plan["asset_id"], data, plan["part_size_bytes"], [1, 2])
    as_system(media.measure_asset, ready)
    as_system(media.measure_asset, ready)
    refused = http.post(f"/api/uploads/{plan['asset_id']}/complete")
    assert (refused.status_code, refused.json()["code"]) == (409, "error.quota_exceeded")
    state = http.get(f"/api/uploads/{plan['asset_id']}").json()
    assert state["stored_parts"] == [1, 2], "nothing that was sent is lost"
    site_with(instructor_quota_bytes=int(source) + SIZE + 2 * MIB)
    assert http.post(f"/api/uploads/{plan['asset_id']}/complete").status_code == 204


def test_so_many_uploads_at_once_and_no_more(site_with, ada, lessons):
    site_with(uploads_at_once=5)
    assert [begin(ada, lesson).status_code for lesson in lessons[:6]] == [200] * 5 + [409]
    refused = begin(ada, lessons[6]).json()
    assert refused["code"] == "error.uploads_at_once"
    tomorrow = clock.now() + timedelta(hours=25)
    with clock.frozen(lambda: tomorrow):
        assert begin(ada, lessons[6]).status_code == 200, "a forgotten upload holds no place"


def test_no_limit_when_the_settings_say_so(site_with, ada, lessons):
    site_with(instructor_quota_bytes=0, uploads_at_once=0)
    assert {begin(ada, lesson).status_code for lesson in lessons} == {200}


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_refusals_have_words(language):
    given = {"used_gb": "1.0", "limit_gb": "2.0", "file_gb": "3.0", "count": 4}
    for key in ("error.quota_full", "error.quota_exceeded", "error.uploads_at_once"):
        assert "{" not in i18n.lookup(key, language, **given)
