"""References: the least that could do the same job, in the same server as the product's.

Each module has an `app`; `running` starts one with Granian, settings come from the environment.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.site import ROOT, answers, free_port, wait_until


@dataclass(frozen=True)
class Bare:
    """A running reference: its address and the root of its processes."""

    url: str
    pid: int


@contextlib.contextmanager
def running(module: str, **environment: str) -> Iterator[Bare]:
    """Serve `benchmarks.bare.<module>` until the block ends."""
    port = free_port()
    process = subprocess.Popen(
        [
            sys.executable, "-m", "granian", "--interface", "asgi", "--no-access-log",
            "--log-level", "error", "--host", "127.0.0.1", "--port", str(port),
            f"benchmarks.bare.{module}:app",
        ],
        cwd=ROOT, env={**os.environ, **environment}, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    bare = Bare(f"http://localhost:{port}", process.pid)
    try:
        wait_until(lambda: process.poll() is not None or answers(f"{bare.url}/ping"), 60)
        yield bare
    finally:
        process.terminate()
        process.wait(30)
