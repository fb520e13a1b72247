"""Redis is gone for a while: people's commands go on, nothing is lost, nobody has to be restarted."""

import contextlib
import dataclasses
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
import sqlalchemy as sa
from rq import Queue
from rq.serializers import JSONSerializer

from lms_app import composition
from lms_app.adapters.redis_connection import JOBS_DB, connect
from lms_app.adapters.rq_job_queue import RqJobQueue
from lms_app.local.valkey import program
from lms_app.services import course, enrollment
from tests.conftest import ROOT
from tests.e2e.conftest import free_port
from tests.factories import courses
from tests.factories.people import instructor, person


class OwnValkey:
    """A server of this test alone, which can be away."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        options = ["--bind", "127.0.0.1", "--port", str(self.port), "--dir", str(self.folder)]
        with (self.folder / "valkey.log").open("ab") as log:
            self._process = subprocess.Popen(
                [program(), *options, "--appendonly", "yes", "--save", ""], stdout=log, stderr=log
            )
        eventually(self._answers)

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _answers(self) -> bool:
        try:
            return bool(redis.Redis(port=self.port).ping())
        except redis.RedisError:
            return False


def eventually(condition, seconds: float = 180.0):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if value := condition():
            return value
        time.sleep(0.1)
    raise AssertionError("it did not happen in time")


@pytest.fixture
def valkey(tmp_path) -> Iterator[OwnValkey]:
    server = OwnValkey(tmp_path)
    server.start()
    yield server
    server.kill()


@pytest.fixture
def site_on_it(site, valkey, monkeypatch):
    wired = dataclasses.replace(site, jobs=RqJobQueue(valkey.url))
    monkeypatch.setattr(composition, "implementations", lambda: wired)
    return wired


@pytest.fixture
def behind(site_on_it, valkey, tmp_path) -> Iterator[dict[str, subprocess.Popen]]:
    """The relay and the worker of short jobs, as the product starts them."""
    environment = {**os.environ, "REDIS_URL": valkey.url, "LOG_LEVEL": "INFO"}
    commands = {"relay": ["workers.relay"], "worker": ["workers.run", "--queue", "default"]}
    started = {}
    for name, arguments in commands.items():
        with (tmp_path / f"{name}.log").open("wb") as log:
            started[name] = subprocess.Popen(
                [sys.executable, "-m", *arguments],
                cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
    yield started
    for process in started.values():
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def undone(site) -> int:
    """Events that wait and jobs that are not recorded as done."""
    with site.engine.connect() as connection:
        return connection.execute(
            sa.text(
                "SELECT (SELECT count(*) FROM outbox_message WHERE dispatched_at IS NULL)"
                " + (SELECT count(*) FROM outbox_delivery WHERE done_at IS NULL)"
            )
        ).scalar_one()


def test_what_happened_while_redis_was_away_is_done_when_it_is_back(
    site_on_it, valkey, behind, tmp_path
):
    ada, sam = instructor("Ada"), person("Sam")
    made = courses.published(ada, lessons=4)
    ada.call(course.delete_lesson, made.lesson_ids[0])
    eventually(lambda: undone(site_on_it) == 0)
    valkey.kill()
    sam.call(enrollment.enroll, made.id)
    ada.call(course.delete_lesson, made.lesson_ids[1])
    ada.call(course.delete_lesson, made.lesson_ids[2])
    eventually(lambda: "relay_waits" in (tmp_path / "relay.log").read_text())
    eventually(lambda: "onnect" in (tmp_path / "worker.log").read_text())
    assert undone(site_on_it) >= 5
    valkey.start()
    eventually(lambda: undone(site_on_it) == 0)
    assert {name: process.poll() for name, process in behind.items()} == {
        "relay": None, "worker": None,
    }, "neither had to be started again"  # fmt: skip


def test_a_worker_outlives_a_server_that_goes_while_a_job_runs(
    site_on_it, valkey, behind, tmp_path
):
    def jobs() -> Queue:
        return Queue("default", connection=connect(valkey.url, JOBS_DB), serializer=JSONSerializer)

    running = jobs().enqueue("time.sleep", 1.5)
    eventually(lambda: running.get_status(refresh=True) == "started")
    valkey.kill()
    eventually(lambda: "worker_lost_redis" in (tmp_path / "worker.log").read_text())
    valkey.start()
    after = jobs().enqueue("time.sleep", 0)
    eventually(lambda: after.get_status(refresh=True) == "finished")
    worker = behind["worker"]
    assert worker.poll() is None
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(60) == 0


def test_who_waits_for_the_server_can_be_stopped(site_on_it, valkey, behind, tmp_path):
    running = Queue(
        "default", connection=connect(valkey.url, JOBS_DB), serializer=JSONSerializer
    ).enqueue("time.sleep", 1.5)
    eventually(lambda: running.get_status(refresh=True) == "started")
    valkey.kill()
    eventually(lambda: "worker_lost_redis" in (tmp_path / "worker.log").read_text())
    behind["worker"].send_signal(signal.SIGTERM)
    eventually(lambda: behind["worker"].poll() is not None, 60)
