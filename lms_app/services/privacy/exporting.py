"""A copy of everything the site knows of a person, asked for, made by a worker, fetched by them.

GDPR Art. 15 and 20, PIPA Art. 35: complete, readable by people and by machines.
"""

from __future__ import annotations

import tempfile
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import select

from lms_app.core import clock
from lms_app.core.actor import Actor
from lms_app.core.errors import NotFound, RateLimited
from lms_app.core.events import DataExportRequested
from lms_app.core.permissions import Permission
from lms_app.core.use_case import command, query, workflow
from lms_app.db import person_rows, queries
from lms_app.db.person_rows import PersonRows
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import DataExport, ExportStatus, User, UserProfile, UserStatus
from lms_app.ports.object_store import ObjectNotFound
from lms_app.services.context import Context
from lms_app.services.privacy import archive
from lms_app.services.privacy.strays import copy_key
from lms_app.services.privacy.telling import tell
from lms_app.services.privacy.views import Download
from lms_app.services.user import avatar_key

LINK_HOURS = 24
AGAIN_SECONDS = 600
ADDRESS_SECONDS = 60


@command(Permission.account_export, step_up=True)
def request_export(uow: UnitOfWork, actor: Actor) -> str:
    """Ask for a copy; return its id. One is made at a time, and one in ten minutes.

    Raises `RateLimited` while the last one is too young.
    """
    return request_for(uow, actor.person)


def request_for(uow: UnitOfWork, user_id: UUID) -> str:
    """Ask for a copy of somebody's data in the caller's transaction; see `request_export`."""
    now = clock.now()
    queries.lock_rows(uow, User, User.id == user_id)  # type: ignore[arg-type]
    last = uow.session.exec(
        select(DataExport)
        .where(DataExport.user_id == user_id)
        .order_by(DataExport.created_at.desc())  # type: ignore[attr-defined]
        .limit(1)
    ).first()
    is_fresh = last is not None and last.created_at > now - timedelta(seconds=AGAIN_SECONDS)
    if last and last.status is ExportStatus.waiting:
        if not is_fresh:  # its job may be lost; making one twice makes one
            uow.emit(DataExportRequested(export_id=last.id))
        return str(last.id)
    if is_fresh:
        raise RateLimited(AGAIN_SECONDS)
    export = DataExport(user_id=user_id)
    uow.session.execute(insert(DataExport).values(**export.model_dump()))
    uow.emit(DataExportRequested(export_id=export.id))
    return str(export.id)


@query(Permission.system_maintain)
def collect_export(
    uow: UnitOfWork, actor: Actor, export_id: UUID
) -> tuple[UUID, str, str, list[PersonRows]] | None:
    """Return whose copy it is, their language, their picture and all their rows.

    None when it need not be made.
    """
    row = uow.session.execute(
        sa.select(User.id, User.language, UserProfile.avatar)  # type: ignore[call-overload]
        .join(DataExport, DataExport.user_id == User.id)
        .outerjoin(UserProfile, UserProfile.user_id == User.id)
        .where(
            DataExport.id == export_id,
            DataExport.status == ExportStatus.waiting,
            User.status != UserStatus.erased,
        )
    ).first()
    if row is None:
        return None
    rows = list(person_rows.rows_of(uow.session, row.id))
    return row.id, row.language or "", row.avatar or "", rows


@workflow(Permission.system_maintain)
def build_export(ctx: Context, actor: Actor, export_id: UUID) -> None:
    """Write the ZIP of a copy that was asked for; safe to repeat."""
    found = ctx.call(collect_export, export_id)
    if found is None:
        return
    person_id, language, avatar, tables = found
    key = copy_key(person_id, export_id)
    files = _picture(ctx, avatar)
    spoken = language or ctx.settings.language
    with tempfile.TemporaryDirectory(prefix="margin-export-") as folder:
        path = Path(folder) / "export.zip"
        archive.write(path, tables, files, spoken, ctx.settings.site_url)
        head = ctx.objects.put_file(key, path, "application/zip", "private, no-store")
    if not ctx.call(finish_export, export_id, key, head.size):
        ctx.objects.delete(key)


