"""`python -m tests.halves`: everything in two halves beside each other, each on a core of its own.

Tests in a browser wait for pages most of their time, the others for encodes and servers; together
they take little longer than the slower half. What one prints stays in one piece: the browser's
half speaks at once, the other when both are done.
"""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).parents[1]
LOG = ROOT / ".build" / "tests-without-browser.log"
PYTEST = [sys.executable, "-m", "pytest"]
WITHOUT_BROWSER = [*PYTEST, "tests", "--ignore=tests/e2e"]
BUILD = [sys.executable, "-m", "lms_app.cli", "build"]
WITH_BROWSER = [*PYTEST, "tests/e2e"]


def main() -> int:
    """Run both halves to their ends; return 0 when both passed."""
    signal.signal(signal.SIGTERM, _as_interrupt)
    LOG.parent.mkdir(exist_ok=True)
    with LOG.open("wb") as log:
        beside = subprocess.Popen(WITHOUT_BROWSER, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT)
        try:
            statuses = [_run(BUILD) or _run(WITH_BROWSER), beside.wait()]
        except KeyboardInterrupt:
            # Both got the terminal's Ctrl-C, or get it here; each ends what it started.
            beside.send_signal(signal.SIGINT)
            beside.wait()
            return 130
    sys.stdout.write(LOG.read_text("utf-8", "replace"))
    return int(any(statuses))


def _run(command: list[str]) -> int:
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def _as_interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
