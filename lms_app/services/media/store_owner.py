"""Whose the object store is: the database's name stands in both, and they must agree.

A rehearsal beside production's bucket, or an empty database by mistake, knows none of the store's
videos: to it, all of them are leftovers.
"""

from __future__ import annotations

import json
from uuid import UUID

import structlog
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import select

from lms_app.core.actor import Actor
from lms_app.core.permissions import Permission
from lms_app.core.use_case import command
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import Site
from lms_app.ports.object_store import ObjectNotFound
from lms_app.services.context import Context

SITE_KEY = "margin/site.json"
"""The object that says whose the store is."""
log = structlog.get_logger()


def is_own_store(ctx: Context) -> bool:
    """Whether store and database name the same site. A store that names none is taken."""
    own = str(ctx.call(get_site_id))
    try:
        named = json.loads(ctx.objects.get_bytes(SITE_KEY))
    except ObjectNotFound:
        ctx.objects.put_bytes(SITE_KEY, json.dumps({"site_id": own}).encode(), "application/json")
        return True
    except ValueError:
        named = None
    if named == {"site_id": own}:
        return True
    log.error("store_of_another_database", key=SITE_KEY, own_site_id=own)
    return False


@command(Permission.system_maintain)
def get_site_id(uow: UnitOfWork, actor: Actor) -> UUID:
    """Return the name of this database; it is given one when first asked."""
    values = Site().model_dump()
    uow.session.execute(insert(Site).values(**values).on_conflict_do_nothing())
    return uow.session.exec(select(Site.id)).one()
