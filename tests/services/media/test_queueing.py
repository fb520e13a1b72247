"""Whose video comes next: nobody waits for somebody else's hundred files."""

import threading
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from lms_app.core import clock
from lms_app.models import MediaAsset, MediaStatus
from lms_app.services import media
from tests.factories.people import Person, as_system, instructor
from workers import media as jobs

pytestmark = pytest.mark.usefixtures("site")


def waiting(owner: Person, count: int, priority: int = 0) -> list[UUID]:
    made = []
    for _ in range(count):
        asset = MediaAsset(
            id=uuid4(), owner_id=owner.id, filename="a.mp4", content_type="video/mp4",
            size_bytes=5, source_key="sources/a", status=MediaStatus.uploaded,
            queued_at=clock.now(), priority=priority,
        )  # fmt: skip
        as_system(media.add_imported, asset)
        made.append(asset.id)
    return made


def served(count: int) -> list[UUID]:
    """The next assets, each claimed as by a worker of its own."""
    found = []
    for _ in range(count):
        found.append(as_system(media.next_asset))
        assert as_system(media.claim_asset, found[-1])
    return found


def test_with_many_videos_of_one_instructor_anothers_is_next():
    ada, ben, kim = (instructor(name) for name in ("Ada", "Ben", "Kim"))
    many = waiting(ada, 6)
    one = waiting(ben, 1)
    late = waiting(kim, 2)
    order = served(9)
    assert order[:3] == [many[0], one[0], late[0]]
    assert order[3:5] == [late[1], many[1]] or order[3:5] == [many[1], late[1]]
    assert order[5:] == many[2:]
    assert as_system(media.next_asset) is None


def test_who_was_served_last_waits_while_others_come_and_go():
    """One worker: nothing is in work when it asks, so only turns can be fair."""
    ada, ben = instructor("Ada"), instructor("Ben")
    many = waiting(ada, 3)
    order = []
    for step in range(5):
        if step == 1:
            others = waiting(ben, 2)
        chosen = as_system(media.next_asset)
        claim = as_system(media.claim_asset, chosen)
        order.append(claim.asset_id)
        finish(claim.asset_id)
    assert order == [many[0], others[0], many[1], others[1], many[2]]


def finish(asset_id: UUID) -> None:
    import sqlalchemy as sa

    from lms_app import composition

    with composition.implementations().engine.begin() as connection:
        connection.execute(
            sa.text(
                "UPDATE media_asset SET status = 'failed', lease_token = NULL,"
                " lease_expires_at = NULL WHERE id = :id"
            ),
            {"id": asset_id},
        )


def test_the_demo_school_waits_behind_people():
    ada, ben = instructor("Ada"), instructor("Ben")
    demo = waiting(ada, 2, priority=-1)
    people = waiting(ben, 3)
    assert served(5) == [*people, *demo]


def test_a_silent_workers_video_comes_again_and_a_held_one_does_not():
    [asset_id] = waiting(instructor("Ada"), 1)
    assert served(1) == [asset_id]
    assert as_system(media.next_asset) is None
    at = clock.now() + timedelta(minutes=5)
    with clock.frozen(lambda: at):
        assert as_system(media.next_asset) is None, "the worker is not counted as lost yet"
        as_system(media.requeue_stalled)
        assert as_system(media.next_asset) == asset_id


def test_workers_that_ask_at_once_take_different_videos(monkeypatch):
    """The job itself, with the encode replaced by its claim."""
    assets = waiting(instructor("Ada"), 4)
    taken: list[UUID] = []

    def claim_only(use_case, *args, **kwargs):
        if use_case is media.transcode_asset:
            claim = as_system(media.claim_asset, args[0])
            if claim is None:
                return "idle"
            taken.append(claim.asset_id)
            return "ready"
        return as_system(use_case, *args, **kwargs)

    monkeypatch.setattr(jobs, "run", claim_only)
    workers = [threading.Thread(target=jobs.transcode_asset, args=(str(a),)) for a in assets]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(taken) == sorted(assets)
