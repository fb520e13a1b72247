"""What follows the player in the browser, without the server: transcript, course line, shares."""

from __future__ import annotations

from typing import Any

import reflex as rx

from lms_app.components.text import t
from lms_app.components.vendor.player_module import PlayerPart
from lms_app.components.vendor.player_words import words_of

_LINE_SENTENCES = {
    "left": ("learn.left", ("time",)),
    "atSpeed": ("learn.at_speed", ("rate",)),
    "minutes": ("length.minutes", ("minutes",)),
    "hours": ("length.hours", ("hours",)),
    "hoursMinutes": ("length.hours_minutes", ("hours", "minutes")),
}


class Transcript(PlayerPart):
    tag = "Transcript"

    lesson_id: rx.Var[str]
    lines: rx.Var[dict[str, Any]]
    names: rx.Var[dict[str, str]]
    language: rx.Var[str]
    can_pick: rx.Var[bool]
    texts: rx.Var[dict[str, Any]]


class CourseLine(PlayerPart):
    tag = "CourseLine"

    lesson_id: rx.Var[str]
    percent: rx.Var[int]
    remaining_seconds: rx.Var[int]
    lesson_seconds: rx.Var[int]
    lesson_percent: rx.Var[int]
    texts: rx.Var[dict[str, Any]]


class LessonShare(PlayerPart):
    tag = "LessonShare"

    lesson_id: rx.Var[str]
    percent: rx.Var[int]
    is_done: rx.Var[bool]
    texts: rx.Var[dict[str, Any]]


class KeepInView(PlayerPart):
    tag = "KeepInView"

    lesson_id: rx.Var[str]


class KeysSwitch(PlayerPart):
    tag = "KeysSwitch"

    text: rx.Var[str]


_SCRIPT_WORDS = {
    "language": "learn.transcript_language",
    "follow": "learn.follow",
    "search": "script.search",
    "foundNone": "script.found_none",
    "pickBar": "script.pick_bar",
    "highlight": "script.highlight",
    "note": "notes.tab",
}
_SCRIPT_SENTENCES = {
    "foundOf": ("script.found_of", ("at", "count")),
    "pick": ("script.pick", ("time",)),
}


def transcript(
    *, lesson_id: Any, lines: Any, names: Any, language: Any, can_pick: Any
) -> rx.Component:
    """Lines by language (rows with start, end, text) that follow the player of `lesson_id`.

    can_pick: whether words may be highlighted or noted (who learns or teaches here).
    """
    return Transcript.create(
        lesson_id=lesson_id,
        lines=lines,
        names=names,
        language=language,
        can_pick=can_pick,
        texts=words_of(_SCRIPT_WORDS, _SCRIPT_SENTENCES),
    )


def course_line(
    *,
    lesson_id: Any,
    percent: Any,
    remaining_seconds: Any,
    lesson_seconds: Any,
    lesson_percent: Any,
) -> rx.Component:
    """“34% · 남은 시간 5시간 12분 (1.4배속)”, kept true by the player."""
    return CourseLine.create(
        lesson_id=lesson_id,
        percent=percent,
        remaining_seconds=remaining_seconds,
        lesson_seconds=lesson_seconds,
        lesson_percent=lesson_percent,
        texts=words_of({}, _LINE_SENTENCES),
    )


def lesson_share(*, lesson_id: Any, percent: Any, is_done: Any) -> rx.Component:
    """“62% 들었어요”, then “완료”, kept true by the player."""
    words = words_of(
        {"done": "lesson.state.done", "fresh": "lesson.state.not_started"},
        {"share": ("learn.share", ("percent",))},
    )
    return LessonShare.create(lesson_id=lesson_id, percent=percent, is_done=is_done, texts=words)


def keys_switch() -> rx.Component:
    """Turns single-key shortcuts off and on, remembered in this browser."""
    return KeysSwitch.create(text=t("keys.switch"))


def keep_in_view(*, lesson_id: Any) -> rx.Component:
    """Scrolls the list of lessons to the one that is on."""
    return KeepInView.create(lesson_id=lesson_id)
