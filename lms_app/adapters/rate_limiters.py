"""Rate limits by the `limits` library: on Redis for all processes, in memory for one."""

from __future__ import annotations

from limits import RateLimitItemPerSecond
from limits.storage import MemoryStorage, RedisStorage, Storage
from limits.strategies import MovingWindowRateLimiter

from lms_app.adapters.redis_connection import LIMITS_DB, database_url
from lms_app.core.errors import PortUnavailable


class StorageRateLimiter:
    """`RateLimiter` over one of the library's storages, moving window."""

    def __init__(self, storage: Storage) -> None:
        self._limiter = MovingWindowRateLimiter(storage)

    def hit(self, key: str, limit: int, window_seconds: int) -> bool:
        """See the port."""
        item = RateLimitItemPerSecond(limit, window_seconds, namespace="margin")
        try:
            return bool(self._limiter.hit(item, key))
        except Exception as error:  # the library passes its storage's errors through unwrapped
            raise PortUnavailable("rate_limiter", type(error).__name__) from error


def redis_rate_limiter(redis_url: str) -> StorageRateLimiter:
    """Return counters that every process shares."""
    return StorageRateLimiter(
        RedisStorage(database_url(redis_url, LIMITS_DB), socket_connect_timeout=2, socket_timeout=2)
    )


def memory_rate_limiter() -> StorageRateLimiter:
    """Return counters of this process only (tools that run without Redis)."""
    return StorageRateLimiter(MemoryStorage())
