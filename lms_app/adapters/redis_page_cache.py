"""Rendered pages on Redis or Valkey, for all web processes."""

from __future__ import annotations

import json
from functools import cached_property
from typing import Any
from uuid import uuid4

import redis

from lms_app.adapters.redis_connection import PAGES_DB, database_url
from lms_app.core.errors import PortUnavailable
from lms_app.ports.page_cache import KeptPage

KEEP_SECONDS = 600
CLAIM_SECONDS = 5
# Some 100 MB of a server that signing in and the queue need too. Read as a crawler does, every
# course of a large site would want a place at once.
MAX_PAGES = 5_000
_VERSION = "version"
_PORT = "page_cache"


class RedisPageCache:
    """`PageCache` over one database. A value is a line of JSON, then the compressed page."""

    def __init__(self, redis_url: str) -> None:
        self._url = redis_url
        self._is_full = False  # as the last page that was kept found it: no trip of its own

    @cached_property
    def _redis(self) -> redis.Redis:
        # A page must not wait for its cache: rendering it takes a few milliseconds.
        return redis.Redis.from_url(
            database_url(self._url, PAGES_DB), socket_connect_timeout=0.5, socket_timeout=0.5
        )

    def look(self, name: str) -> tuple[str, KeptPage | None]:
        """See the port."""
        try:
            found = self._redis.mget(_names(name))
        except redis.RedisError as error:
            raise PortUnavailable(_PORT, type(error).__name__) from error
        return _found(found)

    def claim(self, name: str) -> tuple[bool, str, KeptPage | None]:
        """See the port."""
        try:
            with self._redis.pipeline() as asked:
                asked.set(f"claim:{name}", b"1", nx=True, ex=CLAIM_SECONDS)
                asked.mget(_names(name))
                claimed, found = asked.execute()
        except redis.RedisError as error:
            raise PortUnavailable(_PORT, type(error).__name__) from error
        return bool(claimed), *_found(found)

    def keep(self, name: str, page: KeptPage, *, releases: bool) -> None:
        """See the port."""
        head = json.dumps([page.version, page.made_at, page.status, page.policy])
        value = head.encode() + b"\n" + page.gzipped
        try:
            with self._redis.pipeline() as asked:
                asked.set(f"page:{name}", value, ex=KEEP_SECONDS, xx=self._is_full)
                if releases:
                    asked.delete(f"claim:{name}")
                asked.dbsize()
                self._is_full = asked.execute()[-1] >= MAX_PAGES
        except redis.RedisError as error:
            raise PortUnavailable(_PORT, type(error).__name__) from error

    def release(self, name: str) -> None:
        """See the port."""
        try:
            self._redis.delete(f"claim:{name}")
        except redis.RedisError as error:
            raise PortUnavailable(_PORT, type(error).__name__) from error

    def renew(self, *, at_most_every_seconds: int = 0) -> None:
        """See the port. The version is a random name: a counter would begin anew after a flush
        and meet an old page of the same number."""
        try:
            if at_most_every_seconds and not self._redis.set(
                "renewed", b"1", nx=True, ex=at_most_every_seconds
            ):
                return
            self._redis.set(_VERSION, uuid4().hex)
        except redis.RedisError as error:
            raise PortUnavailable(_PORT, type(error).__name__) from error


def _names(name: str) -> list[str]:
    return [_VERSION, f"page:{name}"]


def _found(values: Any) -> tuple[str, KeptPage | None]:
    version, value = values
    return (version or b"").decode(), _read(value) if value else None


def _read(value: bytes) -> KeptPage | None:
    head, _, gzipped = value.partition(b"\n")
    try:
        version, made_at, status, policy = json.loads(head)
    except ValueError:
        return None
    return KeptPage(version, made_at, status, policy, gzipped)
