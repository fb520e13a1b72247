"""PostgreSQL and Valkey in a process of their own, for the length of a `with` block."""

import contextlib
import json
import os
import select
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lms_app.local.errors import StackError

_START_SECONDS = 60.0
_STOP_SECONDS = 30.0
_ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class RunningStack:
    """Addresses of the running servers, as DATABASE_URL and REDIS_URL want them."""

    data_dir: Path
    database_url: str
    redis_url: str


@contextlib.contextmanager
def background_stack(data_dir: Path, *, fast: bool = False) -> Iterator[RunningStack]:
    """Start both servers on free ports; stop them at the end, or when this process is killed.

    fast: give up durability against power loss. Raises StackError with the servers' own words.
    """
    process = _spawn(data_dir, fast=fast)
    try:
        addresses = _read_addresses(process, data_dir)
        yield RunningStack(data_dir, addresses["database_url"], addresses["redis_url"])
    finally:
        _stop(process)


def _spawn(folder: Path, *, fast: bool) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "lms_app.cli", "stack", "--data-dir", str(folder)]
    command += ["--parent-pid", str(os.getpid())] + (["--fast"] if fast else [])
    with (folder / "stack.log").open("ab") as log:
        return subprocess.Popen(
            command,
            cwd=_ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            start_new_session=True,  # Ctrl-C is for us; the end of the block stops the servers
        )


def _read_addresses(process: subprocess.Popen[bytes], folder: Path) -> dict[str, str]:
    assert process.stdout is not None
    readable = select.select([process.stdout], [], [], _START_SECONDS)[0]
    line = process.stdout.readline() if readable else b""
    if not line:
        words = (folder / "stack.log").read_text()[-600:].strip()
        raise StackError(words.removeprefix("margin: ") or "The servers gave no answer.")
    addresses: dict[str, str] = json.loads(line)
    return addresses


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout is not None:
        process.stdout.close()
