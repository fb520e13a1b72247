"""The learn page: one lesson with its surroundings, for whoever may open it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlmodel import select

from lms_app.core import urls
from lms_app.core.actor import Actor
from lms_app.core.caption_languages import CAPTION_LANGUAGES
from lms_app.core.errors import NotAuthenticated, NotFound
from lms_app.core.markdown import render_markdown
from lms_app.core.permissions import Permission
from lms_app.core.use_case import query, workflow
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import (
    CaptionTrack,
    Category,
    Chapter,
    Course,
    Enrollment,
    Lesson,
    LessonProgress,
    MediaAsset,
    Section,
    User,
)
from lms_app.services import course as courses
from lms_app.services import media
from lms_app.services.context import Context
from lms_app.services.course import ChapterMark
from lms_app.services.enrollment import coverage
from lms_app.services.enrollment.access import Viewer, ensure_can_open, viewer_of
from lms_app.services.enrollment.views import (
    CaptionChoice,
    LearnLesson,
    LearnPage,
    LearnSection,
    TranscriptLine,
)

REWIND_SECONDS = 3.0
# Who stopped this near the end has seen it; of a short clip fifteen seconds would be most of it.
END_SECONDS = 15.0
END_SHARE = 0.1
POSTER_SECONDS = 6 * 3600

_MARK = sa.func.jsonb_build_array(Chapter.start_seconds, Chapter.title)
_VIDEO = sa.select(
    MediaAsset,
    sa.select(sa.func.jsonb_agg(aggregate_order_by(_MARK, Chapter.start_seconds)))
    .where(Chapter.lesson_id == sa.bindparam("lesson"))
    .scalar_subquery()
    .label("chapters"),
).where(MediaAsset.id == sa.bindparam("asset"))


@dataclass(frozen=True)
class Opened:
    """The page and the poster's key, which the workflow signs."""

    page: LearnPage
    poster_key: str


@workflow(Permission.public, only_reads=True)
def get_learn_page(ctx: Context, actor: Actor, slug: str, lesson_id: UUID | None) -> LearnPage:
    """Return the learn page; without a lesson, the one to go on with.

    Raises `NotFound` (also for what is not the caller's to see) and `NotAuthenticated`.
    """
    opened: Opened = ctx.call(open_lesson, slug, lesson_id)
    if not opened.poster_key:
        return opened.page
    return replace(opened.page, poster_url=ctx.objects.sign_get(opened.poster_key, POSTER_SECONDS))


