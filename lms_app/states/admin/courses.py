"""Every course of the site, found by text and status."""

from __future__ import annotations

import reflex as rx

from lms_app.core import urls
from lms_app.services.auth import ensure_proved
from lms_app.services.course import allow_course, take_down_course
from lms_app.services.course.views import OwnCourseRow
from lms_app.services.reporting import list_all_courses
from lms_app.states.admin.asking import ReasonForm, Shown
from lms_app.states.admin.list_address import ListAddress
from lms_app.states.base import AppState, parse_id
from lms_app.states.gate import Payload, policy

NAMES = ("q", "status")


class StatusChoice(Payload):
    value: str


class CourseId(Payload):
    course_id: str


class AdminCoursesState(AppState, rx.State):
    """One page of courses, and the course that is asked about."""

    phase: str = "loading"
    rows: list[OwnCourseRow] = []
    total: int = 0
    number: int = 1
    pages: int = 1
    text: str = ""
    status: str = ""
    page_prefix: str = ""
    text_cleared_href: str = ""
    errors: dict[str, str] = {}
    is_asking: bool = False
    target_id: str = ""
    target_title: str = ""
    target_is_taken_down: bool = False

    @rx.event
    @policy(list_all_courses)
    async def load(self):
        """Fill the list from its address."""
        address = self._address()
        page = await self._call(
            list_all_courses,
            text=address.get("q"),
            status=address.get("status"),
            request=address.request,
        )
        self.rows, self.total = page.rows, page.total
        self.number, self.pages = page.number, page.pages
        self.text, self.status = address.get("q"), address.get("status")
        self.page_prefix = address.page_prefix
        self.text_cleared_href = address.href(q="")
        self.phase = "ready"

    @rx.event
    @policy(payload=StatusChoice)
    async def filter_by(self, value: str):
        """Show only courses of one status; the address says which."""
        return rx.redirect(self._address().href(status=value))

    @rx.event
    @policy(ensure_proved, payload=CourseId)
    async def ask(self, course_id: str):
        """Ask for the reason to take a course down or to allow it, once it is sure who asks."""
        await self._call(ensure_proved)
        found = [row for row in self.rows if row.id == course_id]
        if found:
            self.target_id, self.target_title = found[0].id, found[0].title
            self.target_is_taken_down = found[0].is_taken_down
            self.errors, self.is_asking = {}, True

    @rx.event
    @policy(payload=Shown)
    async def show_question(self, is_open: bool):
        """Close (or open) the question."""
        self.is_asking = is_open

    @rx.event
    @policy(take_down_course, allow_course, list_all_courses, payload=ReasonForm, per_minute=60)
    async def decide(self, form_data: dict[str, str]):
        """Take the course down that was asked about, or allow it again."""
        self.errors = {}
        use_case = allow_course if self.target_is_taken_down else take_down_course
        await self._call(use_case, parse_id(self.target_id), reason=form_data["reason"])
        self.is_asking = False
        key = "admin.allowed" if self.target_is_taken_down else "admin.taken_down"
        await self._say("success", key, title=self.target_title)
        return AdminCoursesState.load

    def _address(self) -> ListAddress:
        return ListAddress.parse(urls.ADMIN_COURSES, str(self.router.url.query), NAMES)
