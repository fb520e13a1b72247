"""First passes before the rest: an attempt is set aside between its passes and taken up again."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import UUID

import psutil
import pytest
import sqlalchemy as sa

from lms_app import composition
from lms_app.core import clock
from lms_app.core.errors import PortUnavailable
from lms_app.ports.transcoder import MediaRejected, RejectionReason
from lms_app.services import course, media
from lms_app.services.media import heartbeat, transcoding
from lms_app.services.media.failures import REQUEUE_SECONDS
from lms_app.services.media.leases import LEASE_SECONDS
from tests.factories import courses
from tests.factories.people import Person, as_system, instructor
from tests.factories.uploads import client, upload
from tests.media_samples import MediaZoo
from tests.services.media.test_faults import is_one_clean_set
from tests.services.media.test_queueing import waiting
from tests.services.media.test_transcoding import asset_row, renditions, start_worker, wait_for
from workers.subscriptions import SUBSCRIPTIONS

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture(scope="module")
def zoo(tmp_path_factory):
    return MediaZoo(tmp_path_factory.mktemp("zoo"))


@pytest.fixture
def dropped(zoo):
    """Drop a video of two rungs on a lesson of somebody's own."""

    def drop(who: Person, sample: str = "short_two_rungs.mp4") -> UUID:
        made = courses.draft(who, lessons=0)
        lesson_id = UUID(who.call(course.add_lesson, made.section_id, title="New"))
        return upload(who, lesson_id, zoo(sample))

    return drop


def encode(asset_id: UUID, **how) -> str:
    return as_system(media.transcode_asset, asset_id, **how)


def later(seconds: float):
    at = clock.now() + timedelta(seconds=seconds)
    return clock.frozen(lambda: at)


def objects(asset_id: UUID) -> dict[str, str]:
    """Every object of the asset and what it holds."""
    store = composition.implementations().objects
    return {key: store.head(key).etag for key in store.list_keys(f"media/{asset_id}/")}


def test_an_attempt_goes_on_where_it_was_set_aside(dropped):
    ada = instructor("Ada")
    asset_id = dropped(ada)
    assert encode(asset_id, only_first=True) == "set_aside"
    row = asset_row(asset_id)
    assert (row.status, row.phase, row.lease_expires_at) == ("processing", "waiting", None)
    assert 0 < row.progress_percent < 100
    made = objects(asset_id)
    assert {key.split("/")[3] for key in made} == {"360p", "audio", "sprites"}
    http = client(ada)
    master = http.get(f"/api/preview/{asset_id}/master.m3u8").text
    assert "360p.m3u8" in master
    assert "480p" not in master
    assert "ENDLIST" in http.get(f"/api/preview/{asset_id}/360p.m3u8").text
    assert "xywh" in http.get(f"/api/preview/{asset_id}/sprites.vtt").text
    assert encode(asset_id, only_first=True) == "idle", "the rest is for others"
    assert as_system(media.next_asset) == asset_id
    assert encode(asset_id) == "ready"
    assert asset_row(asset_id).attempt == 1
    is_one_clean_set(asset_id)
    assert made.items() <= objects(asset_id).items(), "nothing was made twice"
    assert {r.name for r in renditions(asset_id)} == {"360p", "480p", "audio"}


def test_while_somebody_waits_first_passes_come_first(dropped):
    ada, ben = instructor("Ada"), instructor("Ben")
    first, second = dropped(ada), dropped(ben)
    order = []
    while chosen := as_system(media.next_asset):
        order.append((chosen, encode(chosen)))
    assert order == [
        (first, "set_aside"), (second, "set_aside"), (first, "ready"), (second, "ready"),
    ]  # fmt: skip
    for asset_id in (first, second):
        is_one_clean_set(asset_id)


def test_the_demo_school_keeps_nobody_from_the_rest(dropped):
    asset_id = dropped(instructor("Ada"))
    waiting(instructor("Ben"), 2, priority=-1)
    assert encode(asset_id) == "ready"


def test_first_passes_are_made_beside_a_busy_encoder_and_only_then():
    ada, ben = instructor("Ada"), instructor("Ben")
    [busy, other], [demo] = waiting(ada, 2), waiting(ben, 1, priority=-1)
    assert as_system(media.next_asset, only_first=True) is None, "an encoder is free"
    assert as_system(media.claim_asset, busy)
    assert as_system(media.next_asset, only_first=True) == other
    assert as_system(media.claim_asset, other, only_first=True)
    assert as_system(media.next_asset, only_first=True) is None, "the demo school waits"
    assert as_system(media.next_asset) == demo


def test_the_rest_is_asked_for_again_when_its_job_got_lost(dropped):
    asset_id = dropped(instructor("Ada"))
    assert encode(asset_id, only_first=True) == "set_aside"
    assert as_system(media.requeue_stalled) == 0
    with later(REQUEUE_SECONDS + 5):
        assert as_system(media.requeue_stalled) == 1
        assert as_system(media.requeue_stalled) == 0
    row = asset_row(asset_id)
    assert (row.failure_count, row.is_set_aside) == (0, True)
    assert encode(asset_id) == "ready"


def test_a_worker_that_dies_with_the_rest_costs_an_attempt(dropped):
    asset_id = dropped(instructor("Ada"))
    assert encode(asset_id, only_first=True) == "set_aside"
    first = asset_row(asset_id).working_prefix
    claim = as_system(media.claim_asset, asset_id)
    assert (claim.prefix, claim.attempt) == (first, 1)
    assert as_system(media.claim_asset, asset_id) is None, "one alone takes it up"
    with later(LEASE_SECONDS + 1):
        assert as_system(media.requeue_stalled) == 1
    assert encode(asset_id) == "ready"
    row = asset_row(asset_id)
    assert (row.attempt, row.failure_count) == (2, 1)
    assert row.published_prefix != first
    is_one_clean_set(asset_id)


