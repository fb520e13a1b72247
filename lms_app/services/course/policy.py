"""Who may touch which course. Pure: rows in, decision out."""

from __future__ import annotations

from lms_app.core.actor import Actor
from lms_app.core.errors import Forbidden, NotFound
from lms_app.core.permissions import Permission
from lms_app.models import Course, CourseStatus


def can_edit(actor: Actor, course: Course) -> bool:
    """The owner and admins edit; the system builds the demo school."""
    return actor.is_system or actor.is_admin or course.owner_id == actor.user_id


def can_see(actor: Actor, course: Course) -> bool:
    """Published courses are public; drafts and archived ones are their editors', and an API key
    shows them only if it may edit."""
    if course.status is CourseStatus.published:
        return True
    return actor.has_scope(Permission.course_edit) and can_edit(actor, course)


def ensure_can_edit(actor: Actor, course: Course) -> None:
    """Raise `NotFound` for a course that is not yours to see, `Forbidden` if only to see."""
    if can_edit(actor, course):
        return
    if can_see(actor, course):
        raise Forbidden
    raise NotFound


def ensure_can_see(actor: Actor, course: Course) -> None:
    if not can_see(actor, course):
        raise NotFound
