"""Counting how often something was tried."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Allowance:
    """Whether a try is allowed, how many more are, and in how many seconds the count eases."""

    is_allowed: bool
    remaining: int
    reset_seconds: int


class RateLimiter(Protocol):
    """Counters within a window: shared by every process of the site, or of one process (floods)."""

    def hit(self, key: str, limit: int, window_seconds: int) -> bool:
        """Count one try; False when `key` has used up `limit` within the window.

        Raises `PortUnavailable("rate_limiter")` when it cannot count: the caller decides
        whether that opens (browsing) or closes (sign-in) the door.
        """
        ...

    def allowance(self, key: str, limit: int, window_seconds: int) -> Allowance:
        """Count one try like `hit` and say what is left. Raises the same."""
        ...
