"""The built product, started on a free port with an empty data folder, as `make run` starts it."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import httpx
import psutil
import sqlalchemy as sa

from lms_app import composition
from lms_app.core.config import settings
from lms_app.local import instance_lock
from lms_app.services import media
from tests.factories.people import Person, as_system

ROOT = Path(__file__).parents[1]
WEB_WORKERS = 2
T = TypeVar("T")


def free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(condition: Callable[[], T | None], seconds: float = 60.0, step: float = 0.1) -> T:
    """Poll until the condition gives something true; return it."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(step)
    raise TimeoutError(f"it did not happen within {seconds:.0f} s")


def answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=5).status_code == 200
    except httpx.HTTPError:
        return False


@dataclass(frozen=True)
class Site:
    """A running product: its address, its data, its process."""

    url: str
    data_dir: Path
    process: subprocess.Popen[bytes]

    @property
    def pid(self) -> int:
        """The root of everything that runs for the site, PostgreSQL and Valkey included."""
        return self.process.pid

    def part(self, *words: str) -> int:
        """The process whose command holds all these words, the one nearest to the root."""
        for process in psutil.Process(self.pid).children(recursive=True):
            with contextlib.suppress(psutil.Error):
                if set(words) <= set(process.cmdline()):
                    return process.pid
        raise LookupError(" ".join(words))

    @cached_property
    def answering(self) -> tuple[int, ...]:
        """What takes part in an answer: everything but the workers behind the site."""
        behind = [self.part("workers.relay"), self._worker("default"), *self.encoding]
        supervisor = psutil.Process(behind[0]).parent()
        assert supervisor is not None
        return tuple(c.pid for c in supervisor.children() if c.pid not in behind)

    def _worker(self, queue: str) -> int:
        return self.part("workers.run", queue)

    @cached_property
    def encoding(self) -> tuple[int, ...]:
        """The workers that encode: whole videos, and first passes beside them."""
        return self._worker("transcode"), self._worker("transcode-first")


@contextlib.contextmanager
def running_site() -> Iterator[Site]:
    """Start everything, let this process enter its door too, and stop it as Ctrl-C does."""
    data_dir = Path(tempfile.mkdtemp(prefix="margin-bench-"))
    data_dir.chmod(0o711)
    port = free_port()
    url = f"http://localhost:{port}"
    environment = {
        **os.environ, "MARGIN_DATA_DIR": str(data_dir), "PORT": str(port), "DEMO": "0",
        "SITE_URL": url, "WEB_WORKERS": str(WEB_WORKERS),
    }  # fmt: skip
    for name in ("DATABASE_URL", "REDIS_URL", "S3_BUCKET"):
        environment.pop(name, None)
    with (data_dir / "run.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "lms_app.cli", "run", "--parent-pid", str(os.getpid())],
            cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            start_new_session=True,
        )  # fmt: skip
    site = Site(url, data_dir, process)
    try:
        wait_until(lambda: process.poll() is not None or answers(f"{url}/readyz"), 300)
        if process.poll() is not None:
            raise RuntimeError((data_dir / "run.log").read_text()[-2000:])
        _enter(site, port)
        yield site
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)
        shutil.rmtree(data_dir, ignore_errors=True)


def _enter(site: Site, port: int) -> None:
    """Let this process call the running site's use cases, for preparing what is measured."""
    running = wait_until(lambda: instance_lock.find(site.data_dir))
    os.environ.update(
        MARGIN_DATA_DIR=str(site.data_dir), SITE_URL=site.url, PORT=str(port),
        DATABASE_URL=running.database_url, REDIS_URL=running.redis_url,
    )  # fmt: skip
    settings.cache_clear()
    composition.implementations.cache_clear()
    # The workers start after the site; what is measured begins when they stand.
    wait_until(lambda: _found(site), 60)


def _found(site: Site) -> bool:
    with contextlib.suppress(LookupError):
        return bool(site.answering)
    return False


def seed_school() -> None:
    """Build the demo school, without its clips."""
    subprocess.run(
        [sys.executable, "-m", "lms_app.cli", "seed", "--only", "school"],
        cwd=ROOT, env=dict(os.environ), check=True, capture_output=True,
    )  # fmt: skip


def one(statement: str, **values: object) -> object:
    """The single value that a query gives."""
    with composition.implementations().engine.connect() as connection:
        return connection.execute(sa.text(statement), values).scalar_one()


def settled() -> None:
    """Wait until everything that was committed has been told to whom it concerns."""
    waiting = (
        "SELECT (SELECT count(*) FROM outbox_message WHERE dispatched_at IS NULL)"
        " + (SELECT count(*) FROM outbox_delivery WHERE done_at IS NULL AND given_up_at IS NULL)"
    )
    wait_until(lambda: one(waiting) == 0)


def import_video(owner: Person, path: Path) -> str:
    """Hand a file to the pipeline; returns the asset's id."""
    asset_id: str = as_system(media.import_video, owner_id=owner.id, path=path, filename=path.name)
    return asset_id


def encoded(asset_id: str, seconds: float = 1800) -> None:
    """Wait until the pipeline is done with it. Raises when it refused the file."""

    def status() -> object:
        return one("SELECT status FROM media_asset WHERE id = :id", id=asset_id)

    wait_until(lambda: status() in {"ready", "failed"}, seconds, 0.25)
    if status() != "ready":
        raise RuntimeError(f"the video came out as {status()}")
