"""What I learn, and where I go on."""

from __future__ import annotations

from typing import Literal

import reflex as rx

from lms_app.services.course import get_home
from lms_app.services.course.views import CourseCard
from lms_app.services.enrollment import MyCourseCard, get_my_courses
from lms_app.states.base import AppState
from lms_app.states.gate import Payload, policy

SUGGESTED = 3


class TabChoice(Payload):
    tab: Literal["active", "completed", "notes", "certificates"]


class MyCoursesState(AppState, rx.State):
    """Enrolled courses by last activity; previews to try for who has none."""

    phase: str = "loading"
    tab: str = "active"
    resume: list[MyCourseCard] = []
    active: list[MyCourseCard] = []
    completed: list[MyCourseCard] = []
    suggested: list[CourseCard] = []

    @rx.event
    @policy(get_my_courses, get_home)
    async def load(self):
        """Fill the page when it opens."""
        asked = str(self.router.url.query_parameters.get("tab", ""))
        if asked in {"notes", "certificates"}:
            self.tab = asked
        mine = await self._call(get_my_courses)
        self.resume = [mine.resume] if mine.resume else []
        self.active, self.completed = mine.active, mine.completed
        self.suggested = []
        if not mine.active:
            self.suggested = await self._previews(mine.completed)
        self.phase = "ready"

    @rx.event
    @policy(payload=TabChoice)
    async def show(self, tab: str):
        """Change between courses in progress and finished ones."""
        self.tab = tab

    async def _previews(self, known: list[MyCourseCard]) -> list[CourseCard]:
        home = await self._call(get_home)
        mine = {card.course_id for card in known}
        playable = [c for c in home.popular if c.preview_count and c.id not in mine]
        return playable[:SUGGESTED]
