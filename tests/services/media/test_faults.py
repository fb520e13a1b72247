"""What goes wrong in mid-work ends as one clean set or a named failure, and never in between."""

from __future__ import annotations

import os
import signal
import threading
from dataclasses import replace
from uuid import UUID

import psutil
import pytest
import sqlalchemy as sa

from lms_app import composition
from lms_app.core.errors import PortUnavailable
from lms_app.services import course, media
from lms_app.services.media import transcoding
from lms_app.services.media.failures import MAX_FAILURES
from tests.factories import courses
from tests.factories.people import as_system, instructor
from tests.factories.uploads import upload
from tests.media_samples import MediaZoo
from tests.services.media.test_transcoding import (
    asset_row,
    expire_lease,
    renditions,
    start_worker,
    wait_for,
)
from workers.subscriptions import SUBSCRIPTIONS

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture(scope="module")
def zoo(tmp_path_factory):
    return MediaZoo(tmp_path_factory.mktemp("zoo"))


@pytest.fixture
def ada():
    return instructor("Ada")


@pytest.fixture
def asset_id(ada, zoo) -> UUID:
    """A fresh upload of a lesson: nine seconds, two rungs, sound."""
    made = courses.draft(ada, lessons=0)
    lesson_id = UUID(ada.call(course.add_lesson, made.section_id, title="New"))
    return upload(ada, lesson_id, zoo("two_rungs.mp4"))


def due(asset_id) -> None:
    """Let the pause before the next attempt be over."""
    with composition.implementations().engine.begin() as connection:
        connection.execute(
            sa.text("UPDATE media_asset SET retry_at = now() - interval '1 s' WHERE id = :i"),
            {"i": asset_id},
        )


def is_one_clean_set(asset_id) -> None:
    """Everything a player asks for is there, below one prefix, and nothing else."""
    row, store = asset_row(asset_id), composition.implementations().objects
    assert row.status == "ready"
    wanted = {
        f"{row.published_prefix}/{r.name}/s{n:05d}.ts"
        for r in renditions(asset_id)
        for n in range(len(r.segment_seconds))
    }
    wanted |= set(row.poster_keys) | {f"{row.published_prefix}/sprites/0.jpg"}
    assert set(store.list_keys(f"{row.published_prefix}/")) == wanted
    assert row.poster_key in row.poster_keys
    assert {r.attempt for r in renditions(asset_id)} == {row.attempt}


def encoders_of(asset_id) -> list[int]:
    """Encoders of this asset, by their folder in the command line."""
    found = []
    for process in psutil.process_iter(["cmdline"]):
        line = " ".join(process.info["cmdline"] or [])
        if str(asset_id) in line and "libx264" in line:
            found.append(process.pid)
    return found


class Killer(threading.Thread):
    """Kills every encoder of an asset as soon as it is seen, until it is told to stop."""

    def __init__(self, asset_id) -> None:
        super().__init__(daemon=True)
        self.asset_id, self.kills, self.is_done = asset_id, 0, threading.Event()

    def run(self) -> None:
        while not self.is_done.wait(0.02):
            for pid in encoders_of(self.asset_id):
                try:
                    os.kill(pid, signal.SIGKILL)
                    self.kills += 1
                except ProcessLookupError:
                    continue


def test_an_encoder_that_is_killed_every_time_ends_in_words(site, ada, asset_id):
    killer = Killer(asset_id)
    killer.start()
    try:
        for number in range(MAX_FAILURES):
            assert as_system(media.transcode_asset, asset_id) == "postponed", f"try {number + 1}"
            if number + 1 < MAX_FAILURES:
                assert asset_row(asset_id).status == "uploaded"
                assert as_system(media.transcode_asset, asset_id) == "idle", "it pauses first"
            due(asset_id)
    finally:
        killer.is_done.set()
        killer.join()
    assert killer.kills >= MAX_FAILURES
    row = asset_row(asset_id)
    assert (row.status, row.failure_reason) == ("failed", "encoder_killed")
    assert "killed" in row.failure_detail
    assert site.objects.list_keys(f"media/{asset_id}/") == []
    assert not any((site.settings.data_dir / "work").glob(f"{asset_id}*"))
    ada.call(media.retry_processing, asset_id)
    assert as_system(media.transcode_asset, asset_id) == "ready"
    is_one_clean_set(asset_id)


