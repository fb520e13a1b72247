"""Notes beside a lesson: written, kept and sent by the browser (player_js/notepad.py)."""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.text import t
from lms_app.components.vendor.player_module import PlayerPart
from lms_app.components.vendor.player_words import words_of

_WORDS = {
    "add": "notes.add",
    "all": "notes.all",
    "none": "notes.none",
    "noneText": "notes.none_text",
    "unread": "notes.unread",
    "gone": "notes.gone",
    "undo": "notes.undo",
    "field": "notes.field",
    "placeholder": "notes.placeholder",
    "hint": "notes.hint",
    "done": "notes.done",
    "edit": "notes.edit",
    "write": "notes.write",
    "delete": "notes.delete",
    "saving": "notes.saving",
    "saved": "notes.saved",
    "away": "notes.away",
    "lost": "notes.lost",
    "undeleted": "notes.undeleted",
}


class NotesTab(PlayerPart):
    tag = "NotesTab"

    lesson_id: rx.Var[str]
    person: rx.Var[str]
    text: rx.Var[str]


class NotesPanel(PlayerPart):
    tag = "NotesPanel"

    all_href: rx.Var[str]
    texts: rx.Var[dict[str, Any]]


class NoteButton(PlayerPart):
    tag = "NoteButton"

    text: rx.Var[str]


def notes_tab(*, lesson_id: Any, person: Any) -> rx.Component:
    """“노트 3”; it loads the notes of `lesson_id`, hears the key `n` and sends what is left.

    person: whose drafts of this browser are theirs to send.
    """
    return NotesTab.create(lesson_id=lesson_id, person=person, text=t("notes.tab"))


def notes_panel(*, all_href: Any) -> rx.Component:
    """The lesson's notes with their composer; `all_href` leads to those of all courses."""
    return NotesPanel.create(
        all_href=all_href, texts=words_of(_WORDS, {"seek": ("notes.seek", ("time",))})
    )


def note_button() -> rx.Component:
    """Opens the composer at the present second."""
    return NoteButton.create(text=t("notes.tab"))