@query(Permission.public)
def open_lesson(uow: UnitOfWork, actor: Actor, slug: str, lesson_id: UUID | None) -> Opened:
    """Read the page of a lesson. 8 queries, whatever the course's size."""
    row = uow.session.execute(
        sa.select(Course, User.display_name, Category.slug, Enrollment)
        .options(*courses.without_texts())
        .join(User, User.id == Course.owner_id)
        .join(Category, Category.id == Course.category_id)
        .outerjoin(
            Enrollment,
            sa.and_(Enrollment.course_id == Course.id, Enrollment.user_id == actor.user_id),
        )
        .where(Course.slug == slug[:100])
    ).first()
    if row is None:
        raise NotFound
    course, instructor_name, category_slug, enrollment = row
    viewer = viewer_of(actor, course, enrollment)
    if viewer in {Viewer.stranger, Viewer.revoked}:
        courses.ensure_can_see(actor, course)
    sections = courses.curriculum(uow, course.id, released_only=viewer is not Viewer.owner)
    progress = _progress_by_lesson(uow, enrollment, sections)
    lesson = _choose(sections, lesson_id, enrollment, progress, viewer)
    if lesson is None:
        raise NotAuthenticated if actor.user_id is None else NotFound("error.lesson_locked")
    ensure_can_open(viewer, actor, course, lesson)
    ordered = [item for _, lessons in sections for item in lessons]
    rows = _sections(sections, progress, viewer)
    numbers = {item.id: item.number for section in rows for item in section.lessons}
    at = ordered.index(lesson)
    following = ordered[at + 1] if at + 1 < len(ordered) else None
    own = progress.get(lesson.id)
    done_count = sum(section.done_count for section in rows)
    asset, tracks, chapters = _media(uow, lesson)
    page = LearnPage(
        course_id=str(course.id),
        slug=course.slug,
        course_title=course.title,
        course_language=course.language,
        instructor_name=instructor_name,
        category_slug=category_slug,
        cover_word=course.cover_word,
        viewer=viewer.value if viewer in {Viewer.enrolled, Viewer.owner} else "preview",
        percent=min(100, done_count * 100 // len(ordered)),
        done_count=done_count,
        lesson_count=len(ordered),
        remaining_seconds=_remaining(ordered, progress),
        sections=rows,
        lesson_id=str(lesson.id),
        lesson_number=numbers[str(lesson.id)],
        lesson_title=lesson.title,
        lesson_kind=lesson.kind.value,
        lesson_done=own is not None and own.completed_at is not None,
        lesson_percent=coverage.percent(own.covered_seconds if own else 0, lesson.duration_seconds),
        body_html=render_markdown(_body(uow, lesson)),
        duration_seconds=lesson.duration_seconds,
        playlist_url=urls.playlist(str(lesson.id)) if asset and asset.published_prefix else "",
        poster_url="",
        sprites_url=_sprites(lesson, asset),
        captions=[
            CaptionChoice(
                track.language,
                CAPTION_LANGUAGES[track.language],
                f"{urls.API_PLAYBACK}/{lesson.id}/captions/{track.language}.vtt",
            )
            for track in tracks
        ],
        transcript={
            track.language: [TranscriptLine(c["start"], c["end"], c["text"]) for c in track.cues]
            for track in tracks
        },
        resume_seconds=_resume(own, lesson),
        previous_lesson_id=str(ordered[at - 1].id) if at else "",
        next_lesson_id=str(following.id) if following else "",
        next_lesson_title=following.title if following else "",
        chapters=chapters,
    )
    return Opened(page, asset.poster_key or "" if asset else "")


def resume_point(saved_seconds: float, duration_seconds: int) -> float:
    """Return where playback resumes: three seconds back, from the start for who was at the end."""
    end = min(END_SECONDS, END_SHARE * duration_seconds)
    if saved_seconds >= duration_seconds - max(1.0, end):
        return 0.0
    return max(0.0, saved_seconds - REWIND_SECONDS)


@dataclass(frozen=True)
class Own:
    """What a person has seen of a lesson's present video; done stays done when it is replaced."""

    covered_seconds: int
    position_seconds: float
    completed_at: datetime | None


def _resume(own: Own | None, lesson: Lesson) -> float:
    return resume_point(own.position_seconds if own else 0.0, lesson.duration_seconds)


def _progress_by_lesson(
    uow: UnitOfWork, enrollment: Enrollment | None, sections: list[tuple[Section, list[Lesson]]]
) -> dict[UUID, Own]:
    if enrollment is None:
        return {}
    shown = {lesson.id: lesson.media_asset_id for _, lessons in sections for lesson in lessons}
    rows = uow.session.exec(
        select(LessonProgress).where(LessonProgress.enrollment_id == enrollment.id)
    )
    return {
        row.lesson_id: Own(row.covered_seconds, row.position_seconds, row.completed_at)
        if row.media_asset_id == shown.get(row.lesson_id)
        else Own(0, 0.0, row.completed_at)
        for row in rows
    }


def _choose(
    sections: list[tuple[Section, list[Lesson]]],
    lesson_id: UUID | None,
    enrollment: Enrollment | None,
    progress: dict[UUID, Own],
    viewer: Viewer,
) -> Lesson | None:
    """Pick the lesson asked for, else the last one opened, else the first that is not done."""
    ordered = [lesson for _, lessons in sections for lesson in lessons]
    by_id = {lesson.id: lesson for lesson in ordered}
    if lesson_id is not None:
        if lesson_id not in by_id:
            raise NotFound
        return by_id[lesson_id]
    if viewer not in {Viewer.enrolled, Viewer.owner}:
        return next((lesson for lesson in ordered if lesson.is_preview), None)
    last = (
        by_id.get(enrollment.last_lesson_id) if enrollment and enrollment.last_lesson_id else None
    )
    if last is not None and not _is_done(progress, last.id):
        return last
    after = ordered[ordered.index(last) + 1 :] + ordered if last else ordered
    return next((x for x in after if not _is_done(progress, x.id)), ordered[0] if ordered else None)


def _is_done(progress: dict[UUID, Own], lesson_id: UUID) -> bool:
    return lesson_id in progress and progress[lesson_id].completed_at is not None


def _sections(
    sections: list[tuple[Section, list[Lesson]]],
    progress: dict[UUID, Own],
    viewer: Viewer,
) -> list[LearnSection]:
    opens_all = viewer in {Viewer.enrolled, Viewer.owner}
    rows = []
    for number, (section, lessons) in enumerate(sections, start=1):
        items = []
        for position, lesson in enumerate(lessons, start=1):
            own = progress.get(lesson.id)
            started = own is not None and (own.covered_seconds > 0 or own.position_seconds > 0)
            done = own is not None and own.completed_at is not None
            items.append(
                LearnLesson(
                    id=str(lesson.id),
                    number=f"{number}-{position}",
                    title=lesson.title,
                    kind=lesson.kind.value,
                    duration_seconds=lesson.duration_seconds,
                    state="done" if done else "started" if started else "new",
                    percent=coverage.percent(
                        own.covered_seconds if own else 0, lesson.duration_seconds
                    ),
                    resume_seconds=_resume(own, lesson),
                    is_open=opens_all or lesson.is_preview,
                )
            )
        done_count = sum(item.state == "done" for item in items)
        rows.append(
            LearnSection(str(section.id), number, section.title, done_count, len(items), items)
        )
    return rows


def _remaining(ordered: list[Lesson], progress: dict[UUID, Own]) -> int:
    """Return the seconds of video that are not played yet in lessons that are not done."""
    return sum(
        max(0, x.duration_seconds - (progress[x.id].covered_seconds if x.id in progress else 0))
        for x in ordered
        if not _is_done(progress, x.id)
    )


def _sprites(lesson: Lesson, asset: MediaAsset | None) -> str:
    if asset is None or not asset.sprites or not asset.published_prefix:
        return ""
    return f"{urls.sprites(str(lesson.id))}?v={media.mark_of(asset.published_prefix)}"


def _body(uow: UnitOfWork, lesson: Lesson) -> str:
    if not lesson.has_text:
        return ""
    return uow.session.exec(select(Lesson.body_md).where(Lesson.id == lesson.id)).one()


def _media(
    uow: UnitOfWork, lesson: Lesson
) -> tuple[MediaAsset | None, list[CaptionTrack], list[ChapterMark]]:
    if lesson.media_asset_id is None:
        return None, [], []
    row = uow.session.execute(_VIDEO, {"asset": lesson.media_asset_id, "lesson": lesson.id}).first()
    if row is None:
        return None, [], []
    chapters = [ChapterMark(start, title) for start, title in row.chapters or ()]
    return row.MediaAsset, media.list_captions(uow, lesson.media_asset_id), chapters
