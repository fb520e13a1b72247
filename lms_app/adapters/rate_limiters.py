"""Rate limits by the `limits` library: on Redis for all processes, in memory for one."""

from __future__ import annotations

import hashlib
import math
import time

from limits import RateLimitItemPerSecond
from limits.storage import MemoryStorage, RedisStorage, Storage
from limits.strategies import MovingWindowRateLimiter

from lms_app.adapters.redis_connection import LIMITS_DB, database_url
from lms_app.core.errors import PortUnavailable
from lms_app.ports.rate_limiter import Allowance


class StorageRateLimiter:
    """`RateLimiter` over one of the library's storages, moving window."""

    def __init__(self, storage: Storage) -> None:
        self._limiter = MovingWindowRateLimiter(storage)

    def hit(self, key: str, limit: int, window_seconds: int) -> bool:
        """See the port."""
        item = RateLimitItemPerSecond(limit, window_seconds, namespace="margin")
        try:
            return bool(self._limiter.hit(item, _folded(key)))
        except Exception as error:  # the library passes its storage's errors through unwrapped
            raise PortUnavailable("rate_limiter", type(error).__name__) from error

    def allowance(self, key: str, limit: int, window_seconds: int) -> Allowance:
        """See the port; two questions, so the rest is right for who asks alone."""
        item = RateLimitItemPerSecond(limit, window_seconds, namespace="margin")
        try:
            is_allowed = bool(self._limiter.hit(item, _folded(key)))
            stats = self._limiter.get_window_stats(item, _folded(key))
        except Exception as error:  # as above
            raise PortUnavailable("rate_limiter", type(error).__name__) from error
        reset = max(0, math.ceil(stats.reset_time - time.time()))
        return Allowance(is_allowed, max(0, stats.remaining), min(reset, window_seconds))


def _folded(key: str) -> str:
    """Keys name people by address: what is counted is nobody's to read."""
    return hashlib.sha256(key.encode()).hexdigest()[:32]


def redis_rate_limiter(redis_url: str) -> StorageRateLimiter:
    """Return counters that every process shares."""
    return StorageRateLimiter(
        RedisStorage(database_url(redis_url, LIMITS_DB), socket_connect_timeout=2, socket_timeout=2)
    )


def memory_rate_limiter() -> StorageRateLimiter:
    """Return counters of this process only (tools that run without Redis)."""
    return StorageRateLimiter(MemoryStorage())
