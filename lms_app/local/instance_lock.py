"""One running stack per data folder, and how other commands find it."""

import contextlib
import fcntl
import json
import os
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from lms_app.local import process_tree, secret_file
from lms_app.local.errors import StackError

_STOPPING_SECONDS = 30.0
_POLL_SECONDS = 0.1


@dataclass(frozen=True)
class RunningInstance:
    """What a running stack tells others; the addresses hold passwords."""

    pid: int
    site_url: str
    database_url: str
    redis_url: str


def acquire(data_dir: Path) -> int:
    """Take the folder's lock and return its descriptor, which the supervisor inherits.

    The lock is free when the last process that holds the descriptor has ended, however it ended.
    Raises StackError when another stack uses the folder; one that is only stopping is awaited.
    """
    descriptor = os.open(data_dir / "lock", os.O_CREAT | os.O_RDWR, 0o600)
    deadline = time.monotonic() + _STOPPING_SECONDS
    while not _try(descriptor):
        # One that starts or stops has no record; one that was killed has one without a process.
        other = _read(data_dir)
        lives = other is not None and process_tree.is_alive(other.pid)
        if lives or time.monotonic() > deadline:
            os.close(descriptor)
            raise StackError(_already_running(other, data_dir))
        time.sleep(_POLL_SECONDS)
    withdraw(data_dir)
    return descriptor


def publish(data_dir: Path, instance: RunningInstance) -> None:
    """Tell other commands (and a second start) about this stack; mode 0600."""
    secret_file.write(_record(data_dir), json.dumps(asdict(instance)))


def withdraw(data_dir: Path) -> None:
    """The stack is stopping: nobody should use its addresses any more."""
    _record(data_dir).unlink(missing_ok=True)


def find(data_dir: Path) -> RunningInstance | None:
    """The stack that runs on this folder now, if there is one."""
    path = data_dir / "lock"
    if not path.exists():
        return None
    descriptor = os.open(path, os.O_RDWR)
    try:
        return None if _try(descriptor) else _read(data_dir)
    finally:
        os.close(descriptor)


def _record(data_dir: Path) -> Path:
    return data_dir / "running.json"


def _try(descriptor: int) -> bool:
    with contextlib.suppress(BlockingIOError):
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False


def _read(data_dir: Path) -> RunningInstance | None:
    try:
        return RunningInstance(**json.loads(_record(data_dir).read_text()))
    except (OSError, ValueError, TypeError):
        return None


def _already_running(other: RunningInstance | None, data_dir: Path) -> str:
    where = f" at {other.site_url} (process {other.pid})" if other and other.site_url else ""
    return (
        f"Margin is already running{where} on the data in {data_dir}. "
        "Stop it there, or give this one its own: MARGIN_DATA_DIR=.margin2 PORT=8001 make run"
    )
