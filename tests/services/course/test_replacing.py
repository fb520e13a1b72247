"""A lesson that plays keeps its video until the one that takes its place is ready."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import select

from lms_app import composition
from lms_app.core import clock
from lms_app.core.errors import Conflict
from lms_app.db.outbox import OutboxMessage
from lms_app.db.unit_of_work import begin
from lms_app.models import Lesson, MediaAsset, MediaStatus
from lms_app.services import course, enrollment, media
from tests.factories import courses
from tests.factories.people import as_system, instructor, person

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture
def ada():
    return instructor("Ada")


@pytest.fixture
def made(ada):
    return courses.published(ada, lessons=2, seconds=100.0)


def lesson_row(lesson_id) -> Lesson:
    with begin(composition.implementations().engine, read_only=True) as uow:
        return uow.session.get(Lesson, lesson_id)


def turn(asset_id: UUID, status: MediaStatus, seconds: float | None = None) -> None:
    """Bring an asset to a state as the pipeline does."""
    with begin(composition.implementations().engine, read_only=False) as uow:
        asset = uow.session.get(MediaAsset, asset_id)
        asset.status = status
        if seconds:
            asset.duration_seconds, asset.published_prefix = seconds, "media/y/1-a"
        uow.add(asset)


def offered(ada, lesson_id) -> UUID:
    plan = ada.call(course.begin_lesson_upload, lesson_id, filename="new take.mp4", size_bytes=1000)
    return UUID(plan.asset_id)


def discarded() -> list[str]:
    with begin(composition.implementations().engine, read_only=True) as uow:
        rows = uow.session.exec(
            select(OutboxMessage).where(OutboxMessage.event == "MediaDiscarded")
        )
        return [row.payload["asset_id"] for row in rows]


def test_the_old_video_plays_until_the_new_one_is_ready(ada, made):
    lesson_id = made.lesson_ids[0]
    old = lesson_row(lesson_id).media_asset_id
    new = offered(ada, lesson_id)
    assert (lesson_row(lesson_id).media_asset_id, lesson_row(lesson_id).next_media_asset_id) == (
        old, new,
    )  # fmt: skip
    as_system(media.discard_asset, new)  # a late message about something else takes nothing away
    turn(new, MediaStatus.processing)
    as_system(course.apply_ready_media, new)
    assert lesson_row(lesson_id).media_asset_id == old
    turn(new, MediaStatus.ready, seconds=40.0)
    as_system(course.apply_ready_media, new)
    row = lesson_row(lesson_id)
    assert (row.media_asset_id, row.next_media_asset_id, row.duration_seconds) == (new, None, 40)
    assert discarded() == [str(old)]
    as_system(course.apply_ready_media, new)
    assert discarded() == [str(old)]
    editor = ada.call(course.get_course_editor, made.id)
    assert editor.duration_seconds == 140


def test_while_a_video_is_in_work_no_other_is_taken(ada, made):
    lesson_id = made.lesson_ids[0]
    new = offered(ada, lesson_id)
    again = offered(ada, lesson_id)  # the upload before it was never finished
    assert again != new
    assert discarded() == [str(new)]
    turn(again, MediaStatus.uploaded)
    with pytest.raises(Conflict, match="lesson_has_video"):
        offered(ada, lesson_id)
    turn(again, MediaStatus.failed)
    assert offered(ada, lesson_id) != again


def test_a_replacement_can_be_given_up(ada, made):
    lesson_id = made.lesson_ids[0]
    old, new = lesson_row(lesson_id).media_asset_id, offered(ada, lesson_id)
    turn(new, MediaStatus.failed)
    editor = ada.call(course.get_course_editor, made.id)
    shown = editor.sections[0].lessons[0]
    assert (shown.media_status, shown.next_status) == ("ready", "failed")
    ada.call(course.keep_video, lesson_id)
    assert lesson_row(lesson_id).media_asset_id == old
    assert lesson_row(lesson_id).next_media_asset_id is None
    assert discarded() == [str(new)]


def test_progress_is_of_the_video_that_plays_now(ada, made):
    """What was seen of the old video says nothing of the new one; a lesson once done stays done."""
    sam = person("Sam")
    sam.call(enrollment.enroll, made.id)
    first = made.lesson_ids[0]
    sam.call(enrollment.begin_playback, first)
    in_a_minute = clock.now() + timedelta(seconds=60)
    with clock.frozen(lambda: in_a_minute):
        sam.call(enrollment.report_playback, first, played=[(0.0, 60.0)], position_seconds=60.0)
    page = sam.call(enrollment.get_learn_page, made.slug, first)
    assert (page.lesson_percent, page.resume_seconds) == (60, 57.0)
    new = offered(ada, first)
    turn(new, MediaStatus.ready, seconds=200.0)
    as_system(course.apply_ready_media, new)
    page = sam.call(enrollment.get_learn_page, made.slug, first)
    assert (page.lesson_percent, page.resume_seconds, page.duration_seconds) == (0, 0.0, 200)
    assert page.remaining_seconds == 300
    assert page.sections[0].lessons[0].state == "new"
    [card] = sam.call(enrollment.get_my_courses).active
    assert (card.next_lesson_id, card.position_seconds) == (str(first), 0)


@pytest.mark.parametrize(("seconds", "carried"), [(100.4, ["ko", "en"]), (60.0, ["en"])])
def test_captions_go_along_to_a_video_of_the_same_length(ada, made, seconds, carried):
    """A film that was only mended keeps its captions; what it got of its own stays."""
    lesson_id = made.lesson_ids[0]
    old, new = lesson_row(lesson_id).media_asset_id, offered(ada, lesson_id)
    for asset_id, language, text in ((old, "ko", "old"), (old, "en", "old"), (new, "en", "new")):
        cues = [{"start": 0, "end": 1, "text": text}]
        ada.call(media.save_captions, asset_id, language=language, cues=cues)
    turn(new, MediaStatus.ready, seconds=seconds)
    as_system(course.apply_ready_media, new)
    rows = ada.call(media.list_own_captions, new)
    assert [row.language for row in rows] == carried
    english = ada.call(media.get_own_captions, new, language="en")
    assert [cue["text"] for cue in english.cues] == ["new"]
