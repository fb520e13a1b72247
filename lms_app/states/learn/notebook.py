"""Every note of mine, over all courses. The address says what is searched for."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode
from uuid import UUID

import reflex as rx

from lms_app.core import urls
from lms_app.core.slices import Place, Slice, SliceRequest
from lms_app.services.enrollment import (
    NoteCard,
    NotedCourse,
    delete_note,
    list_noted_courses,
    list_notes,
)
from lms_app.states.base import AppState, parse_id
from lms_app.states.gate import Payload, policy

MAX_TEXT = 100
SIZE = 24


class CourseChoice(Payload):
    value: str


class NoteId(Payload):
    note_id: str


class NotebookState(AppState, rx.State):
    """A page of notes, the courses they are of, and the note that is asked about."""

    phase: str = "loading"
    rows: list[NoteCard] = []
    courses: list[NotedCourse] = []
    total: int = 0
    has_more: bool = False
    text: str = ""
    course: str = ""
    export_href: str = ""
    asked: str = ""

    @rx.event
    @policy(list_notes, list_noted_courses)
    async def load(self):
        """Fill the tab from the page's address."""
        asked = dict(parse_qsl(str(self.router.url.query)[:2000]))
        self.courses = await self._call(list_noted_courses)
        self.total = sum(course.note_count for course in self.courses)
        self.text = asked.get("q", "")[:MAX_TEXT]
        known = {course.course_id for course in self.courses}
        self.course = asked.get("course", "") if asked.get("course") in known else ""
        chosen = urlencode({"course": self.course}) if self.course else ""
        self.export_href = f"{urls.API_NOTES}/export.md?{chosen}".rstrip("?")
        self.rows = []
        self._show(await self._notes())
        self.phase, self.asked = "ready", ""

    @rx.event
    @policy(list_notes)
    async def more(self):
        """Put the next page under the notes that are there."""
        last = self.rows[-1] if self.rows else None
        place = Place(last.created_at, UUID(last.id)) if last else None
        self._show(await self._notes(place))

    @rx.event
    @policy(payload=CourseChoice)
    async def filter_by(self, value: str):
        """Show the notes of one course only, or of all; the address says which."""
        named = {"tab": "notes", "q": self.text, "course": value}
        pairs = {name: text for name, text in named.items() if text}
        return rx.redirect(f"{urls.MY_COURSES}?{urlencode(pairs)}")

    @rx.event
    @policy(payload=NoteId)
    async def ask(self, note_id: str):
        """Ask once more before a note is deleted; an empty id asks about none."""
        self.asked = note_id

    @rx.event
    @policy(delete_note, list_noted_courses, payload=NoteId, per_minute=120)
    async def delete(self, note_id: str):
        """Delete a note for good."""
        await self._call(delete_note, parse_id(note_id))
        self.rows, self.asked = [row for row in self.rows if row.id != note_id], ""
        self.courses = await self._call(list_noted_courses)
        self.total = sum(course.note_count for course in self.courses)
        await self._say("success", "notes.gone")

    async def _notes(self, after: Place | None = None) -> Slice[NoteCard]:
        course_id = parse_id(self.course) if self.course else None
        asked = SliceRequest(after, SIZE)
        return await self._call(list_notes, asked, course_id=course_id, text=self.text)

    def _show(self, found: Slice[NoteCard]) -> None:
        known = {row.id for row in self.rows}
        self.rows = [*self.rows, *(row for row in found.rows if row.id not in known)]
        self.has_more = found.end is not None
