"""The tree as rows: what stays while videos are worked on, and what moves. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from lms_app.services.course.views import CourseEditor, EditorLesson, EditorSection
from lms_app.services.media import RungState

IN_WORK = frozenset({"uploaded", "processing"})
# A video that is ready waits a moment more until it has taken the other one's place.
COMING = IN_WORK | {"ready"}
NO_LESSON = EditorLesson("", "", "", "", False, 0, "", "", "", 0, "", "", False)


@dataclass(frozen=True)
class LessonWork:
    """What is being done with a video: waiting, checking, encoding or publishing.

    `seconds_left` is 0 while unknown; `is_playable` says that its beginning can be watched, and
    `reason` what keeps it waiting when that is the machine's fault (a `media.reason.*`).
    """

    phase: str = ""
    percent: int = 0
    seconds_left: int = 0
    is_playable: bool = False
    reason: str = ""
    rungs: list[RungState] = field(default_factory=list)


@dataclass(frozen=True)
class Place:
    """Where a line goes: a section, and an index in it."""

    section_id: str
    index: int


def work_of(editor: CourseEditor) -> dict[str, LessonWork]:
    """Return the videos in work by their id: small, so that following them costs little."""
    work = {}
    for lesson in (x for section in editor.sections for x in section.lessons):
        if lesson.media_status in IN_WORK:
            work[lesson.media_asset_id] = LessonWork(
                lesson.media_phase,
                lesson.media_percent,
                lesson.media_seconds_left,
                lesson.media_playable,
                lesson.media_reason,
                list(lesson.media_rungs),
            )
        if lesson.next_status in COMING:
            work[lesson.next_asset_id] = LessonWork(
                lesson.next_phase,
                lesson.next_percent,
                lesson.next_seconds_left,
                lesson.next_playable,
                lesson.next_reason,
                list(lesson.next_rungs),
            )
    return work


def settled(editor: CourseEditor) -> list[EditorSection]:
    """Return the tree without what changes while a video is worked on."""
    return [
        replace(section, lessons=[_settled(lesson) for lesson in section.lessons])
        for section in editor.sections
    ]


def _settled(lesson: EditorLesson) -> EditorLesson:
    still = replace(
        lesson,
        media_phase="",
        media_percent=0,
        media_seconds_left=0,
        media_playable=False,
        media_rungs=(),
        next_phase="",
        next_percent=0,
        next_seconds_left=0,
        next_playable=False,
        next_rungs=(),
    )
    if lesson.media_status in IN_WORK:
        still = replace(still, media_status="processing")
    if lesson.next_status in COMING:
        still = replace(still, next_status="processing")
    return still


def find_lesson(sections: list[EditorSection], lesson_id: str) -> EditorLesson:
    """Return a lesson of the tree, or `NO_LESSON`."""
    lessons = (x for section in sections for x in section.lessons)
    return next((x for x in lessons if x.id == lesson_id), NO_LESSON)


def section_index(sections: list[EditorSection], section_id: str) -> int:
    """Return the place of a section, -1 when it is not in the tree."""
    return next((i for i, x in enumerate(sections) if x.id == section_id), -1)


def next_place(sections: list[EditorSection], lesson_id: str, direction: str) -> Place | None:
    """Return where a lesson goes one step `up`, `down`, `group_up` or `group_down`.

    A step over a section's edge leads into the neighbour; None when there is nowhere to go.
    """
    for group, section in enumerate(sections):
        for index, lesson in enumerate(section.lessons):
            if lesson.id == lesson_id:
                return _step(sections, group, index, direction)
    return None


def _step(sections: list[EditorSection], group: int, index: int, direction: str) -> Place | None:
    section = sections[group]
    if direction == "up" and index > 0:
        return Place(section.id, index - 1)
    if direction == "down" and index < len(section.lessons) - 1:
        return Place(section.id, index + 1)
    if direction in {"up", "group_up"} and group > 0:
        before = sections[group - 1]
        return Place(before.id, len(before.lessons))
    if direction in {"down", "group_down"} and group < len(sections) - 1:
        return Place(sections[group + 1].id, 0)
    return None
