"""What both pages of the builder share: which course, its standing, what is missing to publish."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import reflex as rx

from lms_app.core import urls
from lms_app.services.course import archive_course, get_course_editor, publish_course
from lms_app.services.course.views import CourseEditor
from lms_app.states.base import AppState, parse_id
from lms_app.states.gate import policy


@dataclass(frozen=True)
class CheckRow:
    """One condition of publishing and where it can be met."""

    key: str
    is_met: bool
    href: str


def course_href(course_id: str) -> str:
    return urls.INSTRUCTOR_COURSE.replace("[course_id]", course_id)


def curriculum_href(course_id: str) -> str:
    return urls.INSTRUCTOR_CURRICULUM.replace("[course_id]", course_id)


class BuilderState(AppState, rx.State):
    """The head and the right rail of the builder. Both pages fill it with what they load."""

    editing_id: str = ""
    title: str = ""
    slug: str = ""
    status: str = ""
    language: str = "ko"
    section_count: int = 0
    lesson_count: int = 0
    duration_seconds: int = 0
    enrollment_count: int = 0
    checks: list[CheckRow] = []
    met_count: int = 0
    can_publish: bool = False
    taken_down_reason: str = ""
    basics_href: str = ""
    lessons_href: str = ""
    public_href: str = ""

    @rx.event
    @policy(publish_course, get_course_editor, per_minute=30)
    async def publish(self):
        """Put the course into the catalogue."""
        await self._call(publish_course, self._course_id())
        await self._reload()
        await self._say("success", "builder.published")

    @rx.event
    @policy(archive_course, get_course_editor, per_minute=30)
    async def unpublish(self):
        """Take the course out of the catalogue."""
        await self._call(archive_course, self._course_id())
        await self._reload()
        await self._say("success", "builder.unpublished")

    def _course_id(self) -> UUID:
        return parse_id(self.editing_id)

    def _routed_id(self) -> UUID:
        """Return the course of the address: /instructor/courses/<id>[/curriculum]."""
        parts = str(self.router.url.path).strip("/").split("/")
        return parse_id(parts[2] if len(parts) > 2 else "")

    async def _reload(self) -> CourseEditor:
        editor = await self._call(get_course_editor, self._course_id())
        self._fill(editor)
        return editor

    def _fill(self, editor: CourseEditor) -> None:
        self.editing_id = editor.id
        self.title, self.slug, self.status = editor.title, editor.slug, editor.status
        self.language = editor.language
        self.section_count, self.lesson_count = len(editor.sections), editor.lesson_count
        self.duration_seconds = editor.duration_seconds
        self.enrollment_count = editor.enrollment_count
        self.basics_href = course_href(editor.id)
        self.lessons_href = curriculum_href(editor.id)
        self.public_href = urls.course(editor.slug)
        self.checks = [
            CheckRow(item.key, item.is_met, self._place(item.key)) for item in editor.checklist
        ]
        self.met_count = sum(item.is_met for item in editor.checklist)
        self.can_publish = editor.can_publish
        self.taken_down_reason = editor.taken_down_reason

    def _place(self, key: str) -> str:
        in_basics = {"checklist.title": "#title", "checklist.description": "#description_md"}
        return self.basics_href + in_basics[key] if key in in_basics else self.lessons_href
