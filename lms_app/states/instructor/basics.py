"""The course's page as text: one form, saved as a whole, with previews of text and cover."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import reflex as rx

from lms_app.services.course import (
    CourseTexts,
    get_course_editor,
    list_categories,
    preview_cover,
    preview_markdown,
    update_course,
)
from lms_app.services.course.views import CategoryRow, CourseEditor
from lms_app.states.base import AppState
from lms_app.states.forms import FormFields
from lms_app.states.gate import Payload, policy
from lms_app.states.instructor.builder import BuilderState

LISTS = ("outcomes", "audience", "requirements")


def _texts(form: Mapping[str, str]) -> CourseTexts:
    """Read the form: a line each in the three lists."""
    fields: dict[str, Any] = {name: text for name, text in form.items() if name != "slug"}
    fields |= {name: tuple(filter(None, form[name].split("\n"))) for name in LISTS}
    return CourseTexts(**fields)


class BasicsFields(FormFields):
    title: str
    subtitle: str
    description_md: str
    category_slug: str
    level: str
    language: str
    slug: str
    cover_word: str
    outcomes: str
    audience: str
    requirements: str


class BasicsForm(Payload):
    form_data: BasicsFields


class Typed(Payload):
    text: str


class CourseBasicsState(AppState, rx.State):
    """The saved texts (the form's start values), errors at the fields, and the previews."""

    phase: str = "loading"
    form_key: str = ""
    title: str = ""
    subtitle: str = ""
    description_md: str = ""
    category_slug: str = ""
    level: str = ""
    language: str = ""
    slug: str = ""
    cover_word: str = ""
    outcomes: str = ""
    audience: str = ""
    requirements: str = ""
    categories: list[CategoryRow] = []
    errors: dict[str, str] = {}
    saved_seq: int = 0
    refused_seq: int = 0
    description_html: str = ""
    cover_image: str = ""
    cover_ground: int = 0
    shown_word: str = ""
    shown_slug: str = ""
    shown_category: str = ""

    @rx.event
    @policy(get_course_editor, list_categories, preview_cover, preview_markdown)
    async def load(self):
        """Fill the form from the course of the address."""
        builder = await self.get_state(BuilderState)
        course_id = builder._routed_id()
        if builder.editing_id != str(course_id):
            self.phase = "loading"
        editor = await self._call(get_course_editor, course_id)
        self.categories = await self._call(list_categories)
        builder._fill(editor)
        self._fill(editor)
        self.saved_seq = 0
        await self._draw_cover()
        self.description_html = await self._call(preview_markdown, self.description_md)
        self.phase = "ready"

    @rx.event
    @policy(update_course, get_course_editor, payload=BasicsForm, per_minute=60)
    async def save(self, form_data: dict[str, str]):
        """Save the form; a refusal stands beside its field and nothing typed is lost."""
        builder = await self.get_state(BuilderState)
        self.errors = {}
        self.refused_seq += 1  # taken back when the course was saved
        loaded = {name: getattr(self, name) for name in BasicsFields.model_fields}
        await self._call(
            update_course,
            builder._course_id(),
            texts=_texts(form_data),
            slug=form_data["slug"],
            before=(_texts(loaded), self.slug),
        )
        self.refused_seq -= 1
        self._fill(await builder._reload(), typed=form_data)
        self.saved_seq += 1

    @rx.event
    @policy(preview_markdown, payload=Typed)
    async def preview_description(self, text: str):
        """Render what is typed, as learners will read it."""
        self.description_html = await self._call(preview_markdown, text)

    @rx.event
    @policy(payload=Typed)
    async def preview_word(self, text: str):
        """Show another word on the cover."""
        self.shown_word = text[:24]

    @rx.event
    @policy(preview_cover, payload=Typed)
    async def preview_category(self, text: str):
        """Draw the cover with the motif of another category."""
        self.shown_category = text
        await self._draw_cover()

    @rx.event
    @policy(preview_cover, payload=Typed)
    async def preview_slug(self, text: str):
        """Draw the cover on the ground of another address."""
        self.shown_slug = text
        await self._draw_cover()

    async def _draw_cover(self) -> None:
        drawn = await self._call(
            preview_cover, slug=self.shown_slug, category_slug=self.shown_category
        )
        self.cover_image, self.cover_ground = drawn.image, drawn.ground

    def _fill(self, editor: CourseEditor, typed: dict[str, str] | None = None) -> None:
        """Take the saved texts; the form is only built anew when they differ from what is in it."""
        saved = {name: getattr(editor, name) for name in BasicsFields.model_fields}
        saved |= {name: "\n".join(getattr(editor, name)) for name in LISTS}
        for name, text in saved.items():
            setattr(self, name, text)
        self.shown_word, self.shown_slug = editor.cover_word, editor.slug
        self.shown_category = editor.category_slug
        if saved != typed:
            self.form_key = f"{editor.id}:{editor.version}"
