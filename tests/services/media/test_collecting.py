"""The collector: everything dead goes, by age; nothing that somebody needs, whatever its age."""

import copy
import dataclasses
import json
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from lms_app import composition
from lms_app.adapters.local_object_store import LocalObjectStore
from lms_app.core import clock
from lms_app.core.errors import PortUnavailable
from lms_app.db.unit_of_work import begin
from lms_app.models import MediaAsset, MediaStatus
from lms_app.services import course, media
from lms_app.services.media.collecting import ABANDONED_UPLOAD_DAYS, SAFE_HOURS
from lms_app.services.media.store_owner import SITE_KEY
from tests.factories import courses
from tests.factories.people import as_system, instructor
from tests.factories.uploads import client

PREFIXES = ("sources/", "media/")  # what is ours; the server has other tests' objects too


@pytest.fixture(params=["disk", "s3 server"])
def wired(request, site, monkeypatch, tmp_path):
    """The site on one of both stores, each empty, with a work folder of its own."""
    objects = site.objects
    if request.param == "s3 server":
        objects = request.getfixturevalue("s3_server").store()
    objects.delete(SITE_KEY)
    for prefix in PREFIXES:
        objects.delete_prefix(prefix)
        for upload in objects.list_uploads(prefix):
            objects.abort_multipart(upload.key, upload.upload_id)
    settings = dataclasses.replace(site.settings, data_dir=tmp_path)
    changed = dataclasses.replace(site, objects=objects, settings=settings)
    monkeypatch.setattr(composition, "implementations", lambda: changed)
    return changed


@pytest.fixture
def ada(wired):
    return instructor("Ada")


def later(hours: float):
    at = clock.now() + timedelta(hours=hours)
    return clock.frozen(lambda: at)


def collected(*, delete: bool = True, unknown: bool = False) -> set[tuple[str, str]]:
    """What is removed, or would be."""
    every = as_system(media.collect, delete=delete, unknown=unknown)
    assert delete or not [found for found in every if found.is_removed]
    return {(f.kind.value, f.name) for f in every if f.is_removed or not delete}


def asset(wired, ada, status: MediaStatus, **values) -> MediaAsset:
    made = MediaAsset(
        id=uuid4(), owner_id=ada.id, filename="a.mp4", content_type="video/mp4", size_bytes=5,
        source_key="", status=status, **values,
    )  # fmt: skip
    made.source_key = f"sources/{made.id}"
    made.published_prefix = f"media/{made.id}/1-aaaaaaaaaaaa" if status == "ready" else None
    made.duration_seconds = 1.0 if status == "ready" else None
    wired.objects.put_bytes(made.source_key, b"12345", "video/mp4")
    for attempt in ("1-aaaaaaaaaaaa", "2-bbbbbbbbbbbb"):
        for name in ("360p/s00000.ts", "poster.jpg"):
            wired.objects.put_bytes(f"media/{made.id}/{attempt}/{name}", b"xyz", "video/mp2t")
    with begin(wired.engine, read_only=False) as uow:
        uow.add(made)
        uow.flush()
        uow.session.refresh(made)
        uow.session.expunge(made)
    return made


def shown(ada, *assets: MediaAsset) -> None:
    """Let a lesson show each of them."""
    made = courses.draft(ada, lessons=0)
    for one in assets:
        lesson_id = ada.call(course.add_lesson, made.section_id, title="Walls")
        with composition.implementations().engine.begin() as connection:
            connection.execute(
                sa.text("UPDATE lesson SET media_asset_id = :a WHERE id = :l"),
                {"a": one.id, "l": lesson_id},
            )


def test_attempts_that_lost_go_and_the_published_set_stays(wired, ada):
    ready = asset(wired, ada, MediaStatus.ready)
    failed = asset(wired, ada, MediaStatus.failed)
    working = asset(wired, ada, MediaStatus.processing, lease_token=uuid4(), attempt=3)
    waiting = asset(wired, ada, MediaStatus.uploaded)
    shown(ada, ready, failed, working, waiting)
    assert collected() == set(), "nothing is old yet"
    with later(SAFE_HOURS + 1):
        expected = {
            ("lost_attempt", f"media/{ready.id}/2-bbbbbbbbbbbb"),
            ("lost_attempt", f"media/{failed.id}/1-aaaaaaaaaaaa"),
            ("lost_attempt", f"media/{failed.id}/2-bbbbbbbbbbbb"),
        }
        assert collected(delete=False) == expected
        assert len(wired.objects.list_keys("media/")) == 16
        assert collected() == expected
        assert collected() == set()
    kept = wired.objects.list_keys("media/")
    assert {key.split("/")[1] for key in kept} == {str(a.id) for a in (ready, working, waiting)}
    assert len(kept) == 10
    assert len(wired.objects.list_keys("sources/")) == 4


