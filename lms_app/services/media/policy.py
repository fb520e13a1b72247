"""Who may touch which asset. Pure: rows in, decision out."""

from __future__ import annotations

from lms_app.core.actor import Actor
from lms_app.core.errors import NotFound
from lms_app.models import MediaAsset


def ensure_can_manage(actor: Actor, asset: MediaAsset) -> None:
    """Only the owner, admins and the system; for everybody else the asset does not exist."""
    if not (actor.is_system or actor.is_admin or asset.owner_id == actor.user_id):
        raise NotFound
