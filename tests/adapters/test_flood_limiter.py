"""Counters against floods: they count, they forget, and they never grow without end."""

from __future__ import annotations

import pytest

from lms_app.adapters import flood_limiter
from lms_app.adapters.flood_limiter import FloodLimiter


def test_a_key_is_refused_above_its_limit_and_others_are_not():
    limits = FloodLimiter()
    assert [limits.hit("a", 3, 60) for _ in range(5)] == [True, True, True, False, False]
    assert limits.hit("b", 3, 60)


def test_the_same_key_is_counted_apart_for_each_window():
    limits = FloodLimiter()
    assert limits.hit("a", 1, 60)
    assert limits.hit("a", 1, 30)
    assert not limits.hit("a", 1, 60)


def test_a_window_ends_although_its_key_is_hit_all_the_time(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(
        flood_limiter,
        "TTLCache",
        lambda size, seconds, cache=flood_limiter.TTLCache: cache(size, seconds, lambda: now[0]),
    )
    limits = FloodLimiter()
    allowed = 0
    for _ in range(120):
        now[0] += 1
        allowed += limits.hit("a", 5, 60)
    assert allowed == 10
    now[0] += 61
    assert len(limits) == 0


@pytest.mark.parametrize("most", [10])
def test_made_up_keys_push_each_other_out(monkeypatch, most):
    monkeypatch.setattr(flood_limiter, "KEYS_AT_MOST", most)
    limits = FloodLimiter()
    for number in range(5 * most):
        limits.hit(f"tab-{number}", 1, 60)
    assert len(limits) == most
