"""What I learn: everything for its own page, the first few for the home page."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from lms_app import composition
from lms_app.core import urls
from lms_app.services import enrollment
from lms_app.states.portal.home import HomeState
from lms_app.states.session import SessionState
from tests.factories import courses
from tests.factories.people import instructor, person
from tests.states.learn.opened import opened

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture
def sam():
    """Somebody with six courses, the one enrolled in last finished."""
    ada, sam = instructor("Ada"), person("Sam")
    for number in range(6):
        made = courses.published(ada, f"Course {number}", lessons=1)
        enrolled = sam.call(enrollment.enroll, made.id)
    with composition.implementations().engine.begin() as connection:
        done = sa.text("UPDATE enrollment SET status = 'completed' WHERE id = :id")
        connection.execute(done, {"id": enrolled})
    return sam


def test_all_of_them_or_the_first_in_progress(sam):
    mine = sam.call(enrollment.get_my_courses)
    assert [card.title for card in mine.completed] == ["Course 5"]
    assert [card.title for card in mine.active] == [f"Course {n}" for n in (4, 3, 2, 1, 0)]
    few = sam.call(enrollment.get_my_courses, most_active=4)
    assert [card.title for card in few.active] == [f"Course {n}" for n in (4, 3, 2, 1)]
    assert few.completed == []
    assert few.resume == few.active[0]
    assert "X-Amz-Signature" in few.resume.poster_url


async def test_the_home_page_asks_for_the_four_it_shows(sam):
    state = opened(HomeState, urls.HOME, sam)
    await SessionState.load.fn(await state.get_state(SessionState))
    await HomeState.load.fn(state)
    assert [card.title for card in state.resume] == ["Course 4"]
    assert [card.title for card in state.continuing] == ["Course 3", "Course 2", "Course 1"]
