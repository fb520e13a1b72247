"""Two workers, one asset: the lease decides who may publish."""

import random
import threading
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from lms_app import composition
from lms_app.core import clock
from lms_app.core.errors import Forbidden, InvalidTransition
from lms_app.core.permissions import Role
from lms_app.db.unit_of_work import begin
from lms_app.models import MediaAsset, MediaPhase, MediaStatus, Rendition, RenditionKind
from lms_app.services import media, reporting
from lms_app.services.media.failures import (
    MAX_FAILURES,
    MAX_LOST_WORKERS,
    OUTAGE_HOURS,
    REQUEUE_SECONDS,
)
from lms_app.services.media.leases import LEASE_SECONDS, Published, Report, is_over
from tests.factories.people import as_system, instructor, person

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture
def asset_id(site) -> UUID:
    ada = instructor("Ada")
    asset = MediaAsset(
        id=uuid4(), owner_id=ada.id, filename="a.mp4", content_type="video/mp4", size_bytes=5,
        source_key="sources/a", status=MediaStatus.uploaded, queued_at=clock.now(),
    )  # fmt: skip
    as_system(media.add_imported, asset)
    return asset.id


def row(asset_id) -> MediaAsset:
    with begin(composition.implementations().engine, read_only=True) as uow:
        return uow.session.get(MediaAsset, asset_id)


def result(claim) -> Published:
    rendition = Rendition(
        asset_id=claim.asset_id, attempt=claim.attempt, name="360p", kind=RenditionKind.video,
        bandwidth=1, average_bandwidth=1, codecs="avc1.64001e", segment_seconds=[4.0],
    )  # fmt: skip
    return Published(4.0, 640, 360, True, f"{claim.prefix}/poster.jpg", [rendition])


def later(seconds: float):
    at = clock.now() + timedelta(seconds=seconds)
    return clock.frozen(lambda: at)


