"""FFmpeg's `-progress` lines as percent, at most twice a second."""

from __future__ import annotations

import time
from collections.abc import Callable

_INTERVAL_SECONDS = 0.5


class ProgressMeter:
    """Feed it lines; it calls `report` with 0..100, never less than before."""

    def __init__(self, duration_seconds: float, report: Callable[[float], None]) -> None:
        self._duration = max(duration_seconds, 0.001)
        self._report = report
        self._percent = 0.0
        self._reported_at = float("-inf")

    def feed(self, line: str) -> None:
        """Take one `key=value` line; lines of no interest and `N/A` are skipped."""
        name, _, value = line.strip().partition("=")
        if name != "out_time_us" or not value.lstrip("-").isdigit():
            return
        seconds = int(value) / 1_000_000
        self._percent = max(self._percent, min(99.0, 100 * seconds / self._duration))
        now = time.monotonic()
        if now - self._reported_at >= _INTERVAL_SECONDS:
            self._reported_at = now
            self._report(round(self._percent, 1))

    def finish(self) -> None:
        """Report the end."""
        self._report(100.0)
