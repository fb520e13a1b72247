"""Taking a published course out of the catalogue for a reason, and allowing it again.

For who looks after what is published, not for who teaches it: that is in `publishing.py`.
"""

from __future__ import annotations

from uuid import UUID

from lms_app.core import clock
from lms_app.core.actor import Actor
from lms_app.core.errors import Conflict
from lms_app.core.permissions import Permission
from lms_app.core.text import clean_line
from lms_app.core.use_case import command
from lms_app.db import audit, queries
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import Course, CourseStatus
from lms_app.services.course.curriculum import recount
from lms_app.services.course.publishing import recount_around
from lms_app.services.user import tell_person

REASON_LENGTH = 500


@command(Permission.course_moderate, step_up=True)
def take_down_course(uow: UnitOfWork, actor: Actor, course_id: UUID, *, reason: str) -> None:
    """Take a published course out of the catalogue; its instructor is told why.

    Who is enrolled keeps it. It cannot be published again before it is allowed. Raises
    `InvalidTransition` for a course that is not published.
    """
    text = clean_line(reason, "reason", maximum=REASON_LENGTH)
    course = queries.get_or_404(uow, Course, course_id, lock=True)
    before = course.status
    course.move(CourseStatus.archived, clock.now())
    course.taken_down_at, course.taken_down_reason = clock.now(), text
    recount(uow, course)
    recount_around(uow, course)
    _settle(uow, actor, course, "course:take_down", text, before)


@command(Permission.course_moderate, step_up=True)
def allow_course(uow: UnitOfWork, actor: Actor, course_id: UUID, *, reason: str) -> None:
    """Let a course that was taken down be published again, by its instructor; they are told.

    Nobody decides about a course of their own. Raises `Conflict`.
    """
    text = clean_line(reason, "reason", maximum=REASON_LENGTH)
    course = queries.get_or_404(uow, Course, course_id, lock=True)
    if course.owner_id == actor.user_id:
        raise Conflict("error.course_own_allow")
    if course.taken_down_at is None:
        raise Conflict("error.course_not_taken_down")
    course.taken_down_at, course.taken_down_reason = None, ""
    uow.add(course)
    _settle(uow, actor, course, "course:allow", text, course.status)


def _settle(
    uow: UnitOfWork, actor: Actor, course: Course, action: str, reason: str, before: CourseStatus
) -> None:
    """Account for the act, and tell who teaches."""
    is_down = action == "course:take_down"
    entry = audit.record(
        uow,
        actor,
        action,
        course.id,
        person_id=course.owner_id,
        reason=reason,
        changes={
            "status": (before.value, course.status.value),
            "taken_down": (not is_down, is_down),
        },
    )
    template = "course_taken_down" if is_down else "course_allowed"
    given = {"course": course.title, "course_id": str(course.id), "reason": reason}
    tell_person(uow, course.owner_id, template, entry.id, **given)
