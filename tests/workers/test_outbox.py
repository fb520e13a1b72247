"""Events from the transaction to the queue: none lost, none from what was rolled back."""

import importlib
import threading

import pytest
import sqlalchemy as sa

from lms_app import composition
from lms_app.adapters.redis_connection import JOBS_DB, connect
from lms_app.core.errors import Conflict
from lms_app.core.events import Event
from lms_app.services import enrollment
from tests.factories import courses
from tests.factories.people import instructor, person
from workers.subscriptions import SUBSCRIPTIONS

pytestmark = pytest.mark.usefixtures("site")


def waiting(site) -> int:
    with site.engine.connect() as connection:
        return connection.execute(
            sa.text("SELECT count(*) FROM outbox_message WHERE dispatched_at IS NULL")
        ).scalar_one()


def test_a_refused_command_leaves_no_event(site):
    ada = instructor("Ada")
    made = courses.published(ada)
    composition.drain_outbox({})
    before = waiting(site)
    with pytest.raises(Conflict):
        ada.call(enrollment.enroll, made.id)
    assert waiting(site) == before


def test_two_relays_at_once_hand_over_each_event_once(site):
    ada = instructor("Ada")
    made = courses.published(ada)
    for number in range(8):
        person(f"Student{number}").call(enrollment.enroll, made.id)
    expected = waiting(site)
    handed: list[int] = []
    relays = [
        threading.Thread(target=lambda: handed.append(composition.drain_outbox({}, limit=1000)))
        for _ in range(4)
    ]
    for relay in relays:
        relay.start()
    for relay in relays:
        relay.join()
    assert sum(handed) == expected
    assert waiting(site) == 0


def test_while_redis_is_away_events_wait_and_commands_work(site, monkeypatch):
    import dataclasses

    from lms_app.adapters.rq_job_queue import RqJobQueue
    from lms_app.core.errors import PortUnavailable

    away = dataclasses.replace(site, jobs=RqJobQueue("redis://127.0.0.1:1/0"))
    monkeypatch.setattr(composition, "implementations", lambda: away)
    made = courses.published(instructor("Ada"))
    person("Sam").call(enrollment.enroll, made.id)
    before = waiting(site)
    with pytest.raises(PortUnavailable):
        composition.drain_outbox({"EnrollmentCreated": (composition.Subscription("x.y"),)})
    assert waiting(site) == before
    monkeypatch.undo()
    assert composition.drain_outbox(SUBSCRIPTIONS) == before


def test_every_subscription_names_an_event_and_a_job_that_exist():
    for event, subscriptions in SUBSCRIPTIONS.items():
        assert event in Event.by_name
        for subscription in subscriptions:
            module, _, function = subscription.job.rpartition(".")
            assert callable(getattr(importlib.import_module(module), function))


def test_jobs_are_json_and_carry_their_time_limit(site):
    from rq import Queue

    queue = Queue(
        "default", connection=connect(site.settings.redis_url, JOBS_DB), serializer="json"
    )
    site.jobs.enqueue(
        "default", "workers.media.x", {"asset_id": "1"}, job_id="x-1", timeout_seconds=7
    )
    site.jobs.enqueue(
        "default", "workers.media.x", {"asset_id": "1"}, job_id="x-1", timeout_seconds=7
    )
    jobs = queue.jobs
    assert [(j.func_name, j.kwargs, j.timeout) for j in jobs] == [
        ("workers.media.x", {"asset_id": "1"}, 7)
    ]
