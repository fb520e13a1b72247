"""The progress attack test: nothing but time spent completes a video."""

from datetime import UTC, datetime, timedelta

import pytest

from lms_app.core import clock
from lms_app.core.errors import InvalidInput, NotAuthenticated, NotFound
from lms_app.core.permissions import Role
from lms_app.services import course, enrollment
from tests.factories import courses
from tests.factories.people import Nobody, as_system, instructor, person
from tests.locks import wait_for_a_waiting_lock
from tests.query_counts import counted_statements

pytestmark = pytest.mark.usefixtures("site")


class Watch:
    """A clock that only the test moves."""

    def __init__(self):
        self.at = datetime(2026, 11, 23, 9, tzinfo=UTC)

    def pass_seconds(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


@pytest.fixture
def watch():
    held = Watch()
    with clock.frozen(lambda: held.at):
        yield held


@pytest.fixture
def sam(watch):
    return person("Sam")


@pytest.fixture
def made(watch):
    return courses.published(instructor("Ada"), lessons=2, seconds=100.0)


def begin(who, made, index=0):
    who.call(enrollment.begin_playback, made.lesson_ids[index])


def beat(who, made, played, position=0.0, index=0):
    return who.call(
        enrollment.report_playback,
        made.lesson_ids[index],
        played=played,
        position_seconds=position,
    )


@pytest.fixture
def enrolled(sam, made):
    sam.call(enrollment.enroll, made.id)
    return sam


def test_watching_in_real_time_completes_at_ninety_percent(enrolled, made, watch):
    begin(enrolled, made)
    watch.pass_seconds(89)
    before = beat(enrolled, made, [(0.0, 89.0)], 89.0)
    watch.pass_seconds(1)
    after = beat(enrolled, made, [(0.0, 90.0)], 90.0)
    assert (before.lesson_done, before.covered_seconds) == (False, 89)
    assert (after.lesson_done, after.newly_done, after.course_percent) == (True, True, 50)


def test_double_speed_is_credited_in_full(enrolled, made, watch):
    begin(enrolled, made)
    watch.pass_seconds(45)
    assert beat(enrolled, made, [(0.0, 90.0)]).lesson_done


def test_a_forged_report_of_everything_is_worth_twice_the_time_that_passed(enrolled, made, watch):
    begin(enrolled, made)
    watch.pass_seconds(10)
    result = beat(enrolled, made, [(0.0, 100.0)], 100.0)
    assert result.covered_seconds == 20
    assert not result.lesson_done
    for _ in range(50):
        assert beat(enrolled, made, [(0.0, 100.0)], 100.0).covered_seconds == 20


def test_seeking_to_the_end_covers_nothing(enrolled, made, watch):
    begin(enrolled, made)
    watch.pass_seconds(3600)
    result = beat(enrolled, made, [(97.0, 100.0)], 100.0)
    assert (result.covered_seconds, result.lesson_done) == (3, False)


def test_doubled_tabs_share_one_allowance(enrolled, made, watch):
    begin(enrolled, made)
    begin(enrolled, made)
    begin(enrolled, made, index=1)
    watch.pass_seconds(10)
    first = beat(enrolled, made, [(50.0, 100.0)], index=1)
    second = beat(enrolled, made, [(0.0, 100.0)])
    third = beat(enrolled, made, [(0.0, 100.0)], index=1)
    assert first.covered_seconds == third.covered_seconds == 20
    assert second.covered_seconds == 0


def test_opening_again_and_again_gives_no_allowance(enrolled, made, watch):
    for _ in range(20):
        begin(enrolled, made)
    assert beat(enrolled, made, [(0.0, 100.0)]).covered_seconds == 0


def test_a_clock_that_jumps_back_gives_nothing(enrolled, made, watch):
    begin(enrolled, made)
    watch.pass_seconds(10)
    beat(enrolled, made, [(0.0, 20.0)])
    watch.pass_seconds(-3600)
    assert beat(enrolled, made, [(0.0, 100.0)]).covered_seconds == 20
    watch.pass_seconds(3600)
    assert beat(enrolled, made, [(0.0, 100.0)]).covered_seconds == 20


def test_time_between_visits_is_not_watching_time(enrolled, made, watch):
    begin(enrolled, made)
    watch.pass_seconds(86_400)
    begin(enrolled, made)
    assert beat(enrolled, made, [(0.0, 100.0)]).covered_seconds == 0


def test_a_report_after_a_tunnel_is_credited(enrolled, made, watch):
    begin(enrolled, made)
    watch.pass_seconds(100)
    assert beat(enrolled, made, [(0.0, 100.0)]).covered_seconds == 100


def test_idle_hours_count_as_two_minutes_at_most(watch):
    long = courses.published(instructor("Ada"), lessons=1, seconds=1000.0)
    sam = person("Sam")
    sam.call(enrollment.enroll, long.id)
    begin(sam, long)
    watch.pass_seconds(5 * 3600)
    assert beat(sam, long, [(0.0, 1000.0)]).covered_seconds == 240


def test_a_lesson_that_was_never_opened_gets_nothing_for_time_spent_elsewhere(
    enrolled, made, watch
):
    begin(enrolled, made)
    watch.pass_seconds(100)
    assert beat(enrolled, made, [(0.0, 100.0)], index=1).covered_seconds == 0
    watch.pass_seconds(10)
    assert beat(enrolled, made, [(0.0, 100.0)], index=1).covered_seconds == 20


def test_reports_without_playback_begin_with_an_empty_meter(enrolled, made, watch):
    assert beat(enrolled, made, []).covered_seconds == 0
    watch.pass_seconds(5)
    assert beat(enrolled, made, [(0.0, 100.0)]).covered_seconds == 10


def test_a_replaced_video_starts_uncovered(enrolled, made, watch):
    ada_course = made
    begin(enrolled, ada_course)
    watch.pass_seconds(60)
    assert beat(enrolled, ada_course, [(0.0, 60.0)]).covered_seconds == 60
    replace_video(ada_course)
    assert beat(enrolled, ada_course, []).covered_seconds == 0


def replace_video(made):
    """What happens when a video is discarded: the progress loses its reference too."""
    import sqlalchemy as sa

    from lms_app import composition

    with composition.implementations().engine.begin() as connection:
        connection.execute(sa.text("UPDATE lesson_progress SET media_asset_id = NULL"))


def test_a_revocation_is_not_undone_by_a_report_that_waited(enrolled, made, watch):
    import threading

    import sqlalchemy as sa

    from lms_app import composition

    begin(enrolled, made)
    watch.pass_seconds(100)
    outcomes: list[str] = []

    def report() -> None:
        try:
            beat(enrolled, made, [(0.0, 100.0)])
            outcomes.append("credited")
        except NotFound:
            outcomes.append("refused")

    with composition.implementations().engine.connect() as connection:
        connection.execute(sa.text("SELECT 1 FROM playback_meter FOR UPDATE"))
        waiting = threading.Thread(target=report)
        waiting.start()
        wait_for_a_waiting_lock(connection)
        connection.execute(sa.text("UPDATE enrollment SET status = 'revoked'"))
        connection.commit()
    waiting.join()
    assert outcomes == ["refused"]
    with composition.implementations().engine.connect() as connection:
        assert connection.execute(sa.text("SELECT status FROM enrollment")).scalar() == "revoked"


@pytest.mark.parametrize(
    "played",
    [
        [(50.0, 10.0)],
        [(-100.0, 0.0)],
        [(float("nan"), 90.0)],
        [(0.0, float("inf"))],
        [(200.0, 900.0)],
    ],
)
def test_senseless_spans_count_for_nothing(enrolled, made, watch, played):
    begin(enrolled, made)
    watch.pass_seconds(500)
    assert beat(enrolled, made, played).covered_seconds == 0


def test_what_was_trimmed_is_credited_when_time_has_passed(enrolled, made, watch):
    begin(enrolled, made)
    watch.pass_seconds(10)
    beat(enrolled, made, [(0.0, 100.0)])
    watch.pass_seconds(10)
    assert beat(enrolled, made, [(0.0, 100.0)]).covered_seconds == 40


def test_covered_seconds_never_fall_and_never_pass_the_end(enrolled, made, watch):
    begin(enrolled, made)
    seen = 0
    for step in range(12):
        watch.pass_seconds(10)
        covered = beat(enrolled, made, [(step * 3.0, step * 3.0 + 40.0)]).covered_seconds
        assert seen <= covered <= 100
        seen = covered


def test_position_is_kept_apart_from_coverage(enrolled, made, watch):
    begin(enrolled, made)
    watch.pass_seconds(5)
    beat(enrolled, made, [], 63.0)
    page = enrolled.call(enrollment.get_learn_page, made.slug, made.lesson_ids[0])
    assert (page.resume_seconds, page.lesson_percent) == (60.0, 0)


def test_finishing_every_lesson_finishes_the_course_once(enrolled, made, watch):
    for index in (0, 1):
        begin(enrolled, made, index)
        watch.pass_seconds(100)
        result = beat(enrolled, made, [(0.0, 100.0)], 100.0, index)
    assert result.course_percent == 100
    mine = enrolled.call(enrollment.get_my_courses)
    assert ([c.slug for c in mine.completed], mine.active) == ([made.slug], [])


def test_a_stale_count_completes_nobody(watch):
    """The count of the lesson that was deleted waits for a job; watching on does not add to it."""
    ada, sam = instructor("Ada"), person("Sam")
    made = courses.published(ada, lessons=4)
    sam.call(enrollment.enroll, made.id)
    watch_through(sam, made, watch, 0, 1)
    ada.call(course.delete_lesson, made.lesson_ids[0])
    assert watch_through(sam, made, watch, 2).course_percent == 66
    assert [c.slug for c in sam.call(enrollment.get_my_courses).active] == [made.slug]
    assert watch_through(sam, made, watch, 3).course_percent == 100
    assert [c.slug for c in sam.call(enrollment.get_my_courses).completed] == [made.slug]


def test_deleting_the_last_unfinished_lesson_completes_who_finished_the_rest(watch):
    ada, sam, kim = instructor("Ada"), person("Sam"), person("Kim")
    made = courses.published(ada, lessons=3)
    for who, finished in ((sam, (0, 1)), (kim, (0,))):
        who.call(enrollment.enroll, made.id)
        watch_through(who, made, watch, *finished)
    ada.call(course.delete_lesson, made.lesson_ids[2])
    for _ in range(2):
        as_system(enrollment.recount_completed, made.id)
    assert [c.slug for c in sam.call(enrollment.get_my_courses).completed] == [made.slug]
    assert [c.slug for c in kim.call(enrollment.get_my_courses).active] == [made.slug]
    assert completions_told() == 1


def watch_through(who, made, watch, *indexes):
    result = None
    for index in indexes:
        begin(who, made, index)
        watch.pass_seconds(100)
        result = beat(who, made, [(0.0, 100.0)], 100.0, index)
    return result


def completions_told() -> int:
    import sqlalchemy as sa

    from lms_app import composition

    with composition.implementations().engine.connect() as connection:
        told = sa.text("SELECT count(*) FROM outbox_message WHERE event = 'CourseCompleted'")
        return connection.execute(told).scalar_one()


def test_too_many_ranges_are_refused(enrolled, made, watch):
    with pytest.raises(InvalidInput):
        beat(enrolled, made, [(0.0, 1.0)] * 501)


def test_strangers_write_no_progress(sam, made, watch):
    with pytest.raises(NotAuthenticated):
        beat(Nobody(), made, [(0.0, 10.0)])
    with pytest.raises(NotFound):
        beat(sam, made, [(0.0, 10.0)], index=1)
    assert beat(sam, made, [(0.0, 10.0)], index=0).covered_seconds == 0


def test_revoked_students_write_no_progress(enrolled, made, watch):
    begin(enrolled, made)
    watch.pass_seconds(100)
    root = person("Root", Role.admin)
    enrollment_id = enrollment_of(enrolled, made)
    root.call(enrollment.revoke_enrollment, enrollment_id, reason="refunded")
    with pytest.raises(NotFound):
        beat(enrolled, made, [(0.0, 100.0)], index=1)
    assert beat(enrolled, made, [(0.0, 100.0)], index=0).covered_seconds == 0


def enrollment_of(who, made):
    from sqlmodel import select

    from lms_app import composition
    from lms_app.db.unit_of_work import begin as open_uow
    from lms_app.models import Enrollment

    with open_uow(composition.implementations().engine, read_only=True) as uow:
        return uow.session.exec(
            select(Enrollment.id).where(
                Enrollment.user_id == who.id, Enrollment.course_id == made.id
            )
        ).one()


def test_a_report_costs_seven_statements(enrolled, made, watch):
    begin(enrolled, made)
    watch.pass_seconds(10)
    beat(enrolled, made, [(0.0, 5.0)])
    with counted_statements() as sent:
        assert beat(enrolled, made, [(0.0, 9.0)], 9.0).covered_seconds == 9
    assert len(sent) == 7, sent
