"""What of the demo was done, remembered in the audit log: deleted courses must not come back."""

from sqlmodel import select

from lms_app.core.actor import Actor
from lms_app.core.permissions import Permission
from lms_app.core.use_case import command, query
from lms_app.db import audit
from lms_app.db.audit import SITE
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import AuditEntry

SCHOOL_BUILT = "demo:school"
CLIPS_ADDED = "demo:clips"


@query(Permission.seed_write)
def is_done(uow: UnitOfWork, actor: Actor, step: str) -> bool:
    """Say whether a step of the seeding was finished once."""
    found = uow.session.exec(select(AuditEntry.id).where(AuditEntry.action == step)).first()
    return found is not None


@command(Permission.seed_write)
def mark_done(uow: UnitOfWork, actor: Actor, step: str) -> None:
    """Remember that a step of the seeding is finished."""
    audit.record(uow, actor, step, SITE, changes={"step": ("none", "done")})
