"""The learn page of one lesson. Watching itself never comes here: the player reports over HTTP."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID, uuid4

import reflex as rx

from lms_app.core import urls
from lms_app.core.errors import DomainError, NotAuthenticated, NotFound
from lms_app.services import enrollment
from lms_app.services.course import get_course
from lms_app.services.course.views import CourseCard
from lms_app.services.enrollment import complete_article, get_learn_page, get_standing
from lms_app.services.enrollment.views import LearnPage, LearnSection, TranscriptLine
from lms_app.states.base import AppState, parse_id
from lms_app.states.gate import Payload, policy

NO_PAGE = LearnPage(
    course_id="", slug="", course_title="", course_language="ko", instructor_name="",
    category_slug="", cover_word="", viewer="preview", percent=0, done_count=0, lesson_count=0,
    remaining_seconds=0, sections=[], lesson_id="", lesson_number="", lesson_title="",
    lesson_kind="", lesson_done=False, lesson_percent=0, body_html="", duration_seconds=0,
    playlist_url="", poster_url="", sprites_url="", captions=[], transcript={}, resume_seconds=0.0,
    previous_lesson_id="", next_lesson_id="", next_lesson_title="",
)  # fmt: skip


class LessonDone(Payload):
    lesson_id: str


class LearnState(AppState, rx.State):
    """One lesson with its surroundings, or why it cannot be opened."""

    phase: str = "loading"
    page: LearnPage = NO_PAGE
    transcript: dict[str, list[TranscriptLine]] = {}
    here: list[LearnSection] = []
    closed_course: list[CourseCard] = []
    preview_href: str = ""
    sign_in_href: str = ""
    # The state outlives the page: after a reload the last lesson arrives first, with the place
    # where it stood then. The player waits for the name of a new visit.
    visit: str = ""

    @rx.event
    @policy(get_learn_page, get_course, get_standing)
    async def load(self):
        """Open the lesson that the address names; within a course the page stays while it loads."""
        slug, lesson = self._asked()
        if self.page.slug != slug:
            self.phase, self.page = "loading", NO_PAGE
        self.sign_in_href = urls.sign_in(urls.learn(slug, lesson or None))
        try:
            page = await self._call(get_learn_page, slug, _lesson_id(lesson))
            second = self._second(page)
            self._show(page if second is None else replace(page, resume_seconds=second))
            self.visit = uuid4().hex
        except (NotFound, NotAuthenticated) as error:
            await self._explain(slug, error)

    @rx.event
    @policy(get_course, get_learn_page, enrollment.enroll, per_minute=30)
    async def enroll(self):
        """Take the free course and open the lesson at once."""
        slug, lesson = self._asked()
        course = await self._call(get_course, slug)
        await self._call(enrollment.enroll, parse_id(course.card.id))
        await self._say("success", "course_page.enrolled")
        self._show(await self._call(get_learn_page, slug, _lesson_id(lesson)))
        self.visit = uuid4().hex

    @rx.event
    @policy()
    async def leave(self):
        """The page was left: nothing of it may flash up when another course is opened."""
        self.phase, self.page, self.transcript, self.here = "loading", NO_PAGE, {}, []

    @rx.event
    @policy(get_learn_page, complete_article, payload=LessonDone)
    async def mark_read(self, lesson_id: str):
        """Complete the article that was read and go on, unless another lesson is open by now."""
        await self._call(complete_article, parse_id(lesson_id))
        if lesson_id != self.page.lesson_id:
            return None
        slug, following = self.page.slug, self.page.next_lesson_id
        if following:
            return rx.redirect(urls.learn(slug, following))
        self._show(await self._call(get_learn_page, slug, parse_id(lesson_id)))
        return None

    @rx.event
    @policy(get_learn_page, payload=LessonDone)
    async def lesson_done(self, lesson_id: str):
        """The player was told that a lesson is complete: read lists and percentages again.

        It need not be the one that is open: the last report of a lesson is answered after it.
        """
        if any(row.id == lesson_id for section in self.page.sections for row in section.lessons):
            here = parse_id(self.page.lesson_id)
            self._show(await self._call(get_learn_page, self.page.slug, here))

    def _asked(self) -> tuple[str, str]:
        """Return slug and lesson id as the address has them."""
        return self._slug(), str(self.router.url.query_parameters.get("l", ""))

    def _second(self, page: LearnPage) -> float | None:
        """Return the second that the address names (`t`), if the video is that long."""
        asked = str(self.router.url.query_parameters.get("t", ""))[:8]
        if not (asked.isascii() and asked.isdigit()):
            return None
        return float(asked) if int(asked) < max(1, page.duration_seconds) else None

    def _show(self, page: LearnPage) -> None:
        if page.lesson_id != self.page.lesson_id:
            self.transcript = page.transcript
        self.here = [
            section
            for section in page.sections
            if any(lesson.id == page.lesson_id for lesson in section.lessons)
        ]
        self.page = replace(page, transcript={})
        self.phase = "ready"

    async def _explain(self, slug: str, error: DomainError) -> None:
        """Say why the lesson stays closed, beside its course if that may be seen."""
        self.page, self.transcript, self.closed_course = NO_PAGE, {}, []
        is_closed = isinstance(error, NotAuthenticated) or error.key == "error.lesson_locked"
        if not is_closed:
            self.phase = "not_found"
            return
        course = await self._call(get_course, slug)
        self.closed_course = [course.card]
        first = course.first_preview_lesson_id
        self.preview_href = urls.learn(slug, first) if first else ""
        standing = await self._call(get_standing, parse_id(course.card.id))
        locked = "revoked" if standing.viewer == "revoked" else "locked"
        self.phase = "sign_in" if isinstance(error, NotAuthenticated) else locked


def _lesson_id(text: str) -> UUID | None:
    return parse_id(text) if text else None
