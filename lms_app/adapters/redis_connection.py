"""One way to open Redis or Valkey: database by purpose, short timeouts."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

import redis

JOBS_DB = 1
LIMITS_DB = 2
PAGES_DB = 3


def database_url(url: str, database: int) -> str:
    """Return the address with another database number."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=f"/{database}"))


def connect(url: str, database: int) -> redis.Redis:
    """Return a client of one database; it connects on first use."""
    return redis.Redis.from_url(
        database_url(url, database),
        socket_connect_timeout=2,
        socket_timeout=30,
        health_check_interval=30,
    )
