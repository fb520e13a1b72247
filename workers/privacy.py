"""Jobs of privacy; each is safe to repeat."""

from __future__ import annotations

from uuid import UUID

from lms_app.services import privacy
from workers.door import run


def build_export(export_id: str) -> None:
    """Write a copy of somebody's data that they asked for."""
    run(privacy.build_export, UUID(export_id))


def tidy() -> None:
    """Empty accounts whose week is over, and who came back with a restored database; delete
    copies and records whose time is over."""
    run(privacy.erase_due_accounts)
    run(privacy.redo_erasures)
    run(privacy.remove_expired_exports)
    run(privacy.purge_retained)


def remove_objects(user_id: str, avatar: str) -> None:
    """Delete what the store holds of somebody who left."""
    run(privacy.remove_objects_of, UUID(user_id), UUID(avatar))


def remove_strays() -> None:
    """Delete objects of people that no row names, and notes that are older than any backup."""
    run(privacy.remove_strays)
    run(privacy.forget_erasures)
