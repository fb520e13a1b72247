"""Honest progress: what the browser reports is credited only as fast as time can pass.

Rule: since playback of this lesson began, at most (wall-clock time on the server x highest speed)
new seconds are credited. The allowance is one meter a person (`meter.py`), so doubled tabs, forged
reports, seeks and the browser's clock change nothing. What is trimmed today is credited by a later
report of the same ranges.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import select

from lms_app.core import clock
from lms_app.core.actor import Actor
from lms_app.core.errors import Conflict, DomainError, InvalidInput, NotFound
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
from lms_app.services.enrollment.access import Entry, enter_lesson, enter_lessons
from lms_app.services.enrollment.beat_rows import (
    Progress,
    ProgressKey,
    lock_meters,
    lock_progress,
    note_activity,
    save_meters,
    save_progress,
)
from lms_app.services.enrollment.completion import lessons_needed
from lms_app.services.enrollment.meter import Meter
from lms_app.services.enrollment.views import BeatResult, PlaybackReport

MAX_RANGES = 500
NOT_RECORDED = BeatResult(0, 0, lesson_done=False, newly_done=False, course_percent=0)


@command(Permission.public)
def begin_playback(uow: UnitOfWork, actor: Actor, lesson_id: UUID) -> None:
    """Start the meter of a student who opens a video; others have none."""
    entry = enter_lesson(uow, actor, lesson_id)
    if entry.enrollment is None or actor.user_id is None:
        return
    meter = lock_meters(uow, [actor.user_id])[actor.user_id]
    meter.begin(lesson_id, clock.now())
    save_meters(uow, [meter])


@command(Permission.progress_write)
def report_playback(
    uow: UnitOfWork,
    actor: Actor,
    lesson_id: UUID,
    *,
    played: Sequence[tuple[float, float]],
    position_seconds: float,
) -> BeatResult:
    """Credit played spans (seconds; all of this page's so far) and keep the position.

    Returns the lesson's and course's state. Owners and previewers are answered, not recorded.
    """
    report = PlaybackReport(lesson_id, played, position_seconds)
    (result,) = report_playbacks(uow, [(actor, report)])
    if isinstance(result, DomainError):
        raise result
    return result


@report_playback.for_many
def report_playbacks(
    uow: UnitOfWork, asked: Sequence[tuple[Actor, PlaybackReport]]
) -> list[BeatResult | DomainError]:
    """Credit many people's reports at the price of a few: the same 6 statements for any number."""
    entries = enter_lessons(uow, [(actor, report.lesson_id) for actor, report in asked])
    results: list[BeatResult | DomainError] = []
    recorded: dict[int, _Beat] = {}
    for place, ((actor, report), entry) in enumerate(zip(asked, entries, strict=True)):
        if isinstance(entry, DomainError):
            results.append(entry)
        elif len(report.played) > MAX_RANGES:
            results.append(InvalidInput("error.progress"))
        else:
            results.append(NOT_RECORDED)
            if _is_recorded(entry) and entry.lesson.duration_seconds > 0:
                recorded[place] = _Beat(actor.person, entry, report)
    if recorded:
        credited = _credit_all(uow, list(recorded.values()))
        for place, result in zip(recorded, credited, strict=True):
            results[place] = result
    return results


@command(Permission.progress_write)
def complete_article(uow: UnitOfWork, actor: Actor, lesson_id: UUID) -> BeatResult:
    """Mark an article as read; videos complete by being watched."""
    entry = enter_lesson(uow, actor, lesson_id)
    if entry.lesson.kind is not LessonKind.article:
        raise Conflict("error.video_is_watched")
    if not entry.lesson.has_text:
        raise NotFound("error.media_not_ready")
    if not _is_recorded(entry):
        return NOT_RECORDED
    key = _key(entry)
    lock_meters(uow, [actor.person])
    progress = lock_progress(uow, [key])[key]
    done = note_activity(uow, {key[0]: lesson_id}).get(key[0])
    if done is None:
        raise NotFound("error.lesson_locked")
    newly_done = progress.completed_at is None
    progress.completed_at = progress.completed_at or clock.now()
    save_progress(uow, [progress])
    if newly_done:
        done = _complete_lesson(uow, entry)
    return _result(entry, progress, done, newly_done=newly_done)


@dataclass(slots=True)
class _Beat:
    """One report that counts."""

    person: UUID
    entry: Entry
    report: PlaybackReport


def _is_recorded(entry: Entry) -> bool:
    return entry.enrollment is not None and entry.viewer.value == "enrolled"


def _key(entry: Entry) -> ProgressKey:
    assert entry.enrollment is not None  # noqa: S101  (the callers have turned others away)
    return entry.enrollment.id, entry.lesson.id


def _credit_all(uow: UnitOfWork, beats: Sequence[_Beat]) -> list[BeatResult | DomainError]:
    """Lock what the reports change, credit them one after the other, write it all."""
    meters = lock_meters(uow, {beat.person for beat in beats})
    rows = lock_progress(uow, {_key(beat.entry) for beat in beats})
    # An enrollment, read before the locks were waited for, may have been revoked meanwhile.
    done = note_activity(uow, dict(_key(beat.entry) for beat in beats))
    now = clock.now()
    newly_done: set[int] = set()
    for place, beat in enumerate(beats):
        key = _key(beat.entry)
        if key[0] in done and _credit(meters[beat.person], rows[key], beat, now):
            newly_done.add(place)
    save_meters(uow, [meters[beat.person] for beat in beats if _key(beat.entry)[0] in done])
    save_progress(uow, [row for key, row in rows.items() if key[0] in done])
    for place in sorted(newly_done):
        entry = beats[place].entry
        done[_key(entry)[0]] = _complete_lesson(uow, entry)
    return [
        _result(beat.entry, rows[key], done[key[0]], newly_done=place in newly_done)
        if (key := _key(beat.entry))[0] in done
        else NotFound("error.lesson_locked")
        for place, beat in enumerate(beats)
    ]


def _credit(meter: Meter, progress: Progress, beat: _Beat, now: datetime) -> bool:
    """Credit one report as far as the meter allows; says whether it completed the lesson."""
    lesson, report = beat.entry.lesson, beat.report
    total = lesson.duration_seconds
    progress.follow(lesson.media_asset_id)
    fresh = coverage.subtract(coverage.from_played(report.played, total), progress.covered)
    credited = coverage.take(fresh, meter.allowance_seconds(lesson.id, now))
    meter.spend(lesson.id, coverage.count(credited))
    progress.covered = coverage.merge([*progress.covered, *credited])
    progress.covered_seconds = coverage.count(progress.covered)
    if 0 <= report.position_seconds <= total + 1:
        progress.position_seconds = min(report.position_seconds, float(total))
    if progress.completed_at or not coverage.is_complete(progress.covered_seconds, total):
        return False
    progress.completed_at = now
    return True


def _result(entry: Entry, progress: Progress, done: int, *, newly_done: bool) -> BeatResult:
    lessons = entry.course.lesson_count
    return BeatResult(
        covered_seconds=progress.covered_seconds,
        lesson_percent=coverage.percent(progress.covered_seconds, entry.lesson.duration_seconds),
        lesson_done=progress.completed_at is not None,
        newly_done=newly_done,
        course_percent=min(100, done * 100 // lessons) if lessons else 0,
    )


def _complete_lesson(uow: UnitOfWork, entry: Entry) -> int:
    """Count the lesson, and complete the course with its last one; returns how many are done.

    The enrollment is locked and its status was asked for since.
    """
    now = clock.now()
    enrollment_id, lesson_id = _key(entry)
    enrollment = uow.session.exec(
        select(Enrollment)
        .where(Enrollment.id == enrollment_id)
        .execution_options(populate_existing=True)
    ).one()
    enrollment.completed_lesson_count = _completed_lessons(uow, enrollment.id)
    uow.emit(LessonCompleted(enrollment_id=enrollment.id, lesson_id=lesson_id))
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
    if enrollment.completed_lesson_count >= lessons_needed(course):
        enrollment.move(EnrollmentStatus.completed, now)
        uow.emit(CourseCompleted(enrollment_id=enrollment.id))
