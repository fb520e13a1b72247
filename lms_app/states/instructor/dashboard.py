"""The instructor's first page: real totals, own courses, and the way to the first publish."""

from __future__ import annotations

from dataclasses import dataclass

import reflex as rx

from lms_app.core import urls
from lms_app.core.pagination import PageRequest
from lms_app.services.course import list_own_courses
from lms_app.services.course.views import OwnCourseRow
from lms_app.services.reporting import (
    InstructorOverview,
    RecentStudent,
    get_instructor_overview,
    list_recent_students,
)
from lms_app.services.user import get_teaching
from lms_app.states.base import AppState
from lms_app.states.gate import policy

SHOWN_COURSES = 6
NO_TOTALS = InstructorOverview("", 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)


@dataclass(frozen=True)
class Step:
    """One step of the onboarding; `name` picks its texts, exactly one step is current."""

    name: str
    href: str
    is_done: bool
    is_current: bool


class InstructorDashboardState(AppState, rx.State):
    """Totals, courses and steps; who has no profile yet is led to open one."""

    phase: str = "loading"
    display_name: str = ""
    totals: InstructorOverview = NO_TOTALS
    courses: list[OwnCourseRow] = []
    course_total: int = 0
    students: list[RecentStudent] = []
    steps: list[Step] = []
    done_count: int = 0

    @rx.event
    @policy(get_teaching, get_instructor_overview, list_own_courses, list_recent_students)
    async def load(self):
        """Fill the page."""
        teaching = await self._call(get_teaching)
        if teaching.state != "approved":
            return rx.redirect(urls.INSTRUCTOR_START, replace=True)
        self.display_name = teaching.display_name
        self.totals = await self._call(get_instructor_overview)
        page = await self._call(list_own_courses, PageRequest(size=SHOWN_COURSES))
        self.courses, self.course_total = page.rows, page.total
        self.students = await self._call(list_recent_students)
        self.steps = first_steps(self.totals)
        self.done_count = sum(step.is_done for step in self.steps)
        self.phase = "ready"
        return None


def first_steps(totals: InstructorOverview) -> list[Step]:
    """Return the steps to the first publish, none once a course was published."""
    if totals.ever_published_count:
        return []
    course = urls.INSTRUCTOR_COURSES + "?new=1"
    lessons = course
    if totals.first_course_id:
        course = urls.INSTRUCTOR_COURSE.replace("[course_id]", totals.first_course_id)
        lessons = urls.INSTRUCTOR_CURRICULUM.replace("[course_id]", totals.first_course_id)
    done = [
        ("profile", urls.SETTINGS, True),
        ("course", course, totals.course_count > 0),
        ("video", lessons, totals.media_ready_count > 0),
        ("publish", lessons, False),
    ]
    current = next(name for name, _, is_done in done if not is_done)
    return [Step(name, href, is_done, name == current) for name, href, is_done in done]
