"""How much of a course completes it, as its teacher chooses."""

from __future__ import annotations

from uuid import UUID

from lms_app.core.actor import Actor
from lms_app.core.errors import InvalidInput
from lms_app.core.events import CompletionRuleChanged
from lms_app.core.permissions import Permission
from lms_app.core.use_case import command
from lms_app.db import queries
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import Course
from lms_app.services.course import policy

LEAST_PERCENT, MOST_PERCENT = 50, 100


@command(Permission.course_edit)
def choose_completion_rule(uow: UnitOfWork, actor: Actor, course_id: UUID, *, percent: int) -> None:
    """Ask for `percent` (50 to 100) of the released lessons from now on.

    Who had completed the course keeps that; who has done enough by the new rule completes it in a
    moment (`recount_completed`).
    """
    course = queries.get_or_404(uow, Course, course_id, lock=True)
    policy.ensure_can_edit(actor, course)
    if not LEAST_PERCENT <= percent <= MOST_PERCENT:
        raise InvalidInput(
            "error.form",
            fields={"completion_percent": "error.completion_percent"},
            least=LEAST_PERCENT,
            most=MOST_PERCENT,
        )
    if course.completion_percent == percent:
        return
    course.completion_percent = percent
    uow.add(course)
    uow.emit(CompletionRuleChanged(course_id=course_id))
