"""What was changed about an account's protection: in the audit log, and told to its owner."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID, uuid4

from lms_app import i18n
from lms_app.core.actor import Actor
from lms_app.db import audit
from lms_app.db.audit import NONE, RENEWED, SET
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import User
from lms_app.services.auth.telling import tell

_SAID = {
    "app_on": "security.change.app_on",
    "app_off": "security.change.app_off",
    "codes_renewed": "security.change.codes_renewed",
    "passkey_added": "security.change.passkey_added",
    "passkey_removed": "security.change.passkey_removed",
    "all_off": "security.change.all_off",
}


_CHANGES: Mapping[str, audit.Changes] = {
    "app_on": {"app": (NONE, SET)},
    "app_off": {"app": (SET, NONE)},
    "codes_renewed": {"recovery_codes": (SET, RENEWED)},
    "all_off": {"second_factor": (SET, NONE)},
}


def record_change(
    uow: UnitOfWork,
    actor: Actor,
    what: str,
    *,
    user_id: UUID | None = None,
    changes: audit.Changes | None = None,
) -> None:
    """Write `second_factor:<what>` to the audit log and mail the owner, in one transaction.

    `what` is a key of `_SAID`; who did it is the actor, for whose account `user_id` says.
    """
    owner = user_id or actor.person
    audit.record(uow, actor, f"second_factor:{what}", owner, changes=changes or _CHANGES[what])
    user = uow.session.get_one(User, owner)
    tell(
        uow,
        owner,
        "second_factor_changed",
        key=f"second_factor_changed:{uuid4()}",
        change=i18n.lookup(_SAID[what], user.language or i18n.DEFAULT_LANGUAGE),
    )
