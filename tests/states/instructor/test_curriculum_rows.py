"""Where a line goes one step, and what of the tree stands still while videos are worked on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lms_app.services.course.views import CourseEditor, EditorSection
from lms_app.services.media import RungState
from lms_app.states.instructor.curriculum_rows import (
    NO_LESSON,
    LessonWork,
    Place,
    find_lesson,
    next_place,
    section_index,
    settled,
    work_of,
)


def lesson(name: str, **more):
    return replace(NO_LESSON, id=name, title=name, kind="video", **more)


TREE = [
    EditorSection("s1", 1, "One", [lesson("a"), lesson("b")]),
    EditorSection("s2", 2, "Two", []),
    EditorSection("s3", 3, "Three", [lesson("c")]),
]


@pytest.mark.parametrize(
    ("row", "direction", "place"),
    [
        ("a", "down", Place("s1", 1)),
        ("b", "up", Place("s1", 0)),
        ("a", "up", None),
        ("b", "down", Place("s2", 0)),
        ("c", "up", Place("s2", 0)),
        ("c", "down", None),
        ("a", "group_down", Place("s2", 0)),
        ("c", "group_up", Place("s2", 0)),
        ("a", "group_up", None),
        ("nobody", "up", None),
    ],
)
def test_a_step_leads_over_the_edge_of_a_section(row, direction, place):
    assert next_place(TREE, row, direction) == place


def test_lines_are_found_by_their_ids():
    assert find_lesson(TREE, "c").title == "c"
    assert find_lesson(TREE, "z") is NO_LESSON
    assert (section_index(TREE, "s2"), section_index(TREE, "a")) == (1, -1)


def editor(percent: int) -> CourseEditor:
    working = lesson(
        "a", media_asset_id="v", media_status="processing", media_phase="encoding",
        media_percent=percent, media_rungs=(RungState("360p", "encoding", percent),),
    )  # fmt: skip
    return CourseEditor(
        "id", "slug", "t", "", "", "dev", "beginner", "ko", "t", [], [], [], "draft", 1, 1, 0, 0,
        [EditorSection("s1", 1, "One", [working, lesson("b", media_status="ready")])], [],
        False, "",
    )  # fmt: skip


def test_a_percent_that_moves_changes_the_work_and_not_the_tree():
    assert settled(editor(10)) == settled(editor(90))
    for percent in (10, 90):
        rungs = [RungState("360p", "encoding", percent)]
        assert work_of(editor(percent)) == {"v": LessonWork("encoding", percent, rungs=rungs)}


def test_what_keeps_a_video_waiting_is_told_with_its_work():
    shown = editor(0)
    [waiting, other] = shown.sections[0].lessons
    told = replace(waiting, media_status="uploaded", media_reason="media.reason.disk_full")
    shown = replace(shown, sections=[replace(shown.sections[0], lessons=[told, other])])
    assert work_of(shown)["v"].reason == "media.reason.disk_full"
