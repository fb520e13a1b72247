"""Telling who teaches of new students: one mail a day at most, and only who wants it."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from lms_app.core import clock
from lms_app.core.actor import Actor
from lms_app.core.permissions import Permission
from lms_app.core.use_case import command
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.i18n import DISPLAY_TIME_ZONE
from lms_app.models import Course, Enrollment, EnrollmentStatus, User, UserStatus
from lms_app.services.user import tell_person, wants

# Nobody is written to at night about what can wait.
FROM_HOUR, UNTIL_HOUR = 8, 20


@command(Permission.system_maintain)
def tell_teachers(uow: UnitOfWork, actor: Actor) -> int:
    """Post a mail to everybody who got students yesterday and wants to know; return how many have
    one. Asked again on the same day, nobody gets a second."""
    now = clock.now().astimezone(ZoneInfo(DISPLAY_TIME_ZONE))
    if not FROM_HOUR <= now.hour < UNTIL_HOUR:
        return 0
    today = datetime.combine(now.date(), time(), now.tzinfo)
    rows = uow.session.execute(
        sa.select(Course.owner_id, sa.func.count(sa.distinct(Enrollment.user_id)).label("students"))  # type: ignore[call-overload]
        .join(Course, Course.id == Enrollment.course_id)
        .join(User, User.id == Course.owner_id)
        .where(
            Enrollment.created_at >= today - timedelta(days=1),
            Enrollment.created_at < today,
            Enrollment.status != EnrollmentStatus.revoked,
            Enrollment.user_id != Course.owner_id,
            User.status == UserStatus.active,
        )
        .group_by(Course.owner_id)
    ).all()
    told = 0
    for row in rows:
        if wants(uow, row.owner_id, "teaching", "mail"):
            occasion = uuid5(NAMESPACE_URL, f"{row.owner_id}/{today.date()}")
            tell_person(uow, row.owner_id, "new_students", occasion, count=str(row.students))
            told += 1
    return told
