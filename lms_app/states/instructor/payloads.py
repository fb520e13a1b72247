"""The exact shapes of what the curriculum page may send."""

from __future__ import annotations

from typing import Literal

from lms_app.states.forms import FormFields
from lms_app.states.gate import Payload


class Row(Payload):
    row: str


class Move(Row):
    direction: Literal["up", "down", "group_up", "group_down"]


class NewSection(Payload):
    text: str


class NewLesson(Payload):
    section_id: str
    text: str
    kind: str


class SectionTitle(Payload):
    section_id: str
    text: str


class LessonTitle(Payload):
    lesson_id: str
    text: str


class LessonId(Payload):
    lesson_id: str


class LessonFlag(LessonId):
    is_on: bool


class PosterPick(LessonId):
    number: int


class UploadChange(Payload):
    lesson: str
    what: Literal["started", "finished", "failed", "cancelled"]


class Body(Payload):
    text: str


class BodyFields(FormFields):
    lesson_id: str
    body_md: str


class BodyForm(Payload):
    form_data: BodyFields


class TargetFields(FormFields):
    place: str


class TargetForm(Payload):
    form_data: TargetFields


class Shown(Payload):
    is_open: bool