def test_a_set_whose_publication_was_not_heard_of_stays(dropped, monkeypatch):
    asset_id = dropped(instructor("Ada"))
    real = transcoding._Attempt._publish

    def published_unheard(self, *args):
        real(self, *args)
        raise PortUnavailable("database", "the answer got lost")

    monkeypatch.setattr(transcoding._Attempt, "_publish", published_unheard)
    assert encode(asset_id) == "postponed"
    is_one_clean_set(asset_id)


@contextmanager
def database_that_refuses(times: int) -> Iterator[Callable[[], None]]:
    """Give what shuts PostgreSQL to everybody until that many calls waited for it."""
    engine = composition.implementations().engine
    control = sa.create_engine(engine.url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    name = engine.url.database
    opened = threading.Event()

    def say(statement: str) -> None:
        with control.connect() as connection:
            connection.execute(sa.text(statement), {"name": name})

    def shut() -> None:
        say(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        say("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name")

    def open_again() -> None:
        say(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
        opened.set()

    waited = []

    class Listening:
        """Hears of each wait, whatever level the suite's own log has."""

        def warning(self, event: str, **line: object) -> None:
            if event == "database_awaited":
                waited.append(line["use_case"])
                if len(waited) == times:
                    open_again()

        info = error = exception = debug = warning

    before, heartbeat.log = heartbeat.log, Listening()
    try:
        yield shut
        assert opened.is_set(), waited
    finally:
        heartbeat.log = before
        open_again()
        control.dispose()


def after_the_first_pass(monkeypatch, then: Callable[[], None]) -> None:
    """Do something when an attempt has ended and has not told so yet."""
    real = transcoding._Attempt.run

    def run(self, **how):
        try:
            return real(self, **how)
        finally:
            then()

    monkeypatch.setattr(transcoding._Attempt, "run", run)


def test_a_database_that_is_away_for_a_moment_costs_no_first_pass(dropped, monkeypatch):
    ada = instructor("Ada")
    asset_id = dropped(ada)
    with database_that_refuses(2) as shut:
        after_the_first_pass(monkeypatch, shut)
        assert encode(asset_id, only_first=True) == "set_aside"
    monkeypatch.undo()
    row = asset_row(asset_id)
    assert (row.is_set_aside, row.attempt, row.failure_count) == (True, 1, 0)
    assert "ENDLIST" in client(ada).get(f"/api/preview/{asset_id}/360p.m3u8").text
    assert encode(asset_id) == "ready"
    assert asset_row(asset_id).attempt == 1
    is_one_clean_set(asset_id)


@pytest.mark.parametrize(
    ("trouble", "left"),
    [
        (PortUnavailable("object_store"), (0, "storage_unavailable")),
        (PortUnavailable("transcoder"), (1, None)),
        (RuntimeError("a bug"), (1, None)),
        (MediaRejected(RejectionReason.damaged, ""), (0, "damaged")),
    ],
)
def test_an_attempt_that_fails_while_the_database_is_away_says_so_later(
    dropped, monkeypatch, trouble, left
):
    asset_id = dropped(instructor("Ada"))
    with database_that_refuses(1) as shut:

        def fail(self, **how):
            shut()
            raise trouble

        monkeypatch.setattr(transcoding._Attempt, "run", fail)
        assert encode(asset_id) in {"postponed", "refused"}
    row = asset_row(asset_id)
    assert row.status in {"uploaded", "failed"}
    assert (row.failure_count, row.failure_reason) == left


@pytest.fixture
def workers() -> Iterator[None]:
    started = [start_worker("transcode"), start_worker("transcode-first")]
    yield
    for worker in started:
        worker.terminate()
    for worker in started:
        worker.wait(30)


def encoder_of_the_rest(asset_id: UUID) -> psutil.Process | None:
    for process in psutil.process_iter(["cmdline"]):
        line = " ".join(process.info["cmdline"] or [])
        if str(asset_id) in line and "480p" in line and "libx264" in line:
            return process
    return None


def is_ready(asset_id: UUID) -> bool:
    """Hand over what has happened since, as the relay does, and look."""
    composition.drain_outbox(SUBSCRIPTIONS)
    return asset_row(asset_id).status == "ready"


@pytest.mark.slow
def test_a_second_upload_plays_while_the_first_is_encoded(dropped, workers):
    ada, ben = instructor("Ada"), instructor("Ben")
    long = dropped(ada, "two_rungs.mp4")
    composition.drain_outbox(SUBSCRIPTIONS)
    held: psutil.Process = wait_for(lambda: encoder_of_the_rest(long))
    os.kill(held.pid, signal.SIGSTOP)  # an encode of hours, without its CPU
    try:
        other = dropped(ben)
        composition.drain_outbox(SUBSCRIPTIONS)
        wait_for(lambda: asset_row(other).is_set_aside)
        master = client(ben).get(f"/api/preview/{other}/master.m3u8")
        assert "360p.m3u8" in master.text
        assert asset_row(long).status == "processing", "the first is still at work"
        third = dropped(ben)
        composition.drain_outbox(SUBSCRIPTIONS)
        wait_for(lambda: asset_row(third).is_set_aside)
    finally:
        os.kill(held.pid, signal.SIGCONT)
    for asset_id in (long, other, third):
        wait_for(lambda a=asset_id: is_ready(a))
        is_one_clean_set(asset_id)
        assert asset_row(asset_id).attempt == 1
