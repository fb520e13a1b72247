"""One's own data while the account is suspended: a copy of it, and leaving, by the mailed link.

Nobody loses these rights with their account (GDPR Art. 15 and 17, PIPA Art. 35 and 36), and the link
went to the address that could have the password changed: it proves as much. It opens nothing else.
"""

from __future__ import annotations

from uuid import UUID

from lms_app.core.actor import Actor
from lms_app.core.permissions import Permission
from lms_app.core.use_case import command, query, workflow
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.services.context import Context
from lms_app.services.privacy.exporting import key_of_copy, request_for, sign_copy
from lms_app.services.privacy.leaving import cancel_for, schedule_for, view_of
from lms_app.services.privacy.views import Download, PrivacyView
from lms_app.services.user import suspended_holder


@query(Permission.public)
def get_suspended(uow: UnitOfWork, actor: Actor, *, token: str) -> PrivacyView:
    """Return what the holder of the link asked of their data; `NotFound` for a dead link."""
    return view_of(uow, suspended_holder(uow, token))


@command(Permission.public)
def request_suspended_copy(uow: UnitOfWork, actor: Actor, *, token: str) -> str:
    """Ask for a copy, as `request_export` does; return its id."""
    return request_for(uow, suspended_holder(uow, token))


@query(Permission.public)
def find_suspended_copy(uow: UnitOfWork, actor: Actor, *, token: str, export_id: UUID) -> str:
    """Return the object of the holder's own finished copy; `NotFound` for any other."""
    return key_of_copy(uow, suspended_holder(uow, token), export_id)


@workflow(Permission.public)
def open_suspended_copy(ctx: Context, actor: Actor, *, token: str, export_id: UUID) -> Download:
    """Return an address that serves the holder's copy for a minute."""
    return sign_copy(ctx, ctx.call(find_suspended_copy, token=token, export_id=export_id))


@command(Permission.public)
def leave_suspended(uow: UnitOfWork, actor: Actor, *, token: str) -> str:
    """Wish to go, as `schedule_deletion` does; return when it will be done (ISO 8601)."""
    return schedule_for(uow, suspended_holder(uow, token))


@command(Permission.public)
def stay_suspended(uow: UnitOfWork, actor: Actor, *, token: str) -> None:
    """Take the wish to go back."""
    cancel_for(uow, suspended_holder(uow, token))
