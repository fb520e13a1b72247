"""The home page: shelves for everybody, and where to go on for who is signed in."""

from __future__ import annotations

import reflex as rx

from lms_app.core import urls
from lms_app.services.course import get_home
from lms_app.services.course.views import CategoryRow, CourseCard, HomePage
from lms_app.services.enrollment import MyCourseCard, get_my_courses
from lms_app.states.base import AppState
from lms_app.states.gate import policy
from lms_app.states.session import SessionState

CONTINUING = 3


class HomeState(AppState, rx.State):
    """Shelves and the card to resume."""

    phase: str = "loading"
    is_empty: bool = False
    popular: list[CourseCard] = []
    newest: list[CourseCard] = []
    categories: list[CategoryRow] = []
    hero: list[CourseCard] = []
    hero_href: str = ""
    course_count: int = 0
    lesson_count: int = 0
    instructor_count: int = 0
    resume: list[MyCourseCard] = []
    continuing: list[MyCourseCard] = []
    is_own_loaded: bool = False

    @rx.event
    @policy(get_home, for_signed_in=[get_my_courses])
    async def load(self):
        """Fill the page when it opens."""
        self._fill(await self._call(get_home))
        session = await self.get_state(SessionState)
        self.resume, self.continuing = [], []
        if session.is_signed_in:
            await self._load_own()
        self.is_own_loaded = True

    async def _load_own(self) -> None:
        mine = await self._call(get_my_courses, most_active=1 + CONTINUING)
        self.resume = [mine.resume] if mine.resume else []
        resumed = mine.resume.course_id if mine.resume else ""
        others = [card for card in mine.active if card.course_id != resumed]
        self.continuing = others[:CONTINUING]

    def _fill(self, home: HomePage) -> None:
        """Put the public part in place (also for pages rendered on the server)."""
        self.popular = home.popular
        self.newest = home.newest
        self.categories = [row for row in home.categories if row.course_count]
        # Before the first video is ready the most popular course stands in the picture.
        hero = home.hero or next(iter(home.popular), None)
        self.hero = [hero] if hero else []
        self.hero_href = _hero_href(hero, home.hero_lesson_id)
        self.course_count = home.course_count
        self.is_empty = not home.course_count
        self.lesson_count = home.lesson_count
        self.instructor_count = home.instructor_count
        self.phase = "ready"


def _hero_href(hero: CourseCard | None, lesson_id: str) -> str:
    if hero is None:
        return urls.COURSES
    return urls.learn(hero.slug, lesson_id) if lesson_id else urls.course(hero.slug)
