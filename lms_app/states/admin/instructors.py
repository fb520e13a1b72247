"""Who asks to teach: the queue, and the decisions."""

from __future__ import annotations

import reflex as rx

from lms_app.core import urls
from lms_app.services.auth import ensure_proved
from lms_app.services.reporting import ApplicationRow, list_applications
from lms_app.services.user import approve_application, refuse_application
from lms_app.states.admin.asking import ReasonForm, Shown
from lms_app.states.admin.list_address import ListAddress
from lms_app.states.base import AppState, parse_id
from lms_app.states.gate import Payload, policy

NAMES = ("status",)


class ApplicationId(Payload):
    application_id: str


class AdminInstructorsState(AppState, rx.State):
    """One page of applications of one status, and the one that is being refused."""

    phase: str = "loading"
    rows: list[ApplicationRow] = []
    total: int = 0
    number: int = 1
    pages: int = 1
    status: str = "pending"
    page_prefix: str = ""
    errors: dict[str, str] = {}
    is_asking: bool = False
    target_id: str = ""
    target_name: str = ""

    @rx.event
    @policy(list_applications)
    async def load(self):
        """Fill the queue from its address."""
        address = ListAddress.parse(urls.ADMIN_INSTRUCTORS, str(self.router.url.query), NAMES)
        self.status = address.get("status") or "pending"
        page = await self._call(list_applications, status=self.status, request=address.request)
        self.rows, self.total = page.rows, page.total
        self.number, self.pages = page.number, page.pages
        self.page_prefix = address.page_prefix
        self.phase = "ready"

    @rx.event
    @policy(approve_application, list_applications, payload=ApplicationId, per_minute=60)
    async def approve(self, application_id: str):
        """Let the applicant teach."""
        name = self._name(application_id)
        await self._call(approve_application, parse_id(application_id))
        await self._say("success", "applications.approved", name=name)
        return AdminInstructorsState.load

    @rx.event
    @policy(ensure_proved, payload=ApplicationId)
    async def ask(self, application_id: str):
        """Ask why an application is refused, once it is sure who asks."""
        await self._call(ensure_proved)
        self.target_id, self.target_name = application_id, self._name(application_id)
        self.errors, self.is_asking = {}, True

    @rx.event
    @policy(payload=Shown)
    async def show_question(self, is_open: bool):
        """Close (or open) the question."""
        self.is_asking = is_open

    @rx.event
    @policy(refuse_application, list_applications, payload=ReasonForm, per_minute=60)
    async def refuse(self, form_data: dict[str, str]):
        """Refuse with the reason that the applicant will read."""
        self.errors = {}
        await self._call(refuse_application, parse_id(self.target_id), reason=form_data["reason"])
        self.is_asking = False
        await self._say("success", "applications.refused", name=self.target_name)
        return AdminInstructorsState.load

    def _name(self, application_id: str) -> str:
        found = [row.display_name for row in self.rows if row.id == application_id]
        return found[0] if found else ""
