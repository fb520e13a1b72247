"""Courses with ready lessons, without encoding a video for each test."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from lms_app import composition
from lms_app.db.unit_of_work import begin
from lms_app.models import MediaAsset, MediaPhase, MediaStatus, Rendition, RenditionKind
from lms_app.services import course
from lms_app.services.course import CourseTexts
from tests.factories.people import Person


@dataclass(frozen=True)
class Made:
    """A course with one section and its lessons."""

    id: UUID
    slug: str
    section_id: UUID
    lesson_ids: list[UUID]


def ready_asset(owner: Person, seconds: float = 100.0, filename: str = "clip.mp4") -> UUID:
    """An asset as the pipeline leaves it (the pipeline itself has tests of its own)."""
    wired = composition.implementations()
    asset = MediaAsset(
        owner_id=owner.id,
        status=MediaStatus.ready,
        phase=MediaPhase.publishing,
        filename=filename,
        content_type="video/mp4",
        size_bytes=1000,
        source_key="sources/x",
        duration_seconds=seconds,
        published_prefix="media/x/1-a",
        poster_key="media/x/1-a/poster.jpg",
        attempt=1,
    )
    asset.source_key = f"sources/{asset.id}"
    asset.content_key_sealed = wired.keys.seal_key(b"k" * 16, str(asset.id))
    with begin(wired.engine, read_only=False) as uow:
        uow.add(asset)
        for name, kind, height in (("360p", "video", 360), ("audio", "audio", None)):
            uow.add(
                Rendition(
                    asset_id=asset.id,
                    attempt=1,
                    name=name,
                    kind=RenditionKind(kind),
                    width=640 if height else None,
                    height=height,
                    bandwidth=800_000,
                    average_bandwidth=600_000,
                    codecs="avc1.64001e" if height else "mp4a.40.2",
                    segment_seconds=[4.0] * int(seconds // 4),
                )
            )
    return asset.id


def texts(title: str = "Reading maps", **more) -> CourseTexts:
    values = {"subtitle": "Contours and legends", "description_md": "All **about** maps."}
    return CourseTexts(title=title, **{**values, **more})


def draft(
    owner: Person, title: str = "Reading maps", *, lessons: int = 2, seconds: float = 100.0
) -> Made:
    """A draft with `lessons` video lessons; the first is a free preview."""
    course_id = UUID(owner.call(course.create_course, texts=texts(title)))
    section_id = UUID(owner.call(course.add_section, course_id, title="Start"))
    lesson_ids = []
    for number in range(lessons):
        lesson_id = UUID(owner.call(course.add_lesson, section_id, title=f"Lesson {number + 1}"))
        owner.call(course.attach_video, lesson_id, ready_asset(owner, seconds))
        lesson_ids.append(lesson_id)
    if lesson_ids:
        owner.call(course.update_lesson, lesson_ids[0], is_preview=True)
    slug = owner.call(course.get_course_editor, course_id).slug
    return Made(course_id, slug, section_id, lesson_ids)


def published(owner: Person, title: str = "Reading maps", **more) -> Made:
    made = draft(owner, title, **more)
    owner.call(course.publish_course, made.id)
    return made
