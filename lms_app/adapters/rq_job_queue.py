"""Jobs through RQ: JSON only, explicit timeouts, retries with back-off."""

from __future__ import annotations

import secrets
from functools import cached_property

import redis
from rq import Queue, Retry
from rq.exceptions import DuplicateJobError, NoSuchJobError
from rq.job import Job, JobStatus
from rq.serializers import JSONSerializer

from lms_app.adapters.redis_connection import JOBS_DB, connect
from lms_app.core.errors import PortUnavailable

_NUDGES = "margin:outbox:nudge"
_ON_ITS_WAY = {JobStatus.QUEUED, JobStatus.SCHEDULED, JobStatus.DEFERRED}


class RqJobQueue:
    """`JobQueue` over RQ. RQ's default serializer is pickle, so JSON is named everywhere."""

    def __init__(self, redis_url: str) -> None:
        self._url = redis_url

    @cached_property
    def _redis(self) -> redis.Redis:
        return connect(self._url, JOBS_DB)

    def enqueue(
        self, queue: str, job: str, arguments: dict[str, str], *, job_id: str, timeout_seconds: int
    ) -> None:
        """See the port. RQ's `unique` is a courtesy: every job is safe to repeat anyway."""

        def put(name: str) -> None:
            Queue(queue, connection=self._redis, serializer="json").enqueue(
                job,
                kwargs=arguments,
                job_id=name,
                unique=True,
                job_timeout=timeout_seconds,
                result_ttl=0,
                failure_ttl=3600,
                retry=Retry(max=3, interval=[2, 10, 60]),
            )

        try:
            try:
                put(job_id)
            except DuplicateJobError:
                # One that runs may be a dead worker's, one that failed is over: neither stands
                # for the work that is asked for now.
                if not self._waits(job_id):
                    put(f"{job_id}-{secrets.token_hex(4)}")
        except redis.RedisError as error:
            raise PortUnavailable("job_queue", type(error).__name__) from error

    def _waits(self, job_id: str) -> bool:
        """Whether a job of this name is still on its way to a worker."""
        try:
            job = Job.fetch(job_id, connection=self._redis, serializer=JSONSerializer)
            return job.get_status() in _ON_ITS_WAY
        except NoSuchJobError:
            return False

    def nudge(self) -> None:
        """See the port. The list is kept to one entry: a nudge is a hint, not a message."""
        try:
            pipe = self._redis.pipeline()
            pipe.lpush(_NUDGES, "1")
            pipe.ltrim(_NUDGES, 0, 0)
            pipe.execute()
        except redis.RedisError as error:
            raise PortUnavailable("job_queue", type(error).__name__) from error

    def wait_for_nudge(self, timeout_seconds: float) -> bool:
        """See the port."""
        try:
            return self._redis.blpop([_NUDGES], timeout=timeout_seconds) is not None
        except redis.RedisError as error:
            raise PortUnavailable("job_queue", type(error).__name__) from error
