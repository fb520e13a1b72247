"""The lease's heartbeat when a beat goes wrong: said in the log, tried again, and never for ever."""

from __future__ import annotations

import math
from datetime import timedelta
from types import SimpleNamespace
from uuid import UUID

import pytest
from structlog.testing import capture_logs

from lms_app.core import clock
from lms_app.core.errors import InvalidInput, PortUnavailable
from lms_app.services import media
from lms_app.services.media import heartbeat
from lms_app.services.media.leases import LEASE_SECONDS, Claim, renew_lease
from lms_app.services.media.work import Work
from tests.factories.people import as_system, instructor
from tests.services.media.test_queueing import waiting
from tests.services.media.test_transcoding import asset_row, wait_for

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    monkeypatch.setattr(heartbeat, "HEARTBEAT_SECONDS", 0.01)


@pytest.fixture
def claim() -> Claim:
    [asset_id] = waiting(instructor("Ada"), 1)
    return as_system(media.claim_asset, asset_id)


def percent(asset_id: UUID) -> int:
    return asset_row(asset_id).progress_percent


def troubles(log: list) -> int:
    return len([line for line in log if line["event"] == "lease_not_renewed"])


def test_a_beat_that_fails_is_logged_and_the_next_one_renews_the_lease(claim):
    """Trouble of our own: a percent that is no number, which nothing expects."""
    work, ctx = Work(claim), SimpleNamespace(call=as_system)
    with capture_logs() as log, heartbeat.kept(ctx, claim, work) as keeper:
        wait_for(lambda: asset_row(claim.asset_id).lease_expires_at > clock.now())
        work._percent = math.nan
        wait_for(lambda: troubles(log) >= 2)
        at = clock.now() + timedelta(seconds=LEASE_SECONDS - 1)
        with clock.frozen(lambda: at):
            work._percent = 50.0
            wait_for(lambda: percent(claim.asset_id) == 50)
        assert not keeper.is_lost
    assert asset_row(claim.asset_id).lease_expires_at > at, "it goes on being renewed"
    assert all(line["log_level"] == "error" for line in log if line["event"] == "lease_not_renewed")


@pytest.mark.parametrize("error", [InvalidInput("error.form"), RuntimeError("a bug")])
def test_a_lease_that_cannot_be_renewed_any_more_ends_the_work(claim, monkeypatch, error):
    monkeypatch.setattr(heartbeat, "LEASE_SECONDS", 0.05)

    def refuse(*_):
        raise error

    with (
        capture_logs() as log,
        heartbeat.kept(SimpleNamespace(call=refuse), claim, Work(claim)) as keeper,
    ):
        wait_for(lambda: keeper.is_lost)
    assert troubles(log) >= 1


def test_a_database_that_is_away_costs_nobody_the_lease(claim, monkeypatch):
    monkeypatch.setattr(heartbeat, "LEASE_SECONDS", 0.0)
    asked = []

    def away_at_first(use_case, *args):
        asked.append(use_case)
        if len(asked) < 5:
            raise PortUnavailable("database")
        return as_system(use_case, *args)

    work = Work(claim)
    work._percent = 50.0
    with heartbeat.kept(SimpleNamespace(call=away_at_first), claim, work) as keeper:
        wait_for(lambda: percent(claim.asset_id) == 50)
        assert not keeper.is_lost
    assert set(asked) == {renew_lease}
