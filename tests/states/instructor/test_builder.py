"""The builder's handlers: what they load, keep, refuse and give back."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from lms_app import composition
from lms_app.db.unit_of_work import begin
from lms_app.models import MediaAsset, MediaStatus
from lms_app.services import course
from lms_app.states.instructor.basics import CourseBasicsState
from lms_app.states.instructor.builder import BuilderState
from lms_app.states.instructor.curriculum import CurriculumState
from lms_app.states.instructor.curriculum_dialogs import CurriculumDialogState
from lms_app.states.instructor.lesson_panel import LessonPanelState
from tests.factories.courses import draft, ready_asset
from tests.factories.people import as_system, instructor, person
from tests.states.learn.opened import notice_of, opened

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture
def ada():
    return instructor("Ada")


async def basics(who, course_id) -> CourseBasicsState:
    state = opened(CourseBasicsState, f"/instructor/courses/{course_id}", who)
    await CourseBasicsState.load.fn(state)
    return state


async def tree(who, course_id) -> CurriculumState:
    state = opened(CurriculumState, f"/instructor/courses/{course_id}/curriculum", who)
    await CurriculumState.load.fn(state)
    return state


def form(state: CourseBasicsState, **changes: str) -> dict[str, str]:
    names = ("title", "subtitle", "description_md", "category_slug", "level", "language", "slug",
             "cover_word", "outcomes", "audience", "requirements")  # fmt: skip
    return {name: getattr(state, name) for name in names} | changes


def give_up(asset_id: str) -> None:
    """Bring an asset where the pipeline leaves what it cannot encode."""
    with begin(composition.implementations().engine, read_only=False) as uow:
        asset = uow.session.get(MediaAsset, UUID(asset_id))
        asset.status, asset.failure_reason = MediaStatus.failed, "worker_lost"
        uow.add(asset)


def titles(state: CurriculumState) -> list[list[str]]:
    return [[x.title for x in section.lessons] for section in state.sections]


async def test_what_is_typed_is_saved_and_lists_are_lines(ada):
    made = draft(ada)
    state = await basics(ada, made.id)
    wanted = form(state, title="  Maps,  folded ", outcomes="Read\n\n  Fold \n", cover_word="")
    await CourseBasicsState.save.fn(state, wanted)
    assert (state.errors, state.saved_seq, state.refused_seq) == ({}, 1, 0)
    assert (state.title, state.outcomes, state.cover_word) == (
        "Maps, folded",
        "Read\nFold",
        "Maps,",
    )
    assert state.form_key.startswith(str(made.id)), "texts the server changed are shown anew"
    assert (await state.get_state(BuilderState)).title == "Maps, folded"


@pytest.mark.parametrize(
    ("field", "value"),
    [("title", ""), ("title", "x" * 201), ("title", "a\x00b"), ("title", "\ud800"),
     ("slug", "No Address"), ("cover_word", "x" * 25), ("outcomes", "\n".join("x" * 1 for _ in range(13))),
     ("category_slug", "cooking"), ("level", "wizard"), ("language", "tlh")],
)  # fmt: skip
async def test_a_refusal_stands_at_its_field_and_changes_nothing(ada, field, value):
    state = await basics(ada, draft(ada).id)
    before = form(state)
    await CourseBasicsState.save.fn(state, {**before, field: value})
    assert list(state.errors) == [field]
    assert state.errors[field]
    assert (state.saved_seq, state.refused_seq, form(state)) == (0, 1, before)


async def test_a_taken_address_is_told_at_the_address(ada):
    draft(ada, "Knots")
    state = await basics(ada, draft(ada, "Maps").id)
    await CourseBasicsState.save.fn(state, form(state, slug="knots"))
    assert list(state.errors) == ["slug"]


async def test_two_tabs_do_not_write_over_each_other(ada):
    made = draft(ada)
    first, second = await basics(ada, made.id), await basics(ada, made.id)
    await CourseBasicsState.save.fn(first, form(first, subtitle="Of the first tab"))
    await CourseBasicsState.save.fn(second, form(second, title="Of the second tab"))
    assert (second.saved_seq, second.refused_seq) == (0, 1)
    assert (await notice_of(second)).notice_kind == "error"
    editor = ada.call(course.get_course_editor, made.id)
    assert (editor.title, editor.subtitle) == ("Reading maps", "Of the first tab")
    await CourseBasicsState.load.fn(second)
    await CourseBasicsState.save.fn(second, form(second, title="Of the second tab"))
    editor = ada.call(course.get_course_editor, made.id)
    assert (editor.title, editor.subtitle) == ("Of the second tab", "Of the first tab")


async def test_what_is_saved_already_may_be_saved_once_more(ada):
    made = draft(ada)
    state, other = await basics(ada, made.id), await basics(ada, made.id)
    wanted = form(state, title="Maps", outcomes="Read\nFold", slug="maps")
    for tab in (state, other, state):
        await CourseBasicsState.save.fn(tab, wanted)
    assert (state.refused_seq, other.refused_seq, other.saved_seq) == (0, 0, 1)


async def test_a_video_that_gets_ready_does_not_refuse_the_next_save(ada):
    made = draft(ada, lessons=0)
    lesson = UUID(ada.call(course.add_lesson, made.section_id, title="New"))
    state = await basics(ada, made.id)
    asset = ready_asset(ada)
    ada.call(course.attach_video, lesson, asset)
    as_system(course.apply_ready_media, asset)
    await CourseBasicsState.save.fn(state, form(state, title="Maps, folded"))
    assert (state.saved_seq, state.title) == (1, "Maps, folded")


async def test_previews_follow_what_is_typed(ada):
    state = await basics(ada, draft(ada).id)
    before = state.cover_image
    await CourseBasicsState.preview_description.fn(state, "## Hi\n<script>x</script>")
    await CourseBasicsState.preview_category.fn(state, "music")
    await CourseBasicsState.preview_word.fn(state, "지도")
    assert "<h3>Hi</h3>" in state.description_html
    assert "<script" not in state.description_html
    assert state.cover_image != before
    assert state.cover_image.startswith("data:image/svg+xml,")
    assert state.shown_word == "지도"


async def test_somebody_elses_course_looks_like_none(ada):
    made = draft(ada)
    for who, phase in ((instructor("Ben"), "not_found"), (person("Sam"), "forbidden")):
        assert (await basics(who, made.id)).phase == phase
        assert (await tree(who, made.id)).phase == phase
    assert (await basics(ada, uuid4())).phase == "not_found"
    assert (await basics(ada, "nonsense")).phase == "not_found"


async def test_sections_and_lessons_are_added_named_and_moved(ada):
    state = await tree(ada, draft(ada).id)
    await CurriculumState.add_section.fn(state, "Later")
    later = state.sections[1].id
    await CurriculumState.add_lesson.fn(state, later, "Third 🧭", "article")
    await CurriculumState.rename_section.fn(state, later, "At last")
    first = state.sections[0].lessons[0].id
    await CurriculumState.rename_lesson.fn(state, first, "Opening")
    assert titles(state) == [["Opening", "Lesson 2"], ["Third 🧭"]]
    assert state.sections[1].title == "At last"
    await CurriculumState.move.fn(state, first, "group_down")
    assert titles(state) == [["Lesson 2"], ["Opening", "Third 🧭"]]
    assert "Opening" in state.announcement
    await CurriculumState.move.fn(state, later, "up")
    assert titles(state) == [["Opening", "Third 🧭"], ["Lesson 2"]]


async def test_a_refused_title_comes_back_with_words(ada):
    state = await tree(ada, draft(ada).id)
    section = state.sections[0].id
    await CurriculumState.add_lesson.fn(state, section, "x" * 201, "video")
    assert (state.refused_text, state.refused_in, state.refused_seq) == ("x" * 201, section, 1)
    assert "200" in (await notice_of(state)).notice_text
    assert titles(state) == [["Lesson 1", "Lesson 2"]]


async def test_another_tabs_ids_open_nothing(ada):
    ben = instructor("Ben")
    theirs, state = draft(ben, "Theirs"), await tree(ada, draft(ada, "Mine").id)
    await CurriculumState.rename_lesson.fn(state, str(theirs.lesson_ids[0]), "Taken over")
    await CurriculumState.add_lesson.fn(state, str(theirs.section_id), "Smuggled", "video")
    editor = ben.call(course.get_course_editor, theirs.id)
    assert [x.title for x in editor.sections[0].lessons] == ["Lesson 1", "Lesson 2"]


async def test_a_lesson_goes_where_it_was_told_and_can_be_deleted(ada):
    state = await tree(ada, draft(ada, lessons=3).id)
    dialog = await state.get_state(CurriculumDialogState)
    first, section = state.sections[0].lessons[0].id, state.sections[0].id
    await CurriculumDialogState.ask_move.fn(dialog, first)
    assert [place.after for place in dialog.places] == ["", "Lesson 2", "Lesson 3"]
    await CurriculumDialogState.move_there.fn(dialog, {"place": f"{section} 2"})
    assert titles(state) == [["Lesson 2", "Lesson 3", "Lesson 1"]]
    await CurriculumDialogState.ask_delete.fn(dialog, first)
    assert (dialog.title, dialog.is_section, dialog.is_deleting) == ("Lesson 1", False, True)
    await CurriculumDialogState.delete.fn(dialog)
    assert titles(state) == [["Lesson 2", "Lesson 3"]]


async def test_the_panel_brings_an_articles_text_and_saves_it(ada):
    state = await tree(ada, draft(ada).id)
    await CurriculumState.add_lesson.fn(state, state.sections[0].id, "To read", "article")
    article = state.sections[0].lessons[2].id
    panel = await state.get_state(LessonPanelState)
    await LessonPanelState.select.fn(panel, article)
    await LessonPanelState.save_body.fn(panel, {"lesson_id": article, "body_md": "## Legend"})
    assert (panel.saved_seq, panel.refused_seq) == (1, 0)
    assert state.sections[0].lessons[2].has_body
    await LessonPanelState.save_body.fn(panel, {"lesson_id": article, "body_md": "a\x00b"})
    assert list(panel.errors) == ["body_md"]
    await LessonPanelState.close.fn(panel)
    await LessonPanelState.select.fn(panel, article)
    assert panel.body_md == "## Legend"
    assert "Legend" in panel.body_html


async def test_a_failed_video_is_tried_again_and_so_is_one_that_was_to_take_its_place(ada):
    made = draft(ada)
    lesson_id = made.lesson_ids[0]
    plays = ada.call(course.get_course_editor, made.id).sections[0].lessons[0].media_asset_id
    plan = ada.call(course.begin_lesson_upload, lesson_id, filename="take 2.mp4", size_bytes=1000)
    give_up(plan.asset_id)
    state = await tree(ada, made.id)
    panel = await state.get_state(LessonPanelState)
    await LessonPanelState.retry.fn(panel, str(lesson_id))
    lesson = state.sections[0].lessons[0]
    assert (lesson.media_asset_id, lesson.media_status) == (plays, "ready")
    assert (lesson.next_asset_id, lesson.next_status) == (plan.asset_id, "processing")
    ada.call(course.keep_video, lesson_id)
    give_up(plays)
    await CurriculumState.load.fn(state)
    await LessonPanelState.retry.fn(panel, str(lesson_id))
    assert state.sections[0].lessons[0].media_status == "processing"


async def test_a_text_is_saved_into_the_lesson_it_was_written_for(ada):
    """The next lesson is chosen already, but its form has not arrived when Save is pressed."""
    state = await tree(ada, draft(ada, lessons=0).id)
    section = state.sections[0].id
    for title in ("One", "Two"):
        await CurriculumState.add_lesson.fn(state, section, title, "article")
    one, two = (lesson.id for lesson in state.sections[0].lessons)
    panel = await state.get_state(LessonPanelState)
    for lesson in (one, two):
        await LessonPanelState.select.fn(panel, lesson)
    await LessonPanelState.save_body.fn(panel, {"lesson_id": one, "body_md": "Of One"})
    assert ada.call(course.get_lesson_text, UUID(one)) == "Of One"
    assert ada.call(course.get_lesson_text, UUID(two)) == ""
    assert (panel.body_md, panel.saved_seq) == ("", 0), "the form of Two was not saved"


async def test_an_articles_text_is_not_written_over_either(ada):
    made = draft(ada, lessons=0)
    article = ada.call(course.add_lesson, made.section_id, title="To read", kind="article")
    panels = []
    for _ in range(2):
        panel = await (await tree(ada, made.id)).get_state(LessonPanelState)
        await LessonPanelState.select.fn(panel, article)
        panels.append(panel)
    first, second = panels
    for text in ("First", " First, again ", "First, a third time"):
        await LessonPanelState.save_body.fn(first, {"lesson_id": article, "body_md": text})
    assert (first.saved_seq, first.refused_seq) == (3, 0)
    await LessonPanelState.save_body.fn(second, {"lesson_id": article, "body_md": "Second"})
    assert (second.saved_seq, second.refused_seq) == (0, 1)
    assert ada.call(course.get_lesson_text, UUID(article)) == "First, a third time"


async def test_publishing_asks_for_everything_and_can_be_undone(ada):
    state = await tree(ada, draft(ada).id)
    builder = await state.get_state(BuilderState)
    assert (builder.can_publish, builder.met_count) == (True, 4)
    await BuilderState.publish.fn(builder)
    assert builder.status == "published"
    await BuilderState.unpublish.fn(builder)
    assert builder.status == "archived"
    await CurriculumState.add_lesson.fn(state, state.sections[0].id, "Empty", "video")
    assert not builder.can_publish
    await BuilderState.publish.fn(builder)
    assert builder.status == "archived"
    assert (await notice_of(state)).notice_kind == "error"