def test_one_of_many_workers_gets_the_lease(asset_id):
    claims = []
    threads = [
        threading.Thread(target=lambda: claims.append(as_system(media.claim_asset, asset_id)))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len([c for c in claims if c]) == 1


def test_a_lease_that_ran_out_goes_to_the_next_and_the_first_can_change_nothing(asset_id):
    first = as_system(media.claim_asset, asset_id)
    assert as_system(media.claim_asset, asset_id) is None
    with later(LEASE_SECONDS + 1):
        assert as_system(media.claim_asset, asset_id) is None, "the sweep has not counted it yet"
        assert as_system(media.requeue_stalled) == 1
        second = as_system(media.claim_asset, asset_id)
        assert second.attempt == first.attempt + 1
        assert second.prefix != first.prefix
        assert not as_system(media.renew_lease, first, Report(MediaPhase.encoding, 50))
        assert not as_system(media.publish_attempt, first, result(first))
        as_system(media.refuse_attempt, first, reason="damaged")
        as_system(media.fail_attempt, first, reason="encoder_failed")
        assert row(asset_id).status is MediaStatus.processing
        assert as_system(media.publish_attempt, second, result(second))
    assert row(asset_id).published_prefix == second.prefix


def test_a_ready_asset_is_never_claimed_again(asset_id):
    claim = as_system(media.claim_asset, asset_id)
    assert as_system(media.publish_attempt, claim, result(claim))
    assert as_system(media.claim_asset, asset_id) is None
    assert not as_system(media.publish_attempt, claim, result(claim))


def test_a_renewed_lease_lasts_and_shows_its_progress(asset_id):
    claim = as_system(media.claim_asset, asset_id)
    with later(LEASE_SECONDS - 5):
        assert as_system(media.renew_lease, claim, Report(MediaPhase.encoding, 140))
    with later(LEASE_SECONDS + 5):
        assert as_system(media.requeue_stalled) == 0
    assert (row(asset_id).phase, row(asset_id).progress_percent) == ("encoding", 100)


def test_a_silent_worker_is_noticed_and_the_work_asked_for_again(asset_id):
    as_system(media.claim_asset, asset_id)
    with later(LEASE_SECONDS + 1):
        assert as_system(media.requeue_stalled) == 1
        assert as_system(media.requeue_stalled) == 0
    assert row(asset_id).status is MediaStatus.uploaded


def test_an_asset_that_kills_every_worker_fails_with_a_reason(asset_id):
    seconds = 0.0
    for _ in range(MAX_LOST_WORKERS):
        with later(seconds):
            assert as_system(media.claim_asset, asset_id)
        seconds += LEASE_SECONDS + 1
        with later(seconds):
            as_system(media.requeue_stalled)
    assert (row(asset_id).status, row(asset_id).failure_reason) == ("failed", "worker_lost")


def ask_like_a_worker() -> bool:
    """What a free worker does; True when it got the video (and is lost with it)."""
    chosen = as_system(media.next_asset)
    return chosen is not None and as_system(media.claim_asset, chosen) is not None


@pytest.mark.parametrize("seed", range(4))
def test_a_poison_video_kills_no_more_workers_than_allowed_in_whatever_order(asset_id, seed):
    """Workers ask, the sweep looks and time passes in an order nobody can foresee."""
    chance = random.Random(seed)
    seconds, lost = 0.0, 0
    for _ in range(60):
        seconds += chance.choice((0, 1, LEASE_SECONDS / 2, LEASE_SECONDS + 1))
        with later(seconds):
            match chance.choice(("worker", "worker", "repeated job", "sweep")):
                case "worker":
                    lost += ask_like_a_worker()
                case "repeated job":
                    lost += as_system(media.claim_asset, asset_id) is not None
                case "sweep":
                    as_system(media.requeue_stalled)
    for _ in range(MAX_LOST_WORKERS + 1):
        seconds += LEASE_SECONDS + 1
        with later(seconds):
            as_system(media.requeue_stalled)
            lost += ask_like_a_worker()
    assert lost == MAX_LOST_WORKERS
    assert (row(asset_id).status, row(asset_id).failure_reason) == ("failed", "worker_lost")


def test_workers_and_sweeps_at_the_same_moment_count_each_loss_once(asset_id):
    seconds, lost = 0.0, []

    def ask() -> None:
        lost.extend([True] * ask_like_a_worker())

    for _ in range(MAX_LOST_WORKERS + 2):
        with later(seconds):
            steps = [ask] * 4 + [lambda: as_system(media.requeue_stalled)] * 2
            threads = [threading.Thread(target=step) for step in steps]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            ask()  # in case all of them came before the sweep
        seconds += LEASE_SECONDS + 1
    with later(seconds):
        as_system(media.requeue_stalled)
    assert len(lost) == MAX_LOST_WORKERS == row(asset_id).failure_count
    assert row(asset_id).failure_reason == "worker_lost"


def test_who_set_an_attempt_aside_can_change_nothing_of_it_any_more(asset_id):
    first = as_system(media.claim_asset, asset_id)
    half = Report(MediaPhase.encoding, 50)
    assert as_system(media.set_aside, first, half, sprites={})
    for taken_up in (False, True):
        if taken_up:
            second = as_system(media.claim_asset, asset_id)
            assert (second.prefix, second.attempt) == (first.prefix, first.attempt)
            assert second.token != first.token
        before = row(asset_id)
        assert not as_system(media.renew_lease, first, half)
        assert not as_system(media.publish_attempt, first, result(first))
        assert as_system(media.set_aside, first, half, sprites={}), "its answer may have got lost"
        as_system(media.fail_attempt, first, reason="encoder_failed")
        as_system(media.refuse_attempt, first, reason="damaged")
        assert not as_system(is_over, first), "its objects are those of the attempt"
        assert row(asset_id) == before
    assert as_system(media.renew_lease, second, half)
    assert as_system(media.publish_attempt, second, result(second))
    assert not as_system(is_over, first)


def test_who_lost_the_lease_sets_nothing_aside(asset_id):
    first = as_system(media.claim_asset, asset_id)
    half = Report(MediaPhase.encoding, 50)
    with later(LEASE_SECONDS + 1):
        assert as_system(media.requeue_stalled) == 1
        assert not as_system(media.set_aside, first, half, sprites={})
        assert as_system(media.claim_asset, asset_id)
        assert not as_system(media.set_aside, first, half, sprites={})


def test_a_job_that_got_lost_is_asked_for_again(asset_id):
    with later(REQUEUE_SECONDS - 5):
        assert as_system(media.requeue_stalled) == 0
    with later(REQUEUE_SECONDS + 5):
        assert as_system(media.requeue_stalled) == 1


def test_the_content_key_is_made_once_and_stays(asset_id):
    claim = as_system(media.claim_asset, asset_id)
    assert as_system(media.keep_content_key, claim, b"first") == b"first"
    assert as_system(media.keep_content_key, claim, b"second") == b"first"


def test_only_a_failed_asset_can_be_tried_again_by_its_owner(asset_id):
    claim = as_system(media.claim_asset, asset_id)
    with pytest.raises(InvalidTransition):
        as_system(media.retry_processing, asset_id)
    as_system(media.refuse_attempt, claim, reason="damaged", detail="moov\nmissing")
    assert row(asset_id).failure_detail == "moov missing"
    assert row(asset_id).failed_at is not None
    as_system(media.retry_processing, asset_id)
    assert (row(asset_id).status, row(asset_id).failure_count) == (MediaStatus.uploaded, 0)
    assert row(asset_id).failure_reason is row(asset_id).failed_at is None


def test_an_encoder_that_fails_is_tried_again_with_growing_pauses_then_given_up(asset_id):
    seconds, pauses = 0.0, []
    for number in range(MAX_FAILURES):
        with later(seconds):
            claim = as_system(media.claim_asset, asset_id)
            assert claim, f"attempt {number + 1}"
            as_system(media.fail_attempt, claim, reason="encoder_killed", detail="signal 9")
            if number + 1 == MAX_FAILURES:
                break
            assert as_system(media.claim_asset, asset_id) is None
            assert as_system(media.requeue_stalled) == 0
            pauses.append((row(asset_id).retry_at - clock.now()).total_seconds())
        seconds += pauses[-1] + 1
        with later(seconds):
            assert as_system(media.requeue_stalled) == 1
    assert pauses == sorted(pauses)
    assert pauses[0] < pauses[-1]
    assert (row(asset_id).status, row(asset_id).failure_reason) == ("failed", "encoder_killed")


def test_what_was_given_up_is_listed_for_admins_with_the_encoders_words(asset_id):
    claim = as_system(media.claim_asset, asset_id)
    as_system(media.refuse_attempt, claim, reason="damaged", detail="moov atom not found")
    root, ada = person("Root", Role.admin), person("Eve")
    [row] = root.call(reporting.list_failed_media)
    assert (row.asset_id, row.reason, row.detail) == (
        str(asset_id), "damaged", "moov atom not found",
    )  # fmt: skip
    with pytest.raises(Forbidden):
        ada.call(reporting.list_failed_media)


def test_what_is_not_the_files_fault_does_not_bring_it_nearer_to_being_given_up(asset_id):
    seconds = 0.0
    for _ in range(MAX_FAILURES + 3):
        with later(seconds):
            claim = as_system(media.claim_asset, asset_id)
            as_system(media.postpone_attempt, claim, reason="storage_unavailable")
        seconds += 700
    assert (row(asset_id).status, row(asset_id).failure_count) == (MediaStatus.uploaded, 0)


def test_an_outage_that_does_not_end_is_given_up_with_its_own_reason(asset_id):
    claim = as_system(media.claim_asset, asset_id)
    as_system(media.postpone_attempt, claim, reason="storage_unavailable")
    with later(OUTAGE_HOURS * 3600 + 60):
        claim = as_system(media.claim_asset, asset_id)
        as_system(media.postpone_attempt, claim, reason="storage_unavailable")
    assert (row(asset_id).status, row(asset_id).failure_reason) == ("failed", "storage_unavailable")
