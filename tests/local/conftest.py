"""Real processes: a folder every user may enter, and a small stack to be cruel to."""

import contextlib
import json
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from lms_app.local import process_tree
from lms_app.local.stack import mark_of

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = Path(__file__).with_name("small_stack.py")


def eventually(condition: Callable[[], bool], seconds: float = 20.0) -> bool:
    """Poll until the condition holds; false when it did not within the time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError, psycopg.Error):
            if condition():
                return True
        time.sleep(0.05)
    return False


@dataclass
class SmallStack:
    """A running small stack and what it consists of."""

    data_dir: Path
    process: subprocess.Popen
    supervisor: int
    grandchild: int
    database_url: str
    redis_url: str
    pids: list[int]

    def sql(self, statement: str) -> list[tuple]:
        address = self.database_url.replace("+psycopg", "", 1)
        with psycopg.connect(address, autocommit=True, connect_timeout=5) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    @property
    def ports(self) -> list[int]:
        return [urlsplit(url).port for url in (self.database_url, self.redis_url)]

    def postgres_pid(self) -> int:
        return int((self.data_dir / "postgres" / "postmaster.pid").read_text().split()[0])

    def is_gone(self) -> bool:
        return not any(process_tree.is_alive(pid) for pid in self.pids)

    def wait_until_gone(self) -> None:
        self.process.wait(30)
        assert eventually(self.is_gone)
        assert not process_tree.with_environment(f"MARGIN_STACK={mark_of(self.data_dir)}")
        for port in self.ports:
            with socket.socket() as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(("127.0.0.1", port))


def start_small_stack(data_dir: Path, *arguments: str) -> SmallStack:
    process = subprocess.Popen(
        [sys.executable, str(PROGRAM), str(data_dir), *arguments],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=(data_dir / "small.log").open("ab"),
        start_new_session=True,
    )
    readable = select.select([process.stdout], [], [], 40)[0]
    line = process.stdout.readline() if readable else b""
    assert line, (data_dir / "small.log").read_text()
    facts = json.loads(line)
    return SmallStack(
        data_dir=data_dir,
        process=process,
        supervisor=facts["supervisor"],
        grandchild=facts["grandchild"],
        database_url=facts["database_url"],
        redis_url=facts["redis_url"],
        pids=process_tree.descendants(process.pid),
    )


@pytest.fixture
def data_dir() -> Iterator[Path]:
    """A folder that the unprivileged user of PostgreSQL may enter; tmp_path is not, for root."""
    folder = Path(tempfile.mkdtemp(prefix="margin-local-"))
    folder.chmod(0o711)
    yield folder
    process_tree.end(
        process_tree.with_environment(f"MARGIN_STACK={mark_of(folder)}"), grace_seconds=2
    )
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def small_stack(data_dir: Path) -> Iterator[SmallStack]:
    stack = start_small_stack(data_dir)
    yield stack
    if stack.process.poll() is None:
        stack.process.send_signal(signal.SIGTERM)
        stack.process.wait(30)
    stack.process.stdout.close()
