"""What was changed about an account's protection: in the audit log, and told to its owner."""

from __future__ import annotations

from uuid import UUID, uuid4

from lms_app import i18n
from lms_app.core.actor import Actor
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import AuditEntry, User
from lms_app.services.auth.telling import tell

_SAID = {
    "app_on": "security.change.app_on",
    "app_off": "security.change.app_off",
    "codes_renewed": "security.change.codes_renewed",
    "passkey_added": "security.change.passkey_added",
    "passkey_removed": "security.change.passkey_removed",
    "all_off": "security.change.all_off",
}


def record_change(
    uow: UnitOfWork, actor: Actor, what: str, *, user_id: UUID | None = None, **changes: object
) -> None:
    """Write `second_factor:<what>` to the audit log and mail the owner, in one transaction.

    `what` is a key of `_SAID`.
    """
    owner = user_id or actor.person
    write_audit(uow, actor, owner, what, **changes)
    user = uow.session.get_one(User, owner)
    tell(
        uow,
        owner,
        "second_factor_changed",
        key=f"second_factor_changed:{uuid4()}",
        change=i18n.lookup(_SAID[what], user.language or i18n.DEFAULT_LANGUAGE),
    )


def write_audit(uow: UnitOfWork, actor: Actor, user_id: UUID, what: str, **changes: object) -> None:
    """Write `second_factor:<what>` to the audit log."""
    uow.add(
        AuditEntry(
            actor_id=user_id,
            action=f"second_factor:{what}",
            subject_type="user",
            subject_id=user_id,
            ip=actor.credential.ip[:45],
            changes=changes,
        )
    )
