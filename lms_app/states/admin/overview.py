"""The totals of the site."""

from __future__ import annotations

import reflex as rx

from lms_app.core.pagination import PageRequest
from lms_app.services.course.views import OwnCourseRow
from lms_app.services.reporting import (
    AdminOverview,
    get_admin_overview,
    list_all_courses,
    list_users,
)
from lms_app.services.user.views import UserRow
from lms_app.states.base import AppState
from lms_app.states.gate import policy

RECENT = PageRequest(size=5)
NO_TOTALS = AdminOverview(0, 0, 0, 0, 0, 0, 0, 0, False)


class AdminOverviewState(AppState, rx.State):
    """What the first page of the administration shows."""

    phase: str = "loading"
    totals: AdminOverview = NO_TOTALS
    users: list[UserRow] = []
    courses: list[OwnCourseRow] = []

    @rx.event
    @policy(get_admin_overview, list_users, list_all_courses)
    async def load(self):
        """Count, and show who and what came last."""
        self.totals = await self._call(get_admin_overview)
        if self.totals.sees_people:
            self.users = (await self._call(list_users, request=RECENT)).rows
        self.courses = (await self._call(list_all_courses, request=RECENT)).rows
        self.phase = "ready"
