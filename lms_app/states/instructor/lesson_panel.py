"""The lesson that is open beside the tree: its video or its text, and whether it is free."""

from __future__ import annotations

import reflex as rx

from lms_app.core import urls
from lms_app.services.course import (
    get_course_editor,
    get_lesson_text,
    preview_markdown,
    remove_video,
    update_lesson,
)
from lms_app.services.media import retry_processing
from lms_app.states.base import AppState, parse_id
from lms_app.states.gate import policy
from lms_app.states.instructor.builder import BuilderState
from lms_app.states.instructor.curriculum import CurriculumState
from lms_app.states.instructor.curriculum_rows import find_lesson
from lms_app.states.instructor.payloads import Body, BodyForm, LessonFlag, LessonId


class LessonPanelState(AppState, rx.State):
    """Which lesson is open, and the text of an article."""

    selected_id: str = ""
    watch_href: str = ""
    body_md: str = ""
    body_html: str = ""
    errors: dict[str, str] = {}
    saved_seq: int = 0
    refused_seq: int = 0

    @rx.event
    @policy()
    async def close(self):
        """Close the panel."""
        self.selected_id = ""

    @rx.event
    @policy(get_lesson_text, preview_markdown, payload=LessonId)
    async def select(self, lesson_id: str):
        """Open a lesson; an article brings its text."""
        if lesson_id == self.selected_id:
            return
        tree = await self.get_state(CurriculumState)
        builder = await self.get_state(BuilderState)
        lesson = find_lesson(tree.sections, lesson_id)
        self.errors, self.saved_seq = {}, 0
        self.body_md = self.body_html = ""
        if lesson.kind == "article":
            self.body_md = await self._call(get_lesson_text, parse_id(lesson_id))
            self.body_html = await self._call(preview_markdown, self.body_md)
        self.watch_href = urls.learn(builder.slug, lesson_id)
        self.selected_id = lesson.id

    @rx.event
    @policy(update_lesson, get_course_editor, payload=LessonFlag)
    async def open_for_all(self, lesson_id: str, is_on: bool):
        """Let everybody watch this lesson, or only who is enrolled."""
        await self._call(update_lesson, parse_id(lesson_id), is_preview=is_on)
        await (await self.get_state(CurriculumState))._refresh()

    @rx.event
    @policy(preview_markdown, payload=Body)
    async def preview_body(self, text: str):
        """Render what is typed, as learners will read it."""
        self.body_html = await self._call(preview_markdown, text)

    @rx.event
    @policy(update_lesson, get_course_editor, payload=BodyForm, per_minute=60)
    async def save_body(self, form_data: dict[str, str]):
        """Save the text of the article."""
        self.errors = {}
        self.refused_seq += 1  # taken back when the text was saved
        await self._call(update_lesson, parse_id(self.selected_id), body_md=form_data["body_md"])
        self.refused_seq -= 1
        self.saved_seq += 1
        await (await self.get_state(CurriculumState))._refresh()

    @rx.event
    @policy(retry_processing, get_course_editor, payload=LessonId, per_minute=30)
    async def retry(self, lesson_id: str):
        """Have a failed video worked on once more."""
        tree = await self.get_state(CurriculumState)
        asset_id = find_lesson(tree.sections, lesson_id).media_asset_id
        await self._call(retry_processing, parse_id(asset_id))
        await tree._refresh()
        return CurriculumState.follow

    @rx.event
    @policy(remove_video, get_course_editor, payload=LessonId, per_minute=60)
    async def remove_video(self, lesson_id: str):
        """Take the video off the lesson."""
        await self._call(remove_video, parse_id(lesson_id))
        await (await self.get_state(CurriculumState))._refresh()
        await self._say("success", "curriculum.video_removed")
