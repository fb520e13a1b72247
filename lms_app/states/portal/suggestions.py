"""Three courses for pages that lead nowhere else."""

from __future__ import annotations

import reflex as rx

from lms_app.services.course import get_home
from lms_app.services.course.views import CourseCard, HomePage
from lms_app.states.base import AppState
from lms_app.states.gate import policy

COUNT = 3


class SuggestionState(AppState, rx.State):
    """What many people started."""

    cards: list[CourseCard] = []

    @rx.event
    @policy(get_home)
    async def load(self):
        """Fetch them once."""
        if not self.cards:
            self._fill(await self._call(get_home))

    def _fill(self, home: HomePage) -> None:
        """Put them in place (also for pages rendered on the server)."""
        self.cards = home.popular[:COUNT]
