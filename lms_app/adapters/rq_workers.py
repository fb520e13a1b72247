"""RQ's workers: a pool of simple ones for short jobs, forking ones for long jobs."""

from __future__ import annotations

import signal
import time
from types import FrameType

import redis
import structlog
from rq import Queue, SimpleWorker, Worker
from rq.serializers import JSONSerializer
from rq.timeouts import UnixSignalDeathPenalty

from lms_app.adapters.redis_connection import JOBS_DB, connect

# RQ's defaults notice a lost worker after up to 13 minutes; the lease in PostgreSQL decides
# anyway, these only bring the hint sooner.
WORKER_TTL_SECONDS = 45
MAINTENANCE_SECONDS = 30

log = structlog.get_logger()


class _KnowsWhy:
    """Tells a worker that was asked to stop from one that gave up."""

    was_asked = False

    def request_stop(self, signum: int, frame: FrameType | None) -> None:
        self.was_asked = True
        super().request_stop(signum, frame)  # type: ignore[misc]


class ShortJobs(_KnowsWhy, SimpleWorker):
    death_penalty_class = UnixSignalDeathPenalty


class LongJobs(_KnowsWhy, Worker):
    death_penalty_class = UnixSignalDeathPenalty


def work(redis_url: str, queues: list[str], *, forks: bool) -> None:
    """Work off `queues` in this order until told to stop (SIGTERM finishes the running job).

    RQ waits for a server that is away only while it asks for the next job; one that goes at
    another moment ends its worker. The next one begins when the server answers.
    """
    connection = connect(redis_url, JOBS_DB)
    kind = LongJobs if forks else ShortJobs
    while True:
        while not _answers(connection):
            time.sleep(1)
        worker = kind(
            [Queue(name, connection=connection, serializer=JSONSerializer) for name in queues],
            connection=connection,
            serializer=JSONSerializer,
            worker_ttl=WORKER_TTL_SECONDS,
            maintenance_interval=MAINTENANCE_SECONDS,
            job_monitoring_interval=5,
        )
        try:
            worker.work(with_scheduler=True, logging_level="WARNING")
        except redis.RedisError as error:
            log.warning("worker_lost_redis", queues=queues, error=str(error))
        if worker.was_asked:
            return
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)  # the worker that would hear it is gone
        time.sleep(1)


def _answers(connection: redis.Redis) -> bool:
    """Say whether the server is there; a worker waits for it and does not die over and over."""
    try:
        return bool(connection.ping())
    except redis.RedisError:
        return False
