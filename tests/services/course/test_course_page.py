"""What the page of a course says of it is true of it."""

from uuid import UUID

import pytest
import sqlalchemy as sa

from lms_app.db.unit_of_work import begin
from lms_app.models import CaptionTrack, Lesson, Rendition, RenditionKind
from lms_app.services import course
from tests.factories import courses
from tests.factories.people import Nobody, instructor


@pytest.fixture
def ada(site):
    return instructor("Ada")


def promised(made) -> tuple[bool, int]:
    page = Nobody().call(course.get_course, made.slug)
    return page.has_captions, page.best_quality


def give(site, lesson_id: UUID, *names: str, captions: bool = False) -> None:
    """More qualities, and captions, for the video of a lesson."""
    with begin(site.engine, read_only=False) as uow:
        asset_id = uow.session.execute(
            sa.select(Lesson.media_asset_id).where(Lesson.id == lesson_id)
        ).scalar_one()
        for name in names:
            uow.add(
                Rendition(
                    asset_id=asset_id, attempt=1, name=name, kind=RenditionKind.video,
                    bandwidth=1, average_bandwidth=1, codecs="avc1", segment_seconds=[4.0],
                )
            )  # fmt: skip
        if captions:
            cue = {"start": 0.0, "end": 1.0, "text": "Hello"}
            uow.add(CaptionTrack(asset_id=asset_id, language="en", cues=[cue]))


def test_captions_and_qualities_are_promised_where_a_lesson_has_them(site, ada):
    plain, rich = courses.published(ada, "Plain"), courses.published(ada, "Rich")
    give(site, rich.lesson_ids[0], "720p")
    give(site, rich.lesson_ids[1], "720p", "1080p", captions=True)
    assert promised(plain) == (False, 0), "there is one quality only"
    assert promised(rich) == (True, 1080)


def test_what_is_not_shown_promises_nothing(site, ada):
    made = courses.published(ada)
    lesson_id = UUID(ada.call(course.add_lesson, made.section_id, title="Later"))
    ada.call(course.attach_video, lesson_id, courses.ready_asset(ada))
    give(site, lesson_id, "1080p", captions=True)
    assert promised(made) == (True, 1080)
    with site.engine.begin() as connection:
        hide = sa.text("UPDATE lesson SET is_released = false WHERE id = :id")
        connection.execute(hide, {"id": lesson_id})
    assert promised(made) == (False, 0)


def test_a_course_to_read_promises_no_video(ada):
    made = courses.draft(ada, lessons=0)
    page = UUID(ada.call(course.add_lesson, made.section_id, title="Page", kind="article"))
    ada.call(course.update_lesson, page, body_md="Text.")
    ada.call(course.publish_course, made.id)
    assert promised(made) == (False, 0)
