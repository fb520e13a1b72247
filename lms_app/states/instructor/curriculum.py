"""The tree of sections and lessons: showing, adding, naming, moving, and following its videos."""

from __future__ import annotations

import asyncio
from uuid import uuid4

import reflex as rx

from lms_app import i18n
from lms_app.core.config import settings
from lms_app.core.errors import DomainError
from lms_app.services.course import (
    add_lesson,
    add_section,
    get_course_editor,
    move_lesson,
    move_section,
    rename_section,
    update_lesson,
)
from lms_app.services.course.views import CourseEditor, EditorSection
from lms_app.states.base import AppState, parse_id
from lms_app.states.gate import policy
from lms_app.states.instructor.builder import BuilderState
from lms_app.states.instructor.curriculum_rows import (
    LessonWork,
    find_lesson,
    next_place,
    section_index,
    settled,
    work_of,
)
from lms_app.states.instructor.payloads import (
    LessonTitle,
    Move,
    NewLesson,
    NewSection,
    SectionTitle,
    UploadChange,
)

POLL_SECONDS = 1.5
FOLLOW_SECONDS = 10  # the page asks again while somebody looks at it


class CurriculumState(AppState, rx.State):
    """The tree as rows. `work` moves while videos are worked on, `sections` only with the tree."""

    phase: str = "loading"
    sections: list[EditorSection] = []
    work: dict[str, LessonWork] = {}
    is_working: bool = False
    version: int = 0
    announcement: str = ""
    refused_text: str = ""
    refused_in: str = ""
    refused_seq: int = 0
    limit_bytes: int = 0
    limit_gb: int = 0
    _follower: str = ""

    @rx.event
    @policy(get_course_editor)
    async def load(self):
        """Fill the tree of the course in the address, and follow its videos."""
        builder = await self.get_state(BuilderState)
        course_id = builder._routed_id()
        if builder.editing_id != str(course_id):
            self.phase = "loading"
        editor = await self._call(get_course_editor, course_id)
        builder._fill(editor)
        self._fill(editor)
        self.limit_bytes = settings().max_upload_bytes
        self.limit_gb = max(1, self.limit_bytes // 1024**3)
        self.announcement = ""
        self.phase = "ready"
        return CurriculumState.follow

    @rx.event(background=True)
    @policy(get_course_editor)
    async def follow(self):
        """Ask for the tree while videos are worked on; send something only when it changed."""
        async with self:
            if not self.is_working:
                return
            me = self._follower = uuid4().hex
            course_id = (await self.get_state(BuilderState))._course_id()
        known = None
        for _ in range(int(FOLLOW_SECONDS / POLL_SECONDS)):
            await asyncio.sleep(POLL_SECONDS)
            editor = await self._call(get_course_editor, course_id)
            if editor == known:
                continue
            known = editor
            async with self:
                if not await self._take(editor, me):
                    return

    @rx.event
    @policy(get_course_editor, payload=UploadChange)
    async def upload_changed(self, lesson: str, what: str):
        """An upload of this tab started, finished, failed or was cancelled."""
        await self._refresh()
        if what == "finished":
            title = find_lesson(self.sections, lesson).title
            await self._say("success", "curriculum.uploaded", title=title)
        return CurriculumState.follow

    @rx.event
    @policy(add_section, get_course_editor, payload=NewSection)
    async def add_section(self, text: str):
        """Add a section at the end."""
        builder = await self.get_state(BuilderState)
        try:
            await self._call(add_section, builder._course_id(), title=text)
        except DomainError:
            self._give_back(text, "")
            raise
        await self._refresh()

    @rx.event
    @policy(add_lesson, get_course_editor, payload=NewLesson)
    async def add_lesson(self, section_id: str, text: str, kind: str):
        """Add a lesson at the end of a section."""
        try:
            await self._call(add_lesson, parse_id(section_id), title=text, kind=kind)
        except DomainError:
            self._give_back(text, section_id)
            raise
        await self._refresh()

    @rx.event
    @policy(rename_section, get_course_editor, payload=SectionTitle)
    async def rename_section(self, section_id: str, text: str):
        """Give a section another title."""
        await self._call(rename_section, parse_id(section_id), title=text)
        await self._refresh()

    @rx.event
    @policy(update_lesson, get_course_editor, payload=LessonTitle)
    async def rename_lesson(self, lesson_id: str, text: str):
        """Give a lesson another title."""
        await self._call(update_lesson, parse_id(lesson_id), title=text)
        await self._refresh()

    @rx.event
    @policy(move_lesson, move_section, get_course_editor, payload=Move)
    async def move(self, row: str, direction: str):
        """Move a line one step; a lesson may cross into the next section."""
        index = section_index(self.sections, row)
        place = next_place(self.sections, row, direction)
        if index >= 0:
            step = -1 if direction.endswith("up") else 1
            await self._call(move_section, parse_id(row), index=index + step)
        elif place:
            await self._call(
                move_lesson, parse_id(row), section_id=parse_id(place.section_id), index=place.index
            )
        await self._refresh()
        self._announce(row)

    async def _refresh(self) -> None:
        builder = await self.get_state(BuilderState)
        self._fill(await builder._reload())
        self.version += 1

    async def _take(self, editor: CourseEditor, follower: str) -> bool:
        """Take what a poll found, unless the page shows another course or has another follower."""
        builder = await self.get_state(BuilderState)
        if self._follower != follower or builder.editing_id != editor.id:
            return False
        if settled(editor) != self.sections:
            builder._fill(editor)
        self._fill(editor)
        return self.is_working

    def _fill(self, editor: CourseEditor) -> None:
        rows, work = settled(editor), work_of(editor)
        if rows != self.sections:
            self.sections = rows
        if work != self.work:
            self.work, self.is_working = work, bool(work)

    def _give_back(self, text: str, section_id: str) -> None:
        self.refused_text, self.refused_in = text, section_id
        self.refused_seq += 1

    def _announce(self, row: str) -> None:
        lesson = find_lesson(self.sections, row)
        index = section_index(self.sections, row)
        number = lesson.number or str(index + 1)
        title = lesson.title or (self.sections[index].title if index >= 0 else "")
        self.announcement = i18n.lookup(
            "curriculum.moved", self._language(), title=title, number=number
        )
