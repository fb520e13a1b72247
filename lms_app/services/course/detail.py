"""The public page of one course."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import defer

from lms_app.core import urls
from lms_app.core.actor import Actor
from lms_app.core.errors import NotFound
from lms_app.core.markdown import render_markdown
from lms_app.core.permissions import Permission
from lms_app.core.use_case import query
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import (
    CaptionTrack,
    Course,
    CourseStatus,
    InstructorProfile,
    Lesson,
    LessonKind,
    Rendition,
    RenditionKind,
    Section,
    User,
    UserProfile,
    UserStatus,
)
from lms_app.services.course import policy
from lms_app.services.course.cards import select_cards, to_card
from lms_app.services.course.views import CourseDetail, InstructorCard, LessonRow, SectionRow

# Asked whenever a page is rendered: built once, only values are bound.
_HAS_CAPTIONS = (
    sa.exists()
    .where(
        Lesson.course_id == Course.id,
        Lesson.is_released,
        CaptionTrack.asset_id == Lesson.media_asset_id,
    )
    .correlate(Course)
    .label("has_captions")
)
_QUALITY = sa.cast(sa.func.rtrim(Rendition.name, "p"), sa.Integer)
_BEST_QUALITY = (
    sa.select(
        sa.case((sa.func.min(_QUALITY) < sa.func.max(_QUALITY), sa.func.max(_QUALITY)), else_=0)
    )
    .where(
        Lesson.course_id == Course.id,
        Lesson.is_released,
        Rendition.asset_id == Lesson.media_asset_id,
        Rendition.kind == RenditionKind.video,
    )
    .correlate(Course)
    .scalar_subquery()
    .label("best_quality")
)
_PAGE = (
    select_cards(with_description=True)
    .add_columns(
        InstructorProfile,
        UserProfile,
        User.status.label("owner_status"),  # type: ignore[attr-defined]
        _HAS_CAPTIONS,
        _BEST_QUALITY,
    )
    .outerjoin(InstructorProfile, InstructorProfile.user_id == Course.owner_id)
    .outerjoin(UserProfile, UserProfile.user_id == Course.owner_id)
    .where(Course.slug == sa.bindparam("slug"))
)
_SIMILAR = (
    select_cards()
    .where(
        Course.status == CourseStatus.published,
        Course.category_id == sa.bindparam("category_id"),
        Course.id != sa.bindparam("course_id"),
    )
    .order_by(Course.enrollment_count.desc(), Course.id)  # type: ignore[attr-defined]
    .limit(4)
)
_CURRICULUM = (
    sa.select(Section, Lesson)
    .outerjoin(Lesson, Lesson.section_id == Section.id)  # type: ignore[arg-type]
    .options(defer(Lesson.body_md, raiseload=True))  # type: ignore[arg-type]
    .where(Section.course_id == sa.bindparam("course_id"))
    .order_by(Section.position, Lesson.position)  # type: ignore[arg-type]
)


def curriculum(
    uow: UnitOfWork, course_id: UUID, *, released_only: bool = False
) -> list[tuple[Section, list[Lesson]]]:
    """Return sections with their lessons (without bodies) in order. 1 query."""
    sections: dict[UUID, tuple[Section, list[Lesson]]] = {}
    for section, lesson in uow.session.execute(_CURRICULUM, {"course_id": course_id}):
        _, lessons = sections.setdefault(section.id, (section, []))
        if lesson is not None and (lesson.is_released or not released_only):
            lessons.append(lesson)
    return list(sections.values())


def has_content(lesson: Lesson) -> bool:
    """Say whether a lesson has something to open: a ready video or a written article."""
    if lesson.kind is LessonKind.article:
        return bool(lesson.has_text)
    return lesson.media_asset_id is not None and lesson.duration_seconds > 0


@query(Permission.public)
def get_course(uow: UnitOfWork, actor: Actor, slug: str) -> CourseDetail:
    """Return the page of a course that the caller may see, else `NotFound`. 3 queries."""
    row = uow.session.execute(_PAGE, {"slug": slug[:100]}).first()
    if row is None:
        raise NotFound
    course: Course = row[0]
    policy.ensure_can_see(actor, course)
    sections = [
        _section_row(number, section, lessons)
        for number, (section, lessons) in enumerate(
            curriculum(uow, course.id, released_only=True), start=1
        )
    ]
    previews = [
        lesson.id
        for section in sections
        for lesson in section.lessons
        if lesson.is_preview and lesson.is_playable
    ]
    neighbors = {"category_id": course.category_id, "course_id": course.id}
    similar = uow.session.execute(_SIMILAR, neighbors)
    return CourseDetail(
        card=to_card(row),
        description_html=render_markdown(course.description_md),
        outcomes=list(course.outcomes),
        audience=list(course.audience),
        requirements=list(course.requirements),
        section_count=course.section_count,
        updated_on=course.updated_at.date().isoformat(),
        status=course.status.value,
        sections=sections,
        instructor=_instructor(row),
        similar=[to_card(card) for card in similar],
        first_preview_lesson_id=previews[0] if previews else "",
        has_captions=row.has_captions,
        best_quality=row.best_quality,
    )


def _section_row(number: int, section: Section, lessons: list[Lesson]) -> SectionRow:
    return SectionRow(
        id=str(section.id),
        number=number,
        title=section.title,
        lesson_count=len(lessons),
        duration_seconds=sum(lesson.duration_seconds for lesson in lessons),
        lessons=[
            LessonRow(
                id=str(lesson.id),
                number=f"{number}-{position}",
                title=lesson.title,
                kind=lesson.kind.value,
                duration_seconds=lesson.duration_seconds,
                is_preview=lesson.is_preview,
                is_playable=has_content(lesson),
            )
            for position, lesson in enumerate(lessons, start=1)
        ],
    )


def _instructor(row: Any) -> InstructorCard:
    """Whoever teaches it. Their own page is linked while there is one (see `instructors.py`)."""
    counts, profile = row.InstructorProfile, row.UserProfile
    has_page = counts is not None and row.owner_status is UserStatus.active
    return InstructorCard(
        user_id=str(row.Course.owner_id),
        name=row.display_name,
        handle=(profile.handle or "") if profile and has_page else "",
        headline=profile.headline if profile else "",
        bio_html=render_markdown(profile.bio_md) if profile else "",
        course_count=counts.published_course_count if counts else 0,
        student_count=counts.student_count if counts else 0,
        avatar_url=urls.avatar(profile.avatar) if profile else "",
    )
