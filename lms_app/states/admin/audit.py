"""The audit log: one page of it by its address, and taking it along."""

from __future__ import annotations

from uuid import UUID

import reflex as rx

from lms_app.core import urls
from lms_app.services.auth import ensure_proved
from lms_app.services.reporting import AuditFilter, AuditRow, export_audit, list_audit
from lms_app.states.admin.asking import ReasonForm, Shown
from lms_app.states.admin.list_address import ListAddress
from lms_app.states.base import AppState
from lms_app.states.gate import policy

FILTERS = ("actor", "target", "action", "since", "until", "correlation")
NAMES = (*FILTERS, "before")


def _is_id(value: str) -> bool:
    try:
        UUID(value)
    except ValueError:
        return False
    return True


class AdminAuditState(AppState, rx.State):
    """Up to fifty entries and what they were asked for by.

    A filter that is an id is held beside the form, by the name it belongs to; `typed` is what
    stands in its fields.
    """

    phase: str = "loading"
    rows: list[AuditRow] = []
    typed: dict[str, str] = dict.fromkeys(FILTERS, "")
    actor_id: str = ""
    actor_name: str = ""
    actor_cleared_href: str = ""
    target_id: str = ""
    target_name: str = ""
    target_cleared_href: str = ""
    is_filtered: bool = False
    older_href: str = ""
    newest_href: str = ""
    errors: dict[str, str] = {}
    is_asking: bool = False

    @rx.event
    @policy(list_audit)
    async def load(self):
        """Fill the page from its address."""
        address = self._address()
        page = await self._call(list_audit, wanted=_wanted(address), before=address.get("before"))
        self.rows = page.rows
        self._show(address)
        self.older_href = address.href(before=page.older) if page.older else ""
        self.newest_href = address.href(before="") if address.get("before") else ""
        self.phase = "ready"

    @rx.event
    @policy(ensure_proved)
    async def ask(self):
        """Ask why entries are taken along, once it is sure who asks."""
        await self._call(ensure_proved)
        self.errors, self.is_asking = {}, True

    @rx.event
    @policy(payload=Shown)
    async def show_question(self, is_open: bool):
        """Close (or open) the question."""
        self.is_asking = is_open

    @rx.event
    @policy(export_audit, list_audit, payload=ReasonForm, per_minute=30)
    async def export(self, form_data: dict[str, str]):
        """Write the reason down and fetch the file of what the address asks for."""
        self.errors = {}
        wanted = _wanted(self._address())
        export_id = await self._call(export_audit, wanted=wanted, reason=form_data["reason"])
        self.is_asking = False
        await self._say("success", "audit.exported")
        await self._go(f"{urls.API_AUDIT}/{export_id}")
        return AdminAuditState.load

    def _address(self) -> ListAddress:
        return ListAddress.parse(urls.ADMIN_AUDIT, str(self.router.url.query), NAMES)

    def _show(self, address: ListAddress) -> None:
        given = {name: address.get(name) for name in FILTERS}
        self.is_filtered = any(given.values())
        self.actor_id = given["actor"] if _is_id(given["actor"]) else ""
        self.target_id = given["target"] if _is_id(given["target"]) else ""
        self.actor_name = next((x.actor_name for x in self.rows if x.actor_id == self.actor_id), "")
        self.target_name = next((_name(x, self.target_id) for x in self.rows), "")
        self.actor_cleared_href = address.href(actor="", before="")
        self.target_cleared_href = address.href(target="", before="")
        held = {"actor": self.actor_id, "target": self.target_id}
        self.typed = {name: "" if held.get(name) else value for name, value in given.items()}


def _wanted(address: ListAddress) -> AuditFilter:
    return AuditFilter(**{name: address.get(name) for name in FILTERS})


def _name(row: AuditRow, target_id: str) -> str:
    return row.person_name if row.person_id == target_id else row.subject_name or row.person_name