def _picture(ctx: Context, avatar: str) -> dict[str, bytes]:
    with suppress(ObjectNotFound):
        return {"picture.webp": ctx.objects.get_bytes(avatar_key(avatar))} if avatar else {}
    return {}


@command(Permission.system_maintain)
def finish_export(uow: UnitOfWork, actor: Actor, export_id: UUID, key: str, size: int) -> bool:
    """Record a written copy and tell its owner; False when nobody waits for it any more."""
    export = uow.session.exec(
        select(DataExport).where(DataExport.id == export_id).with_for_update()
    ).first()
    if export is None:
        return False
    if export.status is not ExportStatus.waiting:
        return export.object_key == key
    now = clock.now()
    export.status, export.object_key, export.size_bytes = ExportStatus.ready, key, size
    export.ready_at, export.expires_at = now, now + timedelta(hours=LINK_HOURS)
    uow.add(export)
    user = queries.get_or_404(uow, User, export.user_id)
    seconds = LINK_HOURS * 3600
    tell(uow, user, "export_ready", export_id, hours=str(LINK_HOURS), expires_in_seconds=seconds)
    return True


@query(Permission.account_export)
def find_export(uow: UnitOfWork, actor: Actor, export_id: UUID) -> str:
    """Return the object of the caller's own finished copy; `NotFound` for any other."""
    return key_of_copy(uow, actor.person, export_id)


def key_of_copy(uow: UnitOfWork, user_id: UUID, export_id: UUID) -> str:
    """Return the object of somebody's own finished copy; `NotFound` for any other."""
    key = uow.session.execute(
        sa.select(DataExport.object_key).where(
            DataExport.id == export_id,
            DataExport.user_id == user_id,
            DataExport.status == ExportStatus.ready,
            DataExport.expires_at > clock.now(),
        )
    ).scalar()
    if key is None:
        raise NotFound
    return str(key)


@workflow(Permission.account_export, step_up=True)
def open_export(ctx: Context, actor: Actor, export_id: UUID) -> Download:
    """Return an address that serves the caller's copy for a minute."""
    return sign_copy(ctx, ctx.call(find_export, export_id))


def sign_copy(ctx: Context, key: str) -> Download:
    """Return an address that serves a copy for a minute."""
    day = clock.now().date().isoformat()
    return Download(
        ctx.objects.sign_get(
            key,
            ADDRESS_SECONDS,
            content_type="application/zip",
            content_disposition=f'attachment; filename="margin-data-{day}.zip"',
        )
    )


@query(Permission.system_maintain)
def list_expired_exports(uow: UnitOfWork, actor: Actor) -> list[tuple[UUID, str]]:
    """Return id and object of the copies whose time is over."""
    rows = uow.session.execute(
        sa.select(DataExport.id, DataExport.object_key).where(
            DataExport.status == ExportStatus.ready, DataExport.expires_at <= clock.now()
        )
    )
    return [(row.id, row.object_key) for row in rows]


@command(Permission.system_maintain)
def mark_exports_expired(uow: UnitOfWork, actor: Actor, ids: list[UUID]) -> None:
    """Record that these copies are gone."""
    uow.session.execute(
        sa.update(DataExport)
        .where(DataExport.id.in_(ids))  # type: ignore[attr-defined]
        .values(status=ExportStatus.expired)
    )


@workflow(Permission.system_maintain)
def remove_expired_exports(ctx: Context, actor: Actor) -> int:
    """Delete copies whose time is over; return how many. The object goes first: a row that says
    ready is the only trace of it."""
    expired = ctx.call(list_expired_exports)
    for _, key in expired:
        ctx.objects.delete(key)
    if expired:
        ctx.call(mark_exports_expired, [export_id for export_id, _ in expired])
    return len(expired)
