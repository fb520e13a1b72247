"""Draws the demo's clips and sends them through the media pipeline, one by one.

Takes a few seconds of one core for each clip and does not wait for the encoding: workers do that
meanwhile, behind everybody's own uploads. Clips that are there already are not drawn again.
"""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa
import structlog
from sqlmodel import col, select

from lms_app.composition import call, implementations
from lms_app.core.actor import Actor, SystemCredential
from lms_app.core.permissions import Permission
from lms_app.core.use_case import command, query
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import (
    Course,
    Lesson,
    LessonKind,
    LessonProgress,
    MediaAsset,
    UserProfile,
)
from lms_app.services import course as courses
from lms_app.services import media

from . import markers
from .clips import ClipNotDrawn, ClipSpec, draw_clip
from .school import ClipPlan, School, load_school

_ME = SystemCredential("seed")
log = structlog.get_logger()


def add_clips() -> None:
    """Give every video lesson of the demo its clip, once. The home page's courses come first."""
    if call(markers.is_done, markers.CLIPS_ADDED, credential=_ME):
        return
    school = load_school()
    complete = True
    with tempfile.TemporaryDirectory(dir=implementations().settings.data_dir) as folder:
        for rank, plan in enumerate(school.clips):
            complete &= _add_clip(school, plan, Path(folder), priority=-1 - rank)
    if complete:
        call(markers.mark_done, markers.CLIPS_ADDED, credential=_ME)


def _add_clip(school: School, plan: ClipPlan, folder: Path, priority: int) -> bool:
    """Draw, import, attach; a clip that cannot be drawn leaves the others alone."""
    filename = f"demo-{plan.key}.mp4"
    owner_id, asset_id = call(find_clip, plan.instructor, filename, credential=_ME)
    if owner_id is None:
        return True  # the instructor was removed, and with them the lessons
    if asset_id is None:
        path = folder / filename
        try:
            draw_clip(plan.spec, path)
        except (ClipNotDrawn, OSError) as error:
            log.warning("demo_clip_not_drawn", clip=plan.key, error=str(error))
            return False
        asset_id = UUID(
            call(
                media.import_video,
                owner_id=owner_id,
                path=path,
                filename=filename,
                priority=priority,
                credential=_ME,
            )
        )
        path.unlink()
    titles = {
        course.slug: [lesson.title for lesson in course.lessons if lesson.clip == plan.key]
        for course in school.courses
    }
    shown_in = [(slug, title) for slug, of_course in titles.items() for title in of_course]
    call(show_clip, asset_id, plan.spec, shown_in, credential=_ME)
    return True


@query(Permission.seed_write)
def find_clip(
    uow: UnitOfWork, actor: Actor, handle: str, filename: str
) -> tuple[UUID | None, UUID | None]:
    """Return the instructor's id and the id of this clip of theirs, None for what is missing."""
    owner_id = uow.session.exec(
        select(UserProfile.user_id).where(UserProfile.handle == handle)
    ).first()
    asset_id = uow.session.exec(
        select(MediaAsset.id).where(
            MediaAsset.owner_id == owner_id, MediaAsset.filename == filename
        )
    ).first()
    return owner_id, asset_id


@command(Permission.seed_write)
def show_clip(
    uow: UnitOfWork,
    actor: Actor,
    asset_id: UUID,
    spec: ClipSpec,
    shown_in: Sequence[tuple[str, str]],
) -> None:
    """Caption the clip, and show it in the lessons (course slug, title) that have no video yet."""
    for language in ("ko", "en"):
        cues = [
            {"start": cue.start_seconds, "end": cue.end_seconds, "text": cue.text(language)}
            for cue in spec.cues
        ]
        media.save_captions(uow, actor, asset_id, language=language, cues=cues)
    for slug, title in shown_in:
        lesson_ids = uow.session.exec(
            select(Lesson.id)
            .join(Course, col(Course.id) == Lesson.course_id)
            .where(
                Course.slug == slug,
                Lesson.title == title,
                Lesson.kind == LessonKind.video,
                col(Lesson.media_asset_id).is_(None),
            )
        ).all()
        for lesson_id in lesson_ids:
            courses.attach_video(uow, actor, lesson_id, asset_id)
        # What the school's learners have seen, they have seen of this clip.
        uow.session.execute(
            sa.update(LessonProgress)
            .where(
                col(LessonProgress.lesson_id).in_(lesson_ids),
                col(LessonProgress.media_asset_id).is_(None),
            )
            .values(media_asset_id=asset_id)
        )
