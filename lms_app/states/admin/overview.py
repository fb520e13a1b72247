"""The totals of the site."""

from __future__ import annotations

import reflex as rx

from lms_app.services.reporting import AdminOverview, get_admin_overview
from lms_app.states.base import AppState
from lms_app.states.gate import policy

NO_TOTALS = AdminOverview(0, 0, 0, 0, 0, 0, 0)


class AdminOverviewState(AppState, rx.State):
    """What the first page of the administration shows."""

    phase: str = "loading"
    totals: AdminOverview = NO_TOTALS

    @rx.event
    @policy(get_admin_overview)
    async def load(self):
        """Count."""
        self.totals = await self._call(get_admin_overview)
        self.phase = "ready"
