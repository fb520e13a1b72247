"""The lesson that is open beside the tree: its video or its text, and whether it is free."""

from __future__ import annotations

import reflex as rx

from lms_app.core import urls
from lms_app.services.course import (
    get_course_editor,
    get_lesson_text,
    keep_video,
    preview_markdown,
    remove_video,
    update_lesson,
)
from lms_app.services.media import PosterChoice, choose_poster, list_posters, retry_processing
from lms_app.states.base import AppState, parse_id
from lms_app.states.gate import policy
from lms_app.states.instructor.builder import BuilderState
from lms_app.states.instructor.curriculum import CurriculumState
from lms_app.states.instructor.curriculum_rows import find_lesson
from lms_app.states.instructor.payloads import (
    Body,
    BodyForm,
    LessonFlag,
    LessonId,
    PosterPick,
)


class LessonPanelState(AppState, rx.State):
    """Which lesson is open, and the text of an article."""

    selected_id: str = ""
    watch_href: str = ""
    posters: list[PosterChoice] = []
    posters_of: str = ""
    poster_url: str = ""
    body_md: str = ""
    body_html: str = ""
    errors: dict[str, str] = {}
    # The texts as this tab loaded them: of the open lesson and of the one before it.
    _loaded: dict[str, str] = {}
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
        self._forget_posters()
        self.body_md = self.body_html = ""
        if lesson.kind == "article":
            self.body_md = await self._call(get_lesson_text, parse_id(lesson_id))
            self.body_html = await self._call(preview_markdown, self.body_md)
        self._remember(lesson_id, self.body_md)
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
    @policy(update_lesson, get_lesson_text, get_course_editor, payload=BodyForm, per_minute=60)
    async def save_body(self, form_data: dict[str, str]):
        """Save the text of the article that the form was filled with, open still or not."""
        lesson_id = form_data["lesson_id"]
        self.errors = {}
        self.refused_seq += 1  # taken back when the text was saved
        await self._call(
            update_lesson,
            parse_id(lesson_id),
            body_md=form_data["body_md"],
            body_before=self._loaded.get(lesson_id),
        )
        self._remember(lesson_id, await self._call(get_lesson_text, parse_id(lesson_id)))
        self.refused_seq -= 1
        self.saved_seq += lesson_id == self.selected_id
        await (await self.get_state(CurriculumState))._refresh()

    def _remember(self, lesson_id: str, text: str) -> None:
        open_still = {self.selected_id, lesson_id}
        kept = {known: body for known, body in self._loaded.items() if known in open_still}
        self._loaded = {**kept, lesson_id: text}

    @rx.event
    @policy(retry_processing, get_course_editor, payload=LessonId, per_minute=30)
    async def retry(self, lesson_id: str):
        """Have a failed video worked on once more; one that is to take another's place first."""
        tree = await self.get_state(CurriculumState)
        lesson = find_lesson(tree.sections, lesson_id)
        is_next = lesson.next_status == "failed"
        asset_id = lesson.next_asset_id if is_next else lesson.media_asset_id
        await self._call(retry_processing, parse_id(asset_id))
        await tree._refresh()
        return CurriculumState.follow

    @rx.event
    @policy(list_posters, payload=LessonId)
    async def show_posters(self, lesson_id: str):
        """Bring the pictures a poster may be chosen from."""
        tree = await self.get_state(CurriculumState)
        await self._show_posters(find_lesson(tree.sections, lesson_id).media_asset_id)

    @rx.event
    @policy(choose_poster, list_posters, payload=PosterPick, per_minute=60)
    async def choose_poster(self, lesson_id: str, number: int):
        """Show another picture before the video plays."""
        tree = await self.get_state(CurriculumState)
        asset_id = find_lesson(tree.sections, lesson_id).media_asset_id
        await self._call(choose_poster, parse_id(asset_id), number=number)
        await self._show_posters(asset_id)

    @rx.event
    @policy(keep_video, get_course_editor, payload=LessonId, per_minute=60)
    async def keep_video(self, lesson_id: str):
        """Stay with the video that plays; the one that was to take its place goes."""
        await self._call(keep_video, parse_id(lesson_id))
        await (await self.get_state(CurriculumState))._refresh()

    async def _show_posters(self, asset_id: str) -> None:
        self.posters = await self._call(list_posters, parse_id(asset_id))
        self.posters_of = asset_id
        self.poster_url = next((x.url for x in self.posters if x.is_chosen), "")

    def _forget_posters(self) -> None:
        self.posters, self.posters_of, self.poster_url = [], "", ""

    @rx.event
    @policy(remove_video, get_course_editor, payload=LessonId, per_minute=60)
    async def remove_video(self, lesson_id: str):
        """Take the video off the lesson."""
        await self._call(remove_video, parse_id(lesson_id))
        await (await self.get_state(CurriculumState))._refresh()
        await self._say("success", "curriculum.video_removed")
