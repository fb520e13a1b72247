"""Time of the check that every event of a signed-in person passes, beside one bare GET from Redis.

The gate's own check: the cookie is read, and its session looked up among those that were asked for
within five seconds; every five seconds one of the checks asks the door. Reference: a GET of a
value as long from the site's own server over a connection that is open, which is the least that a
cache outside of the process would cost. The row below is what the cache saves: the query by
which the door finds out who is calling, in a transaction that is open.
"""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Callable

import redis

from benchmarks.measuring import (
    Measurement,
    Sample,
    Watch,
    alternate,
    of_pairs,
    of_samples,
    repeat,
)
from benchmarks.run import Run
from lms_app import composition
from lms_app.core.session_cookie import session_cookie
from lms_app.db.unit_of_work import begin
from lms_app.services.auth.sessions import resolve_actors
from lms_app.states.gate import EventGate
from tests.factories.people import Person, person

CHECKS = 5000
QUERIES = 500
ADDRESS = "127.0.0.1"


def measure(run: Run) -> list[Measurement]:
    name = session_cookie(run.site.url).name
    caller = person("Checked")
    cookies = f"lang=ko; {name}={caller.credential.session_token}"
    outside = redis.Redis.from_url(composition.implementations().settings.redis_url)
    outside.set("benchmark:session", str(caller))

    def bare() -> Sample:
        return _times(lambda: outside.get("benchmark:session"), CHECKS)

    with asyncio.Runner() as loop:
        gate = EventGate()
        pairs = alternate(lambda: loop.run(_checked(gate, cookies, caller)), bare, run.samples)
    outside.close()
    queries = repeat(lambda: _asked(caller), run.samples)
    note = "a bare GET from Redis"
    return [
        of_pairs("session check from cache", "ms", pairs, 0.2, note, is_ratio=False),
        of_samples("session check by the door's query", "ms", queries),
    ]


async def _checked(gate: EventGate, cookies: str, caller: Person) -> Sample:
    """The median of many checks, one after the other, as the socket's loop makes them."""
    times = []
    with Watch() as watch:
        for _ in range(CHECKS):
            begun = time.perf_counter()
            actor = await gate._session(cookies, ADDRESS)  # noqa: SLF001  (the check itself)
            times.append(1000 * (time.perf_counter() - begun))
            assert actor.user_id == caller.id
    return Sample(statistics.median(times), watch.foreign)


def _asked(caller: Person) -> Sample:
    with begin(composition.implementations().engine, read_only=True) as uow:
        return _times(lambda: resolve_actors(uow, [caller.credential]), QUERIES)


def _times(act: Callable[[], object], count: int) -> Sample:
    """The median of so many times of one thing, in milliseconds."""
    times = []
    with Watch() as watch:
        for _ in range(count):
            begun = time.perf_counter()
            act()
            times.append(1000 * (time.perf_counter() - begun))
    return Sample(statistics.median(times), watch.foreign)
