"""Courses of the demo, each built by its instructor in one transaction."""

from datetime import datetime, timedelta
from uuid import UUID

from lms_app.core import clock
from lms_app.core.actor import Actor
from lms_app.core.errors import NotFound
from lms_app.core.permissions import Permission, Role
from lms_app.core.use_case import command
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.services import course as courses

from .school.data import CoursePlan, LessonPlan

_WRITING_DAYS = 20  # from the first draft to publishing
_DRAFT_DAYS_AGO = 3


def published_at(plan: CoursePlan, now: datetime) -> datetime:
    """Return when the course came out: ten in the morning in Korea."""
    day = now - timedelta(days=plan.published_days_ago)
    return min(day.replace(hour=1, minute=0, second=0, microsecond=0), now)


@command(Permission.seed_write)
def add_course(
    uow: UnitOfWork, actor: Actor, plan: CoursePlan, owner_id: UUID, now: datetime
) -> bool:
    """Build one course as its instructor; False when it is there already.

    A course may be published with what is ready and grow: its articles come first, then it is
    published, then the video lessons join, and their clips when they are encoded.
    """
    try:
        courses.get_course(uow, actor, plan.slug)
    except NotFound:
        pass
    else:
        return False
    teacher = Actor(user_id=owner_id, roles=frozenset({Role.student, Role.instructor}))
    released = published_at(plan, now)
    if plan.is_draft:
        released = now - timedelta(days=_DRAFT_DAYS_AGO)
    with clock.frozen(lambda: released - timedelta(days=_WRITING_DAYS)):
        course_id = UUID(courses.create_course(uow, teacher, texts=_texts(plan), slug=plan.slug))
        section_ids = [
            UUID(courses.add_section(uow, teacher, course_id, title=section.title))
            for section in plan.sections
        ]
    with clock.frozen(lambda: released):
        _add_lessons(uow, teacher, plan, section_ids, course_id)
    return True


def _texts(plan: CoursePlan) -> courses.CourseTexts:
    return courses.CourseTexts(
        title=plan.title,
        subtitle=plan.subtitle,
        description_md=plan.description,
        category_slug=plan.category,
        level=plan.level,
        language=plan.language,
        cover_word=plan.cover_word,
        outcomes=plan.outcomes,
        audience=plan.audience,
        requirements=plan.requirements,
    )


def _add_lessons(
    uow: UnitOfWork, teacher: Actor, plan: CoursePlan, section_ids: list[UUID], course_id: UUID
) -> None:
    moves = []
    placed = list(zip(section_ids, plan.sections, strict=True))
    for section_id, section in placed:
        for index, lesson in enumerate(section.lessons):
            if lesson.body:
                lesson_id = _add_lesson(uow, teacher, section_id, lesson)
                moves.append((lesson_id, section_id, index))
    if not plan.is_draft:
        courses.publish_course(uow, teacher, course_id)
    for section_id, section in placed:
        for lesson in section.lessons:
            if not lesson.body:
                _add_lesson(uow, teacher, section_id, lesson)
    if plan.has_video:
        for lesson_id, section_id, index in moves:
            courses.move_lesson(uow, teacher, lesson_id, section_id=section_id, index=index)


def _add_lesson(uow: UnitOfWork, teacher: Actor, section_id: UUID, plan: LessonPlan) -> UUID:
    lesson_id = UUID(
        courses.add_lesson(
            uow, teacher, section_id, title=plan.title, kind=plan.kind, released=True
        )
    )
    if plan.body or plan.is_preview:
        courses.update_lesson(
            uow, teacher, lesson_id, body_md=plan.body or None, is_preview=plan.is_preview
        )
    return lesson_id
