"""Honest progress: what the browser reports is credited only as fast as time can pass.

Rule: since playback of this lesson began, at most (wall-clock time on the server x highest speed)
new seconds are credited. The allowance is one meter a person, so doubled tabs, forged reports,
seeks and the browser's clock change nothing. What is trimmed today is credited by a later report of the same
ranges.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import select

from lms_app.core import clock
from lms_app.core.actor import Actor
from lms_app.core.errors import Conflict, InvalidInput, NotFound
from lms_app.core.events import CourseCompleted, LessonCompleted
from lms_app.core.permissions import Permission
from lms_app.core.use_case import command
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import (
    Course,
    Enrollment,
    EnrollmentStatus,
    Lesson,
    LessonKind,
    LessonProgress,
)
from lms_app.services.enrollment import coverage
from lms_app.services.enrollment.access import LEARNING, Entry, enter_lesson
from lms_app.services.enrollment.beat_rows import (
    Meter,
    Progress,
    lock_meter,
    lock_progress,
    note_activity,
    save_meter,
    save_progress,
)
from lms_app.services.enrollment.views import BeatResult

HIGHEST_SPEED = 2.0
# Players report every ten seconds; a longer silence (a tunnel, a laptop lid) counts this much.
LONGEST_GAP_SECONDS = 120
MAX_RANGES = 500


@command(Permission.public)
def begin_playback(uow: UnitOfWork, actor: Actor, lesson_id: UUID) -> None:
    """Start the meter of a student who opens a video; others have none."""
    entry = enter_lesson(uow, actor, lesson_id)
    if entry.enrollment is None or actor.user_id is None:
        return
    meter = lock_meter(uow, actor.user_id)
    now = clock.now()
    if (now - meter.filled_at).total_seconds() > LONGEST_GAP_SECONDS:
        meter.balance_ms, meter.filled_at = 0, now
    _fill(meter, lesson_id, now)
    save_meter(uow, meter)


@command(Permission.progress_write)
def report_playback(
    uow: UnitOfWork,
    actor: Actor,
    lesson_id: UUID,
    *,
    played: list[tuple[float, float]],
    position_seconds: float,
) -> BeatResult:
    """Credit played spans (seconds; all of this page's so far) and keep the position.

    Returns the lesson's and course's state. Owners and previewers are answered, not recorded.
    """
    if len(played) > MAX_RANGES:
        raise InvalidInput("error.progress")
    entry = enter_lesson(uow, actor, lesson_id)
    total = entry.lesson.duration_seconds
    if entry.enrollment is None or entry.viewer.value != "enrolled" or total <= 0:
        return BeatResult(0, 0, lesson_done=False, newly_done=False, course_percent=0)
    meter = lock_meter(uow, actor.person)
    _fill(meter, lesson_id, clock.now())
    progress = _progress(uow, entry)
    fresh = coverage.subtract(coverage.from_played(played, total), progress.covered)
    credited = coverage.take(fresh, meter.balance_ms // 1000)
    meter.balance_ms -= coverage.count(credited) * 1000
    progress.covered = coverage.merge([*progress.covered, *credited])
    progress.covered_seconds = coverage.count(progress.covered)
    if 0 <= position_seconds <= total + 1:
        progress.position_seconds = min(position_seconds, float(total))
    newly_done = progress.completed_at is None and coverage.is_complete(
        progress.covered_seconds, total
    )
    save_meter(uow, meter)
    return _finish(uow, entry, progress, newly_done=newly_done)


@command(Permission.progress_write)
def complete_article(uow: UnitOfWork, actor: Actor, lesson_id: UUID) -> BeatResult:
    """Mark an article as read; videos complete by being watched."""
    entry = enter_lesson(uow, actor, lesson_id)
    if entry.lesson.kind is not LessonKind.article:
        raise Conflict("error.video_is_watched")
    if not entry.lesson.has_text:
        raise NotFound("error.media_not_ready")
    if entry.enrollment is None or entry.viewer.value != "enrolled":
        return BeatResult(0, 0, lesson_done=False, newly_done=False, course_percent=0)
    lock_meter(uow, actor.person)
    progress = _progress(uow, entry)
    return _finish(uow, entry, progress, newly_done=progress.completed_at is None)


def _finish(uow: UnitOfWork, entry: Entry, progress: Progress, *, newly_done: bool) -> BeatResult:
    """Move the enrollment's counts with the lesson's completion, in the same transaction."""
    if newly_done:
        progress.completed_at = clock.now()
    save_progress(uow, progress)
    if newly_done:
        done = _complete_lesson(uow, entry, progress)
    else:
        done = note_activity(uow, progress.enrollment_id, entry.lesson.id)
    if done is None:
        raise NotFound("error.lesson_locked")
    lessons = entry.course.lesson_count
    return BeatResult(
        covered_seconds=progress.covered_seconds,
        lesson_percent=coverage.percent(progress.covered_seconds, entry.lesson.duration_seconds),
        lesson_done=progress.completed_at is not None,
        newly_done=newly_done,
        course_percent=min(100, done * 100 // lessons) if lessons else 0,
    )


def _complete_lesson(uow: UnitOfWork, entry: Entry, progress: Progress) -> int | None:
    """Count the lesson, and complete the course with its last one; returns how many are done.

    None when the enrollment, read before the meter's lock was waited for, was revoked meanwhile.
    """
    now = clock.now()
    enrollment = uow.session.exec(
        select(Enrollment)
        .where(Enrollment.id == progress.enrollment_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    if enrollment.status not in LEARNING:
        return None
    enrollment.last_lesson_id, enrollment.last_activity_at = entry.lesson.id, now
    enrollment.completed_lesson_count = _completed_lessons(uow, enrollment.id)
    uow.emit(LessonCompleted(enrollment_id=enrollment.id, lesson_id=entry.lesson.id))
    _complete_course(uow, entry.course, enrollment, now)
    uow.add(enrollment)
    return enrollment.completed_lesson_count


def _completed_lessons(uow: UnitOfWork, enrollment_id: UUID) -> int:
    """Count what is completed of the lessons learners see; the caller locked the enrollment."""
    counted: int = uow.session.execute(
        sa.select(sa.func.count())
        .select_from(LessonProgress)
        .join(Lesson, Lesson.id == LessonProgress.lesson_id)
        .where(
            Lesson.is_released,
            LessonProgress.enrollment_id == enrollment_id,
            LessonProgress.completed_at.is_not(None),  # type: ignore[union-attr]
        )
    ).scalar_one()
    return counted


def _complete_course(
    uow: UnitOfWork, course: Course, enrollment: Enrollment, now: datetime
) -> None:
    if enrollment.status is not EnrollmentStatus.active:
        return
    if enrollment.completed_lesson_count >= course.lesson_count:
        enrollment.move(EnrollmentStatus.completed, now)
        uow.emit(CourseCompleted(enrollment_id=enrollment.id))


def _fill(meter: Meter, lesson_id: UUID, now: datetime) -> None:
    """Add the allowance of the time that has passed; a clock that runs backwards adds none.

    Time counts for the lesson whose playback began: a report for another one begins it now.
    """
    if meter.lesson_id != lesson_id:
        meter.lesson_id, meter.balance_ms = lesson_id, 0
        meter.filled_at = max(meter.filled_at, now)
        return
    elapsed = min(max(0.0, (now - meter.filled_at).total_seconds()), LONGEST_GAP_SECONDS)
    ceiling = int(LONGEST_GAP_SECONDS * HIGHEST_SPEED * 1000)
    meter.balance_ms = min(ceiling, meter.balance_ms + int(elapsed * HIGHEST_SPEED * 1000))
    meter.filled_at = max(meter.filled_at, now)


def _progress(uow: UnitOfWork, entry: Entry) -> Progress:
    """The person's progress in the lesson, locked."""
    assert entry.enrollment is not None  # noqa: S101  (the callers have turned others away)
    lesson = entry.lesson
    return lock_progress(uow, entry.enrollment.id, lesson.id, lesson.media_asset_id)
