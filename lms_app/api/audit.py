"""The file of the audit log that an administrator asked for, as it is written."""

from __future__ import annotations

from collections.abc import AsyncIterator
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse, StreamingResponse

from lms_app.api.caller import call
from lms_app.api.limits import Limited
from lms_app.api.problems import language
from lms_app.core import clock, urls
from lms_app.core.errors import NotAuthenticated
from lms_app.services.reporting import MOST_ROWS, PART_ROWS, AuditPart, read_audit_export

router = APIRouter(prefix=urls.API_AUDIT, include_in_schema=False)


@router.get("/{export_id}", dependencies=[Depends(Limited("audit", 30))])
async def export(request: Request, export_id: UUID) -> Response:
    """The caller's own export as CSV, a part at a time; the door is asked before each."""
    spoken = language(request)
    try:
        first = await call(request, read_audit_export, export_id, language=spoken)
    except NotAuthenticated:
        return RedirectResponse(urls.sign_in(urls.ADMIN_AUDIT), status_code=303)
    name = f"margin-audit-{clock.now().date().isoformat()}.csv"
    return StreamingResponse(
        _parts(request, export_id, first, spoken),
        media_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )


async def _parts(
    request: Request, export_id: UUID, part: AuditPart, spoken: str
) -> AsyncIterator[str]:
    yield part.text
    for _ in range(MOST_ROWS // PART_ROWS - 1):
        if not part.older:
            return
        part = await call(request, read_audit_export, export_id, after=part.older, language=spoken)
        yield part.text
