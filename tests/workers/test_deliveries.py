"""A job is done once it is recorded: what the queue forgets is handed over again."""

import threading
from datetime import timedelta
from uuid import UUID

import pytest
import redis
import sqlalchemy as sa
from rq import Queue, SimpleWorker
from rq.serializers import JSONSerializer

from lms_app import composition
from lms_app.adapters.redis_connection import JOBS_DB, connect
from lms_app.composition import Subscription
from lms_app.core import clock
from lms_app.db.deliveries import MAX_TRIES
from lms_app.services import course, enrollment, reporting
from tests.factories import courses
from tests.factories.people import instructor, person
from tests.locks import wait_for_a_waiting_lock
from workers import delivery
from workers.subscriptions import SUBSCRIPTIONS

pytestmark = pytest.mark.usefixtures("site")
REDO = 121
DUE = {
    "LessonRemoved": (Subscription("workers.learning.recount_completed"),),
    "MediaDiscarded": (Subscription("workers.media.discard_asset"),),
}


@pytest.fixture
def completed(site) -> UUID:
    """A course that lost a lesson and its video: two jobs of the default queue are due."""
    ada, sam = instructor("Ada"), person("Sam")
    made = courses.published(ada, lessons=2)
    sam.call(enrollment.enroll, made.id)
    ada.call(course.delete_lesson, made.lesson_ids[0])
    return made.id


def queue(site) -> Queue:
    connection = connect(site.settings.redis_url, JOBS_DB)
    return Queue("default", connection=connection, serializer=JSONSerializer)


def work(site) -> None:
    waiting = queue(site)
    worker = SimpleWorker([waiting], connection=waiting.connection, serializer=JSONSerializer)
    worker.work(burst=True, logging_level="ERROR")


def open_deliveries(site) -> list[str]:
    with site.engine.connect() as connection:
        rows = connection.execute(
            sa.text("SELECT job FROM outbox_delivery WHERE done_at IS NULL AND given_up_at IS NULL")
        )
        return [row.job for row in rows]


def later(seconds: float):
    at = clock.now() + timedelta(seconds=seconds)
    return clock.frozen(lambda: at)


def test_jobs_that_a_flushed_queue_forgot_run_all_the_same(site, completed):
    composition.drain_outbox(DUE)
    due = ["workers.learning.recount_completed", "workers.media.discard_asset"]
    assert sorted(open_deliveries(site)) == due
    redis.Redis.from_url(site.settings.redis_url).flushall()
    work(site)
    assert composition.redo_lost(DUE) == 0, "not yet: it may be running"
    with later(REDO):
        assert composition.redo_lost(DUE) == 2
        assert composition.redo_lost(DUE) == 0
        work(site)
        assert open_deliveries(site) == []
    with later(86_400):
        assert composition.redo_lost(DUE) == 0


def test_twenty_jobs_that_are_flushed_all_run(site):
    ada, sam = instructor("Ada"), person("Sam")
    made = courses.published(ada, lessons=11)
    sam.call(enrollment.enroll, made.id)
    for lesson_id in made.lesson_ids[:10]:
        ada.call(course.delete_lesson, lesson_id)
    composition.drain_outbox(DUE)
    assert len(queue(site).jobs) == len(open_deliveries(site)) == 20
    redis.Redis.from_url(site.settings.redis_url).flushall()
    with later(REDO):
        assert composition.redo_lost(DUE) == 20
        work(site)
    assert open_deliveries(site) == []
    with site.engine.connect() as connection:
        left = connection.execute(sa.text("SELECT count(*) FROM media_asset")).scalar_one()
    assert left == 1, "the videos of ten lessons went, that of the eleventh stayed"


def test_a_job_that_still_waits_is_not_queued_twice(site, completed):
    composition.drain_outbox(DUE)
    with later(REDO):
        composition.redo_lost(DUE)
    assert len(queue(site).jobs) == 2


def test_a_job_that_is_done_before_its_handing_over_is_committed_stays_done(site, completed):
    with site.engine.connect() as connection:
        message = connection.execute(
            sa.text("SELECT id FROM outbox_message WHERE event = 'LessonRemoved'")
        ).scalar_one()
    runs: list[threading.Thread] = []

    class Eager:
        """A worker so quick that it is done while the relay's transaction is open."""

        def enqueue(self, queue, job, arguments, *, job_id, timeout_seconds):
            run = threading.Thread(target=delivery.deliver, kwargs=arguments)
            run.start()
            runs.append(run)
            with site.engine.connect() as connection:
                wait_for_a_waiting_lock(connection)

    import dataclasses

    quick = dataclasses.replace(site, jobs=Eager())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(composition, "implementations", lambda: quick)
        composition.drain_outbox(SUBSCRIPTIONS)
        for run in runs:
            run.join(20)
    with site.engine.connect() as connection:
        done = connection.execute(
            sa.text("SELECT done_at FROM outbox_delivery WHERE message_id = :m"), {"m": message}
        ).scalar_one()
    assert done is not None


def test_a_job_that_always_fails_is_given_up_and_the_others_go_on(site, completed):
    poison = "workers.learning.recount_completed"
    calls: list[str] = []
    subscriptions = {
        "LessonRemoved": (Subscription("workers.learning.no_such_job"), Subscription(poison)),
    }
    composition.drain_outbox(subscriptions)
    seconds = 0.0
    for _ in range(MAX_TRIES + 1):
        seconds += 7 * 3600
        with later(seconds):
            calls += [poison] * composition.redo_lost(subscriptions)
            work(site)
    assert open_deliveries(site) == []
    with site.engine.connect() as connection:
        rows = connection.execute(
            sa.text("SELECT job, given_up_at IS NOT NULL AS given_up FROM outbox_delivery")
        ).all()
    assert {(row.job, row.given_up) for row in rows} == {
        ("workers.learning.no_such_job", True), (poison, False),
    }  # fmt: skip
    assert composition.call(reporting.get_health).jobs_given_up == 1


def test_a_video_that_waits_long_is_asked_for_again_without_piling_up(site):
    from lms_app.services import media
    from lms_app.services.media.failures import REQUEUE_SECONDS
    from tests.factories.people import as_system
    from tests.services.media.test_queueing import waiting

    waiting(instructor("Ada"), 3)
    for round_ in range(1, 4):
        with later(round_ * (REQUEUE_SECONDS + 5)):
            assert as_system(media.requeue_stalled) == 3
            composition.drain_outbox(SUBSCRIPTIONS)
    connection = connect(site.settings.redis_url, JOBS_DB)
    assert len(Queue("transcode", connection=connection, serializer=JSONSerializer).jobs) == 3


def test_only_jobs_of_ours_are_run():
    with pytest.raises(ValueError, match=r"os\.system"):
        delivery.deliver("os.system", "0" * 32, command="true")


def test_a_failed_or_running_job_does_not_stand_in_the_way_of_a_new_one(site):
    def ask() -> None:
        site.jobs.enqueue("default", "workers.x.y", {}, job_id="one", timeout_seconds=5)

    from rq.job import JobStatus

    ask()
    [first] = queue(site).jobs
    for status in (JobStatus.STARTED, JobStatus.FAILED):
        first.set_status(status)
        ask()
    first.set_status(JobStatus.QUEUED)
    ask()
    assert len(queue(site).jobs) == 3
