"""PostgreSQL and Valkey for a test session: real servers, gone with the session however it ends."""

import contextlib
import json
import os
import select
import shutil
import subprocess
import sys
import tempfile
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
def testing_stack(
    data_dir: Path | None = None, *, durable: bool = False
) -> Iterator[RunningStack]:
    """Start both servers on free ports and stop them at the end, or when this process is killed.

    data_dir: kept when given; as root it must be below folders that everybody may enter (pytest's
    tmp_path is not), so leave it out for one that is and that is deleted afterwards.
    durable: flush to disk like production; off, a power cut may lose data but a kill may not.
    Raises StackError with the servers' own words when they do not start.
    """
    own = data_dir is None
    folder = Path(tempfile.mkdtemp(prefix="margin-test-")) if data_dir is None else data_dir
    folder.mkdir(parents=True, exist_ok=True)
    if own:
        folder.chmod(0o711)
    process = _spawn(folder, durable=durable)
    try:
        addresses = _read_addresses(process, folder)
        yield RunningStack(folder, addresses["database_url"], addresses["redis_url"])
    finally:
        _stop(process)
        if own:
            shutil.rmtree(folder, ignore_errors=True)


testing_stack.__test__ = False  # type: ignore[attr-defined]  # pytest collects names in "test"


def _spawn(folder: Path, *, durable: bool) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "lms_app.cli", "stack", "--data-dir", str(folder)]
    command += ["--parent-pid", str(os.getpid())] + ([] if durable else ["--fast"])
    with (folder / "stack.log").open("ab") as log:
        return subprocess.Popen(
            command,
            cwd=_ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            start_new_session=True,  # Ctrl-C in pytest: fixtures stop us, not the terminal
        )


def _read_addresses(process: subprocess.Popen[bytes], folder: Path) -> dict[str, str]:
    assert process.stdout is not None
    readable = select.select([process.stdout], [], [], _START_SECONDS)[0]
    line = process.stdout.readline() if readable else b""
    if not line:
        words = (folder / "stack.log").read_text()[-600:].strip()
        raise StackError(f"The test servers did not start: {words or 'no answer'}")
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