class BrokenStore:
    """The real store until the `after`th call of `method`; from then on it is away (`for_calls`)."""

    def __init__(self, real, method: str, after: int, for_calls: int) -> None:
        self._real, self._method, self._after, self._left = real, method, after, for_calls

    def __getattr__(self, name: str):
        found = getattr(self._real, name)
        if name != self._method:
            return found

        def called(*args, **kwargs):
            if self._after > 0:
                self._after -= 1
            elif self._left > 0:
                self._left -= 1
                raise PortUnavailable("object_store", "broken by a test")
            return found(*args, **kwargs)

        return called


STEPS = [
    ("download", 0), ("put_bytes", 0), ("put_bytes", 3), ("put_bytes", 12), ("put_file", 0),
    ("put_file", 5),
]  # fmt: skip


@pytest.fixture
def breaks(site, monkeypatch):
    """Put a store in the site's place that fails at one step."""
    monkeypatch.setattr(transcoding, "_STORE_PAUSES_SECONDS", (0.01, 0.01))

    def breaks(method: str, after: int, for_calls: int) -> None:
        store = BrokenStore(site.objects, method, after, for_calls)
        broken = replace(site, objects=store)
        monkeypatch.setattr(composition, "implementations", lambda: broken)

    return breaks


@pytest.mark.parametrize(("method", "after"), STEPS)
def test_a_store_that_fails_at_a_step_costs_an_attempt_and_nothing_else(
    asset_id, breaks, method, after
):
    breaks(method, after, for_calls=3)
    assert as_system(media.transcode_asset, asset_id) == "postponed"
    row = asset_row(asset_id)
    assert (row.status, row.failure_count) == ("uploaded", 0)
    assert row.retry_at is not None
    assert "object_store" in row.failure_detail
    store = composition.implementations().objects
    assert store.list_keys(f"media/{asset_id}/") == []
    due(asset_id)
    assert as_system(media.requeue_stalled) == 1
    assert as_system(media.transcode_asset, asset_id) == "ready"
    is_one_clean_set(asset_id)


def test_a_short_hiccup_of_the_store_is_not_even_noticed(asset_id, breaks):
    breaks("put_bytes", 2, for_calls=2)
    assert as_system(media.transcode_asset, asset_id) == "ready"
    assert asset_row(asset_id).attempt == 1
    is_one_clean_set(asset_id)


@pytest.mark.slow
def test_a_killed_horse_is_replaced_by_the_same_worker(site, asset_id):
    composition.drain_outbox(SUBSCRIPTIONS)
    worker = start_worker("transcode")
    try:
        wait_for(lambda: site.objects.list_keys(f"media/{asset_id}/"))
        # Not the scheduler beside it: the child that has started an encoder.
        [horse] = [c for c in psutil.Process(worker.pid).children() if c.children()]
        horse.kill()
        wait_for(lambda: not encoders_of(asset_id))
        assert asset_row(asset_id).status == "processing", "the encode was over before the kill"
        expire_lease(asset_id)
        assert as_system(media.requeue_stalled) == 1
        composition.drain_outbox(SUBSCRIPTIONS)
        wait_for(lambda: asset_row(asset_id).status == "ready")
        assert worker.poll() is None
    finally:
        worker.terminate()
        worker.wait(30)
    row = asset_row(asset_id)
    assert row.attempt == 2
    assert {r.attempt for r in renditions(asset_id)} == {2}
