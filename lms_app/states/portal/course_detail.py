"""The page of one course, and enrolling in it."""

from __future__ import annotations

import reflex as rx

from lms_app.core import urls
from lms_app.services.course import get_course
from lms_app.services.course.views import (
    CourseCard,
    CourseDetail,
    InstructorCard,
    SectionRow,
)
from lms_app.services.enrollment import enroll, get_standing
from lms_app.states.base import AppState, parse_id
from lms_app.states.gate import policy

NO_CARD = CourseCard(
    "", "", "", "", "", "", "", "", "", "", "ko", 0, 0, 0, 0, "", 1
)  # fmt: skip
NO_INSTRUCTOR = InstructorCard("", "", "", "", "", 0, 0)


class CourseDetailState(AppState, rx.State):
    """A course and what the caller is to it."""

    phase: str = "loading"
    card: CourseCard = NO_CARD
    description_html: str = ""
    outcomes: list[str] = []
    audience: list[str] = []
    requirements: list[str] = []
    section_count: int = 0
    video_count: int = 0
    article_count: int = 0
    has_captions: bool = False
    best_quality: int = 0
    updated_on: str = ""
    status: str = ""
    sections: list[SectionRow] = []
    instructor: InstructorCard = NO_INSTRUCTOR
    similar: list[CourseCard] = []
    preview_href: str = ""
    learn_href: str = ""
    edit_href: str = ""
    viewer: str = "stranger"
    percent: int = 0
    done_count: int = 0

    @rx.event
    @policy(get_course, get_standing)
    async def load(self):
        """Fill the page from the course its address names."""
        slug = self._slug()
        if self.card.slug != slug:
            self.phase = "loading"
        course = await self._call(get_course, slug)
        self._fill(course)
        standing = await self._call(get_standing, parse_id(course.card.id))
        self.viewer = standing.viewer
        self.percent = standing.percent
        self.done_count = standing.done_count

    @rx.event
    @policy(get_course, enroll, per_minute=30)
    async def enroll(self):
        """Take the course and go to its first lesson; guests sign in first and come back."""
        course = await self._call(get_course, self.card.slug)
        await self._call(enroll, parse_id(course.card.id))
        await self._say("success", "course_page.enrolled")
        return rx.redirect(urls.learn(course.card.slug))

    def _fill(self, course: CourseDetail) -> None:
        """Put the public part in place (also for pages rendered on the server)."""
        self.card = course.card
        self.description_html = course.description_html
        self.outcomes, self.audience = course.outcomes, course.audience
        self.requirements = course.requirements
        self.section_count, self.updated_on = course.section_count, course.updated_on
        self.status, self.sections = course.status, course.sections
        self.instructor, self.similar = course.instructor, course.similar
        kinds = [lesson.kind for section in course.sections for lesson in section.lessons]
        self.video_count, self.article_count = kinds.count("video"), kinds.count("article")
        self.has_captions, self.best_quality = course.has_captions, course.best_quality
        first = course.first_preview_lesson_id
        self.preview_href = urls.learn(course.card.slug, first) if first else ""
        self.learn_href = urls.learn(course.card.slug)
        self.edit_href = urls.INSTRUCTOR_COURSE.replace("[course_id]", course.card.id)
        self.viewer, self.percent, self.done_count = "stranger", 0, 0
        self.phase = "ready"

    def _forget_viewer(self) -> None:
        """Leave open what the visitor is to the course, until it is known."""
        self.viewer = "unknown"
