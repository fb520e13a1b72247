"""All courses of an instructor, and starting a new one."""

from __future__ import annotations

from urllib.parse import parse_qs

import reflex as rx

from lms_app.core import urls
from lms_app.core.pagination import PageRequest
from lms_app.services.course import CourseTexts, create_course, list_categories, list_own_courses
from lms_app.services.course.views import CategoryRow, OwnCourseRow
from lms_app.services.user import get_teaching
from lms_app.states.base import AppState
from lms_app.states.forms import FormFields
from lms_app.states.gate import Payload, policy

PAGE_SIZE = 50


class NewCourseFields(FormFields):
    title: str
    category_slug: str
    level: str
    language: str


class NewCourseForm(Payload):
    form_data: NewCourseFields


class Shown(Payload):
    is_open: bool


class InstructorCoursesState(AppState, rx.State):
    """The list, its pages, and the dialog of a new course."""

    phase: str = "loading"
    courses: list[OwnCourseRow] = []
    total: int = 0
    number: int = 1
    pages: int = 1
    categories: list[CategoryRow] = []
    is_creating: bool = False
    errors: dict[str, str] = {}

    @rx.event
    @policy(get_teaching, list_own_courses, list_categories)
    async def load(self):
        """Fill the list; `?new=1` opens the dialog, `?page=` another page."""
        teaching = await self._call(get_teaching)
        if teaching.state != "approved":
            return rx.redirect(urls.INSTRUCTOR_START, replace=True)
        query = parse_qs(str(self.router.url.query)[:500])
        wanted = query.get("page", ["1"])[0]
        number = int(wanted) if wanted.isdecimal() and len(wanted) < 6 else 1
        page = await self._call(list_own_courses, PageRequest(number, PAGE_SIZE))
        self.courses, self.total = page.rows, page.total
        self.number, self.pages = page.number, page.pages
        self.categories = await self._call(list_categories)
        self.is_creating = "new" in query
        self.errors = {}
        self.phase = "ready"
        return None

    @rx.event
    @policy(payload=Shown)
    async def show_dialog(self, is_open: bool):
        """Open or close the dialog of a new course."""
        self.is_creating = is_open
        self.errors = {}

    @rx.event
    @policy(create_course, payload=NewCourseForm, per_minute=30)
    async def create(self, form_data: dict[str, str]):
        """Create a draft and open it in the builder."""
        self.errors = {}
        texts = CourseTexts(
            title=form_data["title"],
            category_slug=form_data["category_slug"],
            level=form_data["level"],
            language=form_data["language"],
        )
        course_id = await self._call(create_course, texts=texts)
        self.is_creating = False
        return rx.redirect(urls.INSTRUCTOR_COURSE.replace("[course_id]", course_id))
