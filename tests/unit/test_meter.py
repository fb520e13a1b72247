"""The meter by its properties: time is credited once, and nobody honest loses any of it."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from lms_app.services.enrollment.meter import (
    HIGHEST_SPEED,
    LATE_REPORT_SECONDS,
    LONGEST_GAP_SECONDS,
    Meter,
)

START = datetime(2026, 11, 23, 9, tzinfo=UTC)
SOMEBODY = UUID(int=99)
LESSONS = [UUID(int=number) for number in range(4)]
LATE = timedelta(seconds=LATE_REPORT_SECONDS)

lessons = st.sampled_from(LESSONS)
pauses = st.one_of(st.just(0.0), st.floats(0, 12), st.floats(0, 400), st.floats(-30, 0))
anything = st.lists(
    st.tuples(st.sampled_from(["begin", "report"]), lessons, pauses, st.integers(0, 500)),
    max_size=60,
)


def meter() -> Meter:
    return Meter(SOMEBODY, START)


def report(held: Meter, lesson: UUID, wanted: int, now: datetime) -> int:
    """Credit as the service does."""
    credited = min(wanted, held.allowance_seconds(lesson, now))
    held.spend(lesson, credited)
    return credited


@given(anything)
def test_all_lessons_together_get_twice_the_time_that_passed_and_no_more(steps):
    """Any tabs and devices in any order, old reports, clocks that differ: what the server sees."""
    held, now, latest, credited = meter(), START, START, 0
    for what, lesson, pause, wanted in steps:
        now += timedelta(seconds=pause)
        latest = max(latest, now)
        if what == "begin":
            held.begin(lesson, now)
        else:
            credited += report(held, lesson, wanted, now)
        assert held.balance_ms >= 0
        assert held.previous_balance_ms >= 0
        assert held.lesson_id != held.previous_lesson_id
        assert credited <= HIGHEST_SPEED * (latest - START).total_seconds()


@given(st.lists(lessons, min_size=1, max_size=40), st.floats(0, 400))
def test_switching_makes_nothing_out_of_what_was_there(order, watched):
    held = meter()
    held.begin(LESSONS[0], START)
    now = START + timedelta(seconds=watched)
    for lesson in order:
        held.begin(lesson, now)
    gained = sum(report(held, lesson, 10_000, now) for lesson in (*LESSONS, *LESSONS))
    assert gained <= HIGHEST_SPEED * min(watched, LONGEST_GAP_SECONDS)


halves = st.integers(0, 80).map(lambda count: count / 2)


@given(
    st.lists(st.tuples(lessons, halves), min_size=1, max_size=12),
    st.sampled_from([0.0, 0.25, 0.5, 1.0]),
    st.sampled_from([1, 2]),
)
def test_who_goes_on_to_the_next_lesson_keeps_every_second(visits, delay, speed):
    """Each is reported every ten seconds of playing, and once more on the way to the next one.

    Lessons that were on for less than a second are glances, and may lose it.
    """
    held, now = meter(), START
    played, credited = defaultdict(float), defaultdict(int)
    under_way: list[tuple[datetime, UUID, float]] = []

    def arrive(until: datetime) -> None:
        while under_way and under_way[0][0] <= until:
            at, lesson, seconds = under_way.pop(0)
            credited[lesson] += report(held, lesson, int(seconds) - credited[lesson], at)

    before = None
    for lesson, seconds in visits:
        if lesson == before or seconds < 1:
            continue
        arrive(now)
        held.begin(lesson, now)
        before, end = lesson, now + timedelta(seconds=seconds)
        while now < end:
            step = min(timedelta(seconds=10), end - now)
            now += step
            arrive(now)
            played[lesson] += step.total_seconds() * speed
            late = timedelta(seconds=delay if now == end else 0)
            under_way.append((now + late, lesson, played[lesson]))
    arrive(now + LATE)
    assert credited == {lesson: int(seconds) for lesson, seconds in played.items()}


def test_a_glance_on_the_way_does_not_cost_the_lesson_before_its_last_seconds():
    held = meter()
    first, second, third, _ = LESSONS
    held.begin(first, START)
    click = START + timedelta(seconds=8)
    held.begin(second, click)
    held.begin(third, click + timedelta(seconds=0.6))
    assert report(held, first, 8, click + timedelta(seconds=0.9)) == 8
    assert report(held, third, 20, click + timedelta(seconds=10.6)) == 20


def test_nobody_waits_for_ever():
    held = meter()
    held.begin(LESSONS[0], START)
    click = START + timedelta(seconds=60)
    held.begin(LESSONS[1], click)
    assert held.allowance_seconds(LESSONS[0], click + LATE) == 120
    assert held.allowance_seconds(LESSONS[0], click + LATE + timedelta(seconds=1)) == 0
    assert held.lesson_id == LESSONS[0]
    assert held.allowance_seconds(LESSONS[0], click + LATE + timedelta(seconds=6)) == 10
