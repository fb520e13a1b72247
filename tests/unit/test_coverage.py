import itertools

from hypothesis import given
from hypothesis import strategies as st

from lms_app.services.enrollment import coverage

spans = st.lists(st.tuples(st.integers(0, 200), st.integers(0, 200)), max_size=30)


def seconds(ranges):
    return {second for low, high in ranges for second in range(low, high)}


@given(spans)
def test_merge_keeps_every_second_once(ranges):
    merged = coverage.merge(ranges)
    assert seconds(merged) == seconds(ranges)
    assert coverage.count(merged) == len(seconds(ranges))
    assert all(a[1] < b[0] for a, b in itertools.pairwise(merged))


@given(spans, spans)
def test_subtract_leaves_what_was_not_taken(ranges, taken):
    left = coverage.subtract(coverage.merge(ranges), coverage.merge(taken))
    assert seconds(left) == seconds(ranges) - seconds(taken)


@given(spans, st.integers(-5, 300))
def test_take_never_gives_more_than_the_allowance(ranges, allowance):
    merged = coverage.merge(ranges)
    taken = coverage.take(merged, allowance)
    assert coverage.count(taken) == min(max(0, allowance), coverage.count(merged))
    assert seconds(taken) <= seconds(merged)


@given(st.lists(st.tuples(st.floats(), st.floats()), max_size=20), st.integers(0, 100))
def test_any_reported_floats_stay_inside_the_video(played, total):
    ranges = coverage.from_played(played, total)
    assert all(0 <= low < high <= total for low, high in ranges)


def test_a_second_counts_when_half_of_it_was_played():
    assert coverage.from_played([(0.4, 2.6)], 10) == [(0, 3)]
    assert coverage.from_played([(0.6, 2.4)], 10) == [(1, 2)]


def test_ninety_percent_is_complete_and_less_is_not():
    assert coverage.is_complete(90, 100)
    assert not coverage.is_complete(89, 100)
    assert coverage.is_complete(1, 1)
