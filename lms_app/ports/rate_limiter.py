"""Counting how often something was tried."""

from __future__ import annotations

from typing import Protocol


class RateLimiter(Protocol):
    """Counters within a window: shared by every process of the site, or of one process (floods)."""

    def hit(self, key: str, limit: int, window_seconds: int) -> bool:
        """Count one try; False when `key` has used up `limit` within the window.

        Raises `PortUnavailable("rate_limiter")` when it cannot count: the caller decides
        whether that opens (browsing) or closes (sign-in) the door.
        """
        ...
