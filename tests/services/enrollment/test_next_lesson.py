"""From one lesson to the next: the last report may come after the next one has begun."""

from datetime import UTC, datetime, timedelta

import pytest

from lms_app.core import clock
from lms_app.services import enrollment
from tests.factories import courses
from tests.factories.people import instructor, person
from tests.query_counts import counted_statements

pytestmark = pytest.mark.usefixtures("site")


class Learner:
    """A student with a clock that only the test moves."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 23, 9, tzinfo=UTC)

    def join(self) -> None:
        self.made = courses.published(instructor("Ada"), lessons=3, seconds=100.0)
        self.who = person("Sam")
        self.who.call(enrollment.enroll, self.made.id)

    def opens(self, index: int) -> None:
        self.who.call(enrollment.begin_playback, self.made.lesson_ids[index])

    def reports(self, index: int, *played: tuple[float, float]) -> int:
        """Return how many seconds of the lesson are covered."""
        return self.who.call(
            enrollment.report_playback,
            self.made.lesson_ids[index],
            played=played,
            position_seconds=0.0,
        ).covered_seconds

    def waits(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


@pytest.fixture
def sam():
    learner = Learner()
    with clock.frozen(lambda: learner.at):
        learner.join()
        yield learner


def test_the_last_seconds_of_a_lesson_count_though_the_next_one_has_begun(sam):
    sam.opens(0)
    sam.waits(10)
    assert sam.reports(0, (0, 10)) == 10
    sam.waits(8)
    sam.opens(1)
    sam.waits(0.3)
    assert sam.reports(0, (0, 18)) == 18
    sam.waits(9.7)
    assert sam.reports(1, (0, 10)) == 10


def test_at_double_speed_both_lessons_count_in_full(sam):
    """There is nothing left over to make a lost second good later."""
    sam.opens(0)
    sam.waits(8)
    sam.opens(1)
    sam.waits(0.5)
    assert sam.reports(0, (0, 16)) == 16
    sam.waits(9.5)
    assert sam.reports(1, (0, 20)) == 20


def test_a_report_under_way_and_the_last_one_are_both_late(sam):
    sam.opens(0)
    sam.waits(12)
    sam.opens(1)
    sam.waits(0.2)
    assert sam.reports(0, (0, 10)) == 10
    sam.waits(0.3)
    assert sam.reports(0, (0, 12)) == 12


def test_what_a_lesson_had_left_is_spent_once(sam):
    sam.opens(0)
    sam.waits(10)
    sam.opens(1)
    for _ in range(3):
        assert sam.reports(0, (0, 100)) == 20
    assert sam.reports(1, (0, 100)) == 0
    sam.waits(5)
    assert sam.reports(0, (0, 100)) == 20
    assert sam.reports(1, (0, 100)) == 10


def test_switching_to_and_fro_multiplies_nothing(sam):
    sam.opens(0)
    sam.waits(10)
    for _ in range(20):
        sam.opens(1)
        sam.opens(0)
        sam.opens(2)
        sam.opens(0)
    assert sum(sam.reports(index, (0, 100)) for index in (0, 1, 2)) <= 20
    sam.waits(10)
    for _ in range(3):
        covered = [sam.reports(index, (0, 100)) for index in (0, 1, 2)]
    assert sum(covered) <= 40


def test_there_and_back_again_costs_nothing(sam):
    sam.opens(0)
    sam.waits(8)
    sam.opens(1)
    sam.waits(0.1)
    sam.opens(0)
    sam.waits(0.2)
    assert sam.reports(0, (0, 8)) == 8
    sam.waits(10)
    assert sam.reports(0, (0, 18)) == 18


def test_nothing_is_kept_for_a_report_that_comes_much_later(sam):
    sam.opens(0)
    sam.waits(30)
    sam.opens(1)
    sam.waits(60)
    assert sam.reports(1, (0, 60)) == 60
    assert sam.reports(0, (0, 30)) == 0


def test_two_devices_at_once_share_the_time_of_one(sam):
    """Each reports every ten seconds; both claim double speed."""
    sam.opens(0)
    sam.waits(5)
    sam.opens(1)
    covered = [0, 0]
    for seconds in range(10, 70, 5):
        sam.waits(5)
        device = (seconds // 5) % 2
        covered[device] = sam.reports(device, (0, 100))
    assert sum(covered) <= 2 * 65


def test_a_late_report_completes_its_lesson_and_costs_no_more_statements(sam):
    sam.opens(0)
    sam.waits(80)
    assert sam.reports(0, (0, 80)) == 80
    sam.waits(9)
    sam.opens(1)
    with counted_statements() as sent:
        assert sam.reports(0, (0, 89)) == 89
    assert len(sent) == 7, sent
    late = sam.who.call(
        enrollment.report_playback, sam.made.lesson_ids[0], played=[(0, 90)], position_seconds=90.0
    )
    assert (late.lesson_done, late.newly_done, late.course_percent) == (True, True, 33)
