"""Many people's reports in one transaction: the price of a few, and each on their own."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from lms_app import composition
from lms_app.core import clock
from lms_app.core.actor import Credential
from lms_app.core.errors import DomainError, InvalidInput, NotAuthenticated, NotFound
from lms_app.services import enrollment
from lms_app.services.enrollment import PlaybackReport
from tests.factories import courses
from tests.factories.people import instructor, person
from tests.query_counts import counted_statements

pytestmark = pytest.mark.usefixtures("site")
START = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture
def made():
    return courses.published(instructor("Ada"), lessons=2, seconds=100.0)


@pytest.fixture
def class_of_five(made):
    """Five enrolled people who opened the first lesson half a minute ago."""
    people = [person(f"Student{number}") for number in range(5)]
    with clock.frozen(lambda: START):
        for who in people:
            who.call(enrollment.enroll, made.id)
            who.call(enrollment.begin_playback, made.lesson_ids[0])
    with clock.frozen(lambda: START + timedelta(seconds=30)):
        yield people


def report(made, seconds, index=0):
    return PlaybackReport(made.lesson_ids[index], [(0.0, seconds)], seconds)


def send(*asked):
    return composition.call_many(
        enrollment.report_playback, [(who.credential, item) for who, item in asked]
    )


def stored(made):
    with composition.implementations().engine.connect() as connection:
        rows = connection.execute(
            sa.text(
                "SELECT u.display_name, p.covered_seconds FROM lesson_progress p"
                " JOIN enrollment e ON e.id = p.enrollment_id JOIN user_account u ON u.id = e.user_id"
                " WHERE p.lesson_id = :id"
            ),
            {"id": made.lesson_ids[0]},
        )
        return {row[0]: row[1] for row in rows}


def test_each_is_credited_and_five_cost_the_statements_of_one(class_of_five, made):
    send(*((who, report(made, 5.0)) for who in class_of_five))
    with counted_statements() as sent:
        results = send(*((who, report(made, 10.0 + n)) for n, who in enumerate(class_of_five)))
    assert len(sent) == 7, sent
    assert [result.covered_seconds for result in results] == [10, 11, 12, 13, 14]
    assert stored(made) == {f"Student{n}": 10 + n for n in range(5)}


def test_who_is_refused_is_refused_alone(class_of_five, made):
    first, second, *_ = class_of_five
    stranger = person("Stranger")
    results = composition.call_many(
        enrollment.report_playback,
        [
            (first.credential, report(made, 20.0)),
            (Credential(), report(made, 20.0)),
            (Credential(session_token="made up"), report(made, 20.0)),
            (stranger.credential, report(made, 20.0, index=1)),
            (second.credential, PlaybackReport(made.lesson_ids[0], [(0.0, 1.0)] * 501, 1.0)),
            (second.credential, PlaybackReport(made.id, [(0.0, 1.0)], 1.0)),
            (second.credential, report(made, 21.0)),
        ],
    )
    kinds = [type(result) for result in results if isinstance(result, DomainError)]
    assert kinds == [NotAuthenticated, NotAuthenticated, NotFound, InvalidInput, NotFound]
    assert stored(made) == {"Student0": 20, "Student1": 21}


def test_tabs_of_one_person_share_the_meter_within_a_group(class_of_five, made):
    sam = class_of_five[0]
    results = send(
        (sam, PlaybackReport(made.lesson_ids[0], [(0.0, 40.0)], 40.0)),
        (sam, PlaybackReport(made.lesson_ids[0], [(40.0, 100.0)], 99.0)),
    )
    assert [result.covered_seconds for result in results] == [60, 60]
    assert [result.lesson_done for result in results] == [False, False]


def test_a_completion_within_a_group_is_told_once(class_of_five, made):
    sam, kim, *_ = class_of_five
    with clock.frozen(lambda: START + timedelta(seconds=60)):
        whole = report(made, 100.0)
        results = send((sam, whole), (kim, report(made, 30.0)), (sam, whole))
    assert [(result.newly_done, result.lesson_done) for result in results] == [
        (True, True),
        (False, False),
        (False, True),
    ]
    assert [result.course_percent for result in results] == [50, 0, 50]
    with composition.implementations().engine.connect() as connection:
        told = sa.text("SELECT count(*) FROM outbox_message WHERE event = 'LessonCompleted'")
        assert connection.execute(told).scalar_one() == 1


def test_the_revoked_of_a_group_keep_what_they_had(class_of_five, made):
    sam, kim, *_ = class_of_five
    send((sam, report(made, 7.0)), (kim, report(made, 7.0)))
    with composition.implementations().engine.begin() as connection:
        connection.execute(
            sa.text("UPDATE enrollment SET status = 'revoked' WHERE user_id = :id"), {"id": sam.id}
        )
    refused, credited = send((sam, report(made, 20.0)), (kim, report(made, 20.0)))
    assert refused.covered_seconds == 0  # the first lesson is a preview: answered, not recorded
    assert credited.covered_seconds == 20
    assert stored(made) == {"Student0": 7, "Student1": 20}


@pytest.mark.parametrize("broken_rule", ["unique_violation", "check_violation"])
def test_rows_that_break_the_transaction_cost_only_their_owner(class_of_five, made, broken_rule):
    """A trigger stands for whatever a later rule of the database may refuse, a bug of ours too."""
    kim, sam, lee, *_ = class_of_five
    with composition.implementations().engine.begin() as connection:
        connection.execute(
            sa.text(
                "CREATE FUNCTION refuse_nines() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                f" IF NEW.covered_seconds = 9 THEN RAISE {broken_rule}; END IF;"
                " RETURN NEW; END $$;"
                "CREATE TRIGGER refuse_nines BEFORE UPDATE ON lesson_progress"
                " FOR EACH ROW EXECUTE FUNCTION refuse_nines()"
            )
        )
    try:
        first, broken, last = send(
            *(
                (who, report(made, seconds))
                for who, seconds in ((kim, 8.0), (sam, 9.0), (lee, 10.0))
            )
        )
    finally:
        with composition.implementations().engine.begin() as connection:
            connection.execute(sa.text("DROP FUNCTION refuse_nines CASCADE"))
    assert isinstance(broken, Exception)
    assert isinstance(broken, DomainError) == (broken_rule == "unique_violation")
    assert (first.covered_seconds, last.covered_seconds) == (8, 10)
    assert stored(made) == {"Student0": 8, "Student2": 10}
