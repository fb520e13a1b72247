"""Every course of the site, found by text and status."""

from __future__ import annotations

import reflex as rx

from lms_app.core import urls
from lms_app.services.course.views import OwnCourseRow
from lms_app.services.reporting import list_all_courses
from lms_app.states.admin.list_address import ListAddress
from lms_app.states.base import AppState
from lms_app.states.gate import Payload, policy

NAMES = ("q", "status")


class StatusChoice(Payload):
    value: str


class AdminCoursesState(AppState, rx.State):
    """One page of courses."""

    phase: str = "loading"
    rows: list[OwnCourseRow] = []
    total: int = 0
    number: int = 1
    pages: int = 1
    text: str = ""
    status: str = ""
    page_prefix: str = ""
    text_cleared_href: str = ""

    @rx.event
    @policy(list_all_courses)
    async def load(self):
        """Fill the list from its address."""
        address = self._address()
        page = await self._call(
            list_all_courses,
            text=address.get("q"),
            status=address.get("status"),
            request=address.request,
        )
        self.rows, self.total = page.rows, page.total
        self.number, self.pages = page.number, page.pages
        self.text, self.status = address.get("q"), address.get("status")
        self.page_prefix = address.page_prefix
        self.text_cleared_href = address.href(q="")
        self.phase = "ready"

    @rx.event
    @policy(payload=StatusChoice)
    async def filter_by(self, value: str):
        """Show only courses of one status; the address says which."""
        return rx.redirect(self._address().href(status=value))

    def _address(self) -> ListAddress:
        return ListAddress.parse(urls.ADMIN_COURSES, str(self.router.url.query), NAMES)
