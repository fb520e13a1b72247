"""Commands of many callers, entered together by the event loop of one process."""

import asyncio

import pytest

from lms_app import composition
from lms_app.api import gathered
from lms_app.core.actor import Credential
from lms_app.core.errors import NotAuthenticated, NotFound, PortUnavailable
from lms_app.services import enrollment
from lms_app.services.enrollment import PlaybackReport
from tests.factories import courses
from tests.factories.people import instructor, person
from tests.query_counts import counted_statements

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture
def made():
    return courses.published(instructor("Ada"), lessons=2, seconds=100.0)


async def test_who_comes_within_a_moment_goes_together_and_hears_of_their_own(made):
    people = [person(f"Student{number}") for number in range(6)]
    for who in people:
        who.call(enrollment.enroll, made.id)
    report = PlaybackReport(made.lesson_ids[1], [(0.0, 5.0)], 5.0)
    reports = gathered.Gathered(enrollment.report_playback)
    callers = [*(who.credential for who in people), Credential()]
    callers.append(person("Stranger").credential)
    with counted_statements() as sent:
        answers = await asyncio.gather(
            *(reports.call(caller, report) for caller in callers), return_exceptions=True
        )
    assert [answer.lesson_done for answer in answers[:6]] == [False] * 6
    assert [type(answer) for answer in answers[6:]] == [NotAuthenticated, NotFound]
    assert len(sent) == 11, sent  # one group; meters and rows are added first, 4 statements more
    again = await reports.call(people[0].credential, report)
    assert again.course_percent == 0


async def test_a_caller_who_leaves_takes_nobody_along(made):
    sam, kim = person("Sam"), person("Kim")
    for who in (sam, kim):
        who.call(enrollment.enroll, made.id)
    report = PlaybackReport(made.lesson_ids[1], [], 40.0)
    reports = gathered.Gathered(enrollment.report_playback)
    leaving = asyncio.create_task(reports.call(sam.credential, report))
    staying = asyncio.create_task(reports.call(kim.credential, report))
    await asyncio.sleep(0)
    leaving.cancel()
    assert (await staying).covered_seconds == 0
    page = sam.call(enrollment.get_learn_page, made.slug, made.lesson_ids[1])
    assert page.resume_seconds == 37.0  # the closing page's report stands


async def test_without_a_database_everybody_hears_it_and_the_next_group_goes(made, monkeypatch):
    sam = person("Sam")
    sam.call(enrollment.enroll, made.id)
    report = PlaybackReport(made.lesson_ids[1], [], 40.0)
    reports = gathered.Gathered(enrollment.report_playback)
    whole = composition.call_many

    def away(*_):
        raise PortUnavailable("database", "test")

    monkeypatch.setattr(composition, "call_many", away)
    answers = await asyncio.gather(
        *(reports.call(sam.credential, report) for _ in range(3)), return_exceptions=True
    )
    assert {type(answer) for answer in answers} == {PortUnavailable}
    monkeypatch.setattr(composition, "call_many", whole)
    assert (await reports.call(sam.credential, report)).covered_seconds == 0