def put_strangers(wired) -> set[str]:
    """A source, an attempt and an upload that no row knows; returns the keys of the objects."""
    stranger = uuid4()
    keys = {f"sources/{stranger}", f"media/{stranger}/1-cccccccccccc/360p/s00000.ts"}
    for key in keys:
        wired.objects.put_bytes(key, b"1", "video/mp4")
    wired.objects.create_multipart(f"sources/{uuid4()}", "video/mp4")
    return keys


def stored(wired) -> set[str]:
    return {key for prefix in PREFIXES for key in wired.objects.list_keys(prefix)}


def test_what_the_database_never_heard_of_is_shown_and_goes_by_command_only(wired, ada):
    keys = put_strangers(wired)
    with later(24 * 400):
        for _ in range(2):
            found = as_system(media.collect, delete=True)
            assert {f.kind.value for f in found} == {
                "orphan_source", "lost_attempt", "unknown_upload"
            }  # fmt: skip
            assert all(f.is_unknown and not f.is_removed for f in found)
        assert stored(wired) == keys
        assert len(wired.objects.list_uploads("sources/")) == 1
        assert len(collected(unknown=True)) == 3
    assert stored(wired) == set()
    assert wired.objects.list_uploads("sources/") == []


def test_a_store_of_another_database_is_only_looked_at(wired, ada):
    """A rehearsal beside production's bucket, or an empty database by mistake."""
    ready = asset(wired, ada, MediaStatus.ready)
    asset(wired, ada, MediaStatus.ready)
    put_strangers(wired)
    keys = stored(wired)
    with later(24 * 400):
        for mark in (json.dumps({"site_id": str(uuid4())}).encode(), b"rubbish"):
            wired.objects.put_bytes(SITE_KEY, mark, "application/json")
            assert collected(unknown=True) == set()
            assert ("unused_asset", str(ready.id)) in collected(delete=False)
            assert (stored(wired), wired.objects.get_bytes(SITE_KEY)) == (keys, mark)
        wired.objects.delete(SITE_KEY)
        assert len(collected(unknown=True)) == 7
    assert stored(wired) == set()


def test_names_that_are_not_ours_are_left_alone(wired, ada):
    keys = {"sources/readme.txt", "media/logo/small/logo.png", "media/logo.png"}
    for key in keys:
        wired.objects.put_bytes(key, b"1", "text/plain")
    with later(24 * 400):
        assert collected(delete=False) == collected(unknown=True) == set()
    assert stored(wired) == keys


def test_an_upload_that_goes_on_stays_and_an_abandoned_one_goes_from_both_sides(wired, ada):
    made = courses.draft(ada, lessons=0)
    lesson_id = ada.call(course.add_lesson, made.section_id, title="Walls")
    body = {"lesson_id": str(lesson_id), "filename": "x.mp4", "size_bytes": 9 * 2**20}
    asset_id = client(ada).post("/api/uploads", json=body).json()["asset_id"]
    with later(24 * ABANDONED_UPLOAD_DAYS - 1):
        assert collected() == set()
        assert len(wired.objects.list_uploads("sources/")) == 1
    with later(24 * ABANDONED_UPLOAD_DAYS + 1):
        assert collected() == {("abandoned_upload", asset_id)}
        assert collected() == set()
    assert wired.objects.list_uploads("sources/") == []
    assert client(ada).get(f"/api/uploads/{asset_id}").status_code == 404
    assert client(ada).post("/api/uploads", json=body).status_code == 200


