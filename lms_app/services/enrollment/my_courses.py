"""What I learn: every enrolled course with its next lesson, read in three queries."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from lms_app.core.actor import Actor
from lms_app.core.permissions import Permission
from lms_app.core.use_case import query, workflow
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import (
    Category,
    Course,
    Enrollment,
    EnrollmentStatus,
    Lesson,
    LessonProgress,
    MediaAsset,
    Section,
    User,
)
from lms_app.services import course as courses
from lms_app.services.context import Context
from lms_app.services.enrollment.access import LEARNING, OPEN_TO_ENROLLED
from lms_app.services.enrollment.learning import POSTER_SECONDS
from lms_app.services.enrollment.views import MyCourseCard, MyCourses

MOST_COURSES = 200


@workflow(Permission.enrollment_read, only_reads=True)
def get_my_courses(ctx: Context, actor: Actor, *, most_active: int | None = None) -> MyCourses:
    """Return the caller's courses; posters are signed.

    most_active: only so many that are in progress, and none that is finished.
    """
    found: MyCourses = ctx.call(list_my_courses, most_active=most_active)

    def signed(card: MyCourseCard) -> MyCourseCard:
        if not card.poster_url:
            return card
        return replace(card, poster_url=ctx.objects.sign_get(card.poster_url, POSTER_SECONDS))

    active = [signed(card) for card in found.active]
    return MyCourses(
        resume=active[0] if active else None,
        active=active,
        completed=[signed(card) for card in found.completed],
    )


@query(Permission.enrollment_read)
def list_my_courses(uow: UnitOfWork, actor: Actor, *, most_active: int | None = None) -> MyCourses:
    """Return the caller's courses by last activity, with poster keys in `poster_url`."""
    wanted = LEARNING if most_active is None else {EnrollmentStatus.active}
    rows = uow.session.execute(
        sa.select(Enrollment, Course, User.display_name, Category.slug)
        .options(*courses.without_texts())
        .join(Course, Course.id == Enrollment.course_id)
        .join(User, User.id == Course.owner_id)
        .join(Category, Category.id == Course.category_id)
        .where(
            Enrollment.user_id == actor.person,
            Enrollment.status.in_(wanted),  # type: ignore[attr-defined]
            Course.status.in_(OPEN_TO_ENROLLED),  # type: ignore[attr-defined]
        )
        .order_by(Enrollment.last_activity_at.desc())  # type: ignore[attr-defined]
        .limit(most_active or MOST_COURSES)
    ).all()
    lessons = _lessons(uow, [row[0].id for row in rows])
    cards = [_card(row, lessons[row[0].id]) for row in rows]
    active = [card for card in cards if card.status != EnrollmentStatus.completed.value]
    return MyCourses(
        resume=active[0] if active else None,
        active=active,
        completed=[card for card in cards if card.status == EnrollmentStatus.completed.value],
    )


def _lessons(uow: UnitOfWork, enrollment_ids: list[UUID]) -> dict[UUID, list[Any]]:
    """Return every lesson of these enrollments in order, with the person's progress."""
    found: dict[UUID, list[Any]] = defaultdict(list)
    if not enrollment_ids:
        return found
    rows = uow.session.execute(
        sa.select(
            Enrollment.id.label("enrollment_id"),  # type: ignore[attr-defined]
            Lesson.id,
            Lesson.title,
            Lesson.kind,
            Lesson.position,
            Lesson.duration_seconds,
            Section.position.label("section_position"),  # type: ignore[attr-defined]
            LessonProgress.completed_at,
            # Where somebody stood in a video that was replaced since says nothing.
            sa.case(
                (
                    LessonProgress.media_asset_id.is_not_distinct_from(Lesson.media_asset_id),  # type: ignore[union-attr]
                    LessonProgress.position_seconds,
                ),
                else_=0.0,
            ).label("position_seconds"),
            MediaAsset.poster_key,
        )
        .join(Lesson, sa.and_(Lesson.course_id == Enrollment.course_id, Lesson.is_released))
        .join(Section, Section.id == Lesson.section_id)
        .outerjoin(
            LessonProgress,
            sa.and_(
                LessonProgress.lesson_id == Lesson.id,
                LessonProgress.enrollment_id == Enrollment.id,
            ),
        )
        .outerjoin(MediaAsset, MediaAsset.id == Lesson.media_asset_id)
        .where(Enrollment.id.in_(enrollment_ids))  # type: ignore[attr-defined]
        .order_by(Section.position, Lesson.position)
    )
    for row in rows:
        found[row.enrollment_id].append(row)
    return found


def _card(row: Any, lessons: list[Any]) -> MyCourseCard:
    enrollment, course, instructor_name, category_slug = row
    following = _next(enrollment, lessons)
    done = enrollment.completed_lesson_count
    count = course.lesson_count
    return MyCourseCard(
        course_id=str(course.id),
        slug=course.slug,
        title=course.title,
        cover_word=course.cover_word,
        category_slug=category_slug,
        instructor_name=instructor_name,
        language=course.language,
        version=course.version,
        status=enrollment.status.value,
        percent=min(100, done * 100 // count) if count else 0,
        done_count=done,
        lesson_count=count,
        next_lesson_id=str(following.id) if following else "",
        next_lesson_number=_number(following, lessons) if following else "",
        next_lesson_title=following.title if following else "",
        next_lesson_kind=following.kind.value if following else "",
        position_seconds=int(following.position_seconds or 0) if following else 0,
        duration_seconds=following.duration_seconds if following else 0,
        poster_url=following.poster_key or "" if following else "",
        last_activity_at=enrollment.last_activity_at.isoformat(),
    )


def _number(lesson: Any, lessons: list[Any]) -> str:
    """Return `2-3` as the learn page counts: lessons that are not released have no number."""
    section = [x.id for x in lessons if x.section_position == lesson.section_position]
    return f"{lesson.section_position + 1}-{section.index(lesson.id) + 1}"


def _next(enrollment: Enrollment, lessons: list[Any]) -> Any | None:
    """Return the lesson to go on with: the last opened if unfinished, else the next open one."""
    if not lessons:
        return None
    at = next((i for i, x in enumerate(lessons) if x.id == enrollment.last_lesson_id), -1)
    rest = lessons[at:] + lessons[:at] if at >= 0 else lessons
    return next((x for x in rest if x.completed_at is None), lessons[0])
