"""Counters against floods, in the memory of one process: bounded, and cheap at any size.

The storage in memory of the `limits` library keeps every key it has ever seen and walks through
all of them while it counts; a tab's name is the browser's invention, so that grows without end.
"""

from __future__ import annotations

from threading import Lock

from cachetools import TTLCache

from lms_app.ports.rate_limiter import Allowance

KEYS_AT_MOST = 100_000


class FloodLimiter:
    """`RateLimiter` by fixed windows that begin with a key's first hit.

    When `KEYS_AT_MOST` keys are alive, the one longest unused is forgotten.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._windows: dict[int, TTLCache[str, list[int]]] = {}

    def hit(self, key: str, limit: int, window_seconds: int) -> bool:
        """See the port; nothing here can be away."""
        return self._count(key, window_seconds) <= limit

    def allowance(self, key: str, limit: int, window_seconds: int) -> Allowance:
        """See the port; the window's end is not kept, so its whole length is named."""
        hits = self._count(key, window_seconds)
        return Allowance(hits <= limit, max(0, limit - hits), window_seconds)

    def _count(self, key: str, window_seconds: int) -> int:
        with self._lock:
            window = self._windows.get(window_seconds)
            if window is None:
                window = TTLCache(KEYS_AT_MOST, window_seconds)
                self._windows[window_seconds] = window
            # A list that is counted up in place: storing a number anew would prolong its window.
            hits = window.get(key)
            if hits is None:
                hits = window[key] = [0]
            hits[0] += 1
            return hits[0]

    def __len__(self) -> int:
        """Return how many keys are alive."""
        with self._lock:
            return sum(len(window) for window in self._windows.values())