def test_a_video_that_no_lesson_shows_goes_with_all_its_objects(wired, ada):
    unused, used = asset(wired, ada, MediaStatus.ready), asset(wired, ada, MediaStatus.ready)
    shown(ada, used)
    with later(SAFE_HOURS + 1):
        assert ("unused_asset", str(unused.id)) in collected()
    keys = wired.objects.list_keys("")
    assert not [key for key in keys if str(unused.id) in key]
    assert [key for key in keys if str(used.id) in key]
    with begin(wired.engine, read_only=True) as uow:
        assert uow.session.get(MediaAsset, unused.id) is None
        assert uow.session.get(MediaAsset, used.id) is not None


def test_work_folders_of_dead_attempts_go_and_of_living_ones_stay(wired, ada):
    token = uuid4()
    working = asset(wired, ada, MediaStatus.processing, lease_token=token, attempt=1)
    shown(ada, working)
    root: Path = wired.settings.data_dir / "work"
    living = root / f"{working.id}-{token.hex[:12]}"
    dead, nameless = root / f"{working.id}-000000000000", root / "something"
    for folder in (living, dead, nameless):
        (folder / "out").mkdir(parents=True)
        (folder / "out" / "s00000.ts").write_bytes(b"123")
    (dead / "out" / "link").symlink_to("/etc/passwd")
    assert collected() == set()
    with later(SAFE_HOURS + 1):
        found = as_system(media.collect, delete=True)
    assert {(f.kind.value, f.name, f.size_bytes) for f in found} == {
        ("work_folder", dead.name, 3), ("work_folder", "something", 3)
    }  # fmt: skip
    assert list(root.iterdir()) == [living]


def test_what_was_taken_up_between_the_looks_stays(wired, ada, monkeypatch):
    """The second look: an asset that is published after the list was made."""
    failed = asset(wired, ada, MediaStatus.failed)
    shown(ada, failed)
    from lms_app.services.media import collecting

    remove = collecting._remove

    def retried_first(ctx, leftover, before):
        ada.call(media.retry_processing, UUID(leftover.name.split("/")[1]))
        monkeypatch.setattr(collecting, "_remove", remove)
        return remove(ctx, leftover, before)

    monkeypatch.setattr(collecting, "_remove", retried_first)
    with later(SAFE_HOURS + 1):
        assert collected() == set()
    assert len(wired.objects.list_keys("media/")) == 4


def test_the_command_shows_and_removes_only_when_told(site):
    import os
    import subprocess
    import sys

    from tests.conftest import ROOT

    half = Path(os.environ["MARGIN_DATA_DIR"]) / "objects" / "incoming" / "half"
    half.write_bytes(b"1" * 2**20)
    os.utime(half, (0, 0))

    def command(*options: str, exits: int = 0) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "lms_app.cli", "collect", *options],
            cwd=ROOT, env=dict(os.environ), capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip
        assert done.returncode == exits, done.stderr
        return done.stdout + done.stderr

    assert "store_remains           1.0 MB  incoming/half" in command()
    assert half.exists()
    site.objects.put_bytes(SITE_KEY, b"{}", "application/json")
    assert "belongs to another database" in " ".join(command("--delete", exits=1).split())
    assert half.exists()
    site.objects.delete(SITE_KEY)
    assert "removed" in command("--delete")
    assert not half.exists()


@pytest.mark.parametrize("wired", ["disk"], indirect=True)
def test_one_thing_that_cannot_go_does_not_keep_the_others(wired, ada, monkeypatch):
    stuck, *free = [asset(wired, ada, MediaStatus.failed) for _ in range(3)]
    shown(ada, stuck, *free)
    is_away = False

    class Failing(LocalObjectStore):
        def delete_prefix(self, prefix: str) -> int:
            if is_away or str(stuck.id) in prefix:
                raise PortUnavailable("object_store", "denied")
            return super().delete_prefix(prefix)

    objects = copy.copy(wired.objects)
    objects.__class__ = Failing
    changed = dataclasses.replace(wired, objects=objects)
    monkeypatch.setattr(composition, "implementations", lambda: changed)
    with later(SAFE_HOURS + 1):
        assert {name.split("/")[1] for _, name in collected()} == {str(one.id) for one in free}
        for one in free:
            for attempt in ("3-cccccccccccc", "4-dddddddddddd"):
                wired.objects.put_bytes(f"media/{one.id}/{attempt}/x", b"1", "video/mp2t")
        is_away = True
        with later(2 * SAFE_HOURS + 2), pytest.raises(PortUnavailable):
            collected()
