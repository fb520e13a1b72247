"""What the tree asks before it acts: where to move a lesson, whether to delete a line."""

from __future__ import annotations

from dataclasses import dataclass

import reflex as rx

from lms_app.core.errors import NotFound
from lms_app.services.course import (
    delete_lesson,
    delete_section,
    get_course_editor,
    move_lesson,
)
from lms_app.states.base import AppState, parse_id
from lms_app.states.gate import policy
from lms_app.states.instructor.curriculum import CurriculumState
from lms_app.states.instructor.curriculum_rows import find_lesson, section_index
from lms_app.states.instructor.lesson_panel import LessonPanelState
from lms_app.states.instructor.payloads import Row, Shown, TargetForm


@dataclass(frozen=True)
class PlaceRow:
    """A place to move to: `value` is "<section id> <index>"; an empty `after` means the top."""

    value: str
    section: str
    after: str


class CurriculumDialogState(AppState, rx.State):
    """One line at a time is asked about."""

    row: str = ""
    title: str = ""
    is_section: bool = False
    lesson_count: int = 0
    is_moving: bool = False
    is_deleting: bool = False
    places: list[PlaceRow] = []

    @rx.event
    @policy(payload=Row)
    async def ask_move(self, row: str):
        """Ask where a lesson should go."""
        tree = await self.get_state(CurriculumState)
        self.row, self.title = row, find_lesson(tree.sections, row).title
        self.places = []
        for section in tree.sections:
            name = f"{section.number}. {section.title}"
            others = [x for x in section.lessons if x.id != row]
            self.places += [PlaceRow(f"{section.id} 0", name, "")]
            self.places += [
                PlaceRow(f"{section.id} {index}", name, lesson.title)
                for index, lesson in enumerate(others, start=1)
            ]
        self.is_moving = True

    @rx.event
    @policy(move_lesson, get_course_editor, payload=TargetForm)
    async def move_there(self, form_data: dict[str, str]):
        """Move the lesson to the chosen place."""
        section_id, _, index = form_data["place"].partition(" ")
        if not index.isdecimal() or len(index) > 4:
            raise NotFound
        await self._call(
            move_lesson, parse_id(self.row), section_id=parse_id(section_id), index=int(index)
        )
        self.is_moving = False
        tree = await self.get_state(CurriculumState)
        await tree._refresh()
        tree._announce(self.row)

    @rx.event
    @policy(payload=Row)
    async def ask_delete(self, row: str):
        """Ask before a section or a lesson is deleted."""
        tree = await self.get_state(CurriculumState)
        index = section_index(tree.sections, row)
        self.row, self.is_section = row, index >= 0
        self.title, self.lesson_count = find_lesson(tree.sections, row).title, 0
        if self.is_section:
            section = tree.sections[index]
            self.title, self.lesson_count = section.title, len(section.lessons)
        self.is_deleting = True

    @rx.event
    @policy(delete_section, delete_lesson, get_course_editor)
    async def delete(self):
        """Delete the line that was asked about."""
        use_case = delete_section if self.is_section else delete_lesson
        self.is_deleting = False
        await self._call(use_case, parse_id(self.row))
        tree = await self.get_state(CurriculumState)
        await tree._refresh()
        panel = await self.get_state(LessonPanelState)
        if not find_lesson(tree.sections, panel.selected_id).id:
            panel.selected_id = ""
        await self._say("success", "curriculum.deleted", title=self.title)

    @rx.event
    @policy(payload=Shown)
    async def show_move(self, is_open: bool):
        """Close (or open) the question where to move."""
        self.is_moving = is_open

    @rx.event
    @policy(payload=Shown)
    async def show_delete(self, is_open: bool):
        """Close (or open) the question whether to delete."""
        self.is_deleting = is_open
