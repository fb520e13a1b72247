"""The public page of somebody who teaches."""

from __future__ import annotations

import reflex as rx

from lms_app.core import urls
from lms_app.services.course import InstructorPage, ProfileLink, get_instructor
from lms_app.services.course.views import CourseCard
from lms_app.states.base import AppState
from lms_app.states.gate import policy


class InstructorPageState(AppState, rx.State):
    """Their words, links and courses; nothing of it is private."""

    phase: str = "loading"
    user_key: str = ""
    name: str = ""
    handle: str = ""
    headline: str = ""
    bio_html: str = ""
    links: list[ProfileLink] = []
    avatar_url: str = ""
    course_count: int = 0
    student_count: int = 0
    since_year: int = 0
    courses: list[CourseCard] = []

    @rx.event
    @policy(get_instructor)
    async def load(self):
        """Fill the page from the handle its address names; a former one leads to the present."""
        handle = self._slug()
        if self.handle != handle:
            self.phase = "loading"
        self._fill(await self._call(get_instructor, handle))
        if self.handle != handle:
            await self._go(urls.instructor(self.handle))

    def _fill(self, page: InstructorPage) -> None:
        """Put the page in place (also for pages rendered on the server)."""
        self.user_key, self.name, self.handle = page.user_id, page.name, page.handle
        self.headline, self.bio_html, self.links = page.headline, page.bio_html, page.links
        self.avatar_url, self.courses = page.avatar_url, page.courses
        self.course_count, self.student_count = page.course_count, page.student_count
        self.since_year = page.since_year
        self.phase = "ready"
