"""RQ's workers: a pool of simple ones for short jobs, forking ones for long jobs."""

from __future__ import annotations

import time

import redis
from rq import Queue, SimpleWorker, Worker
from rq.serializers import JSONSerializer
from rq.timeouts import UnixSignalDeathPenalty

from lms_app.adapters.redis_connection import JOBS_DB, connect

# RQ's defaults notice a lost worker after up to 13 minutes; the lease in PostgreSQL decides
# anyway, these only bring the hint sooner.
WORKER_TTL_SECONDS = 45
MAINTENANCE_SECONDS = 30


def work(redis_url: str, queues: list[str], *, forks: bool) -> None:
    """Work off `queues` in this order until told to stop (SIGTERM finishes the running job)."""
    connection = connect(redis_url, JOBS_DB)
    while not _answers(connection):
        time.sleep(1)
    kind = Worker if forks else SimpleWorker
    kind.death_penalty_class = UnixSignalDeathPenalty
    worker = kind(
        [Queue(name, connection=connection, serializer=JSONSerializer) for name in queues],
        connection=connection,
        serializer=JSONSerializer,
        worker_ttl=WORKER_TTL_SECONDS,
        maintenance_interval=MAINTENANCE_SECONDS,
        job_monitoring_interval=5,
    )
    worker.work(with_scheduler=True, logging_level="WARNING")


def _answers(connection: redis.Redis) -> bool:
    """Say whether the server is there; a worker waits for it and does not die over and over."""
    try:
        return bool(connection.ping())
    except redis.RedisError:
        return False
