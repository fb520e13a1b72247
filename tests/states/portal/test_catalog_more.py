"""More results under those that are there."""

import asyncio

import pytest

from lms_app.states.portal.catalog import CatalogState
from tests.factories import courses
from tests.factories.people import Nobody, instructor
from tests.states.learn.opened import opened

pytestmark = pytest.mark.usefixtures("site")


def test_there_is_no_more_beyond_the_last_page():
    courses.published(instructor("Ada"))
    state = opened(CatalogState, "/courses", Nobody())

    async def call_again() -> None:
        await CatalogState.load.fn(state)
        for _ in range(3):
            await CatalogState.more.fn(state)

    asyncio.run(call_again())
    assert (state.number, state.pages, len(state.cards)) == (1, 1, 1)
