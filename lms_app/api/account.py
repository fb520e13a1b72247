"""What a person fetches of their own account."""

from __future__ import annotations

from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from lms_app.api.caller import call
from lms_app.api.limits import Limited
from lms_app.core import urls
from lms_app.core.errors import NotAuthenticated, StepUpNeeded
from lms_app.services import privacy

router = APIRouter(prefix=urls.API_ACCOUNT, include_in_schema=False)


@router.get("/exports/{export_id}", dependencies=[Depends(Limited("export", 30))])
async def export(request: Request, export_id: UUID) -> Response:
    """The caller's own copy: on to the store, for a minute; or to the page that asks who they are."""
    try:
        found = await call(request, privacy.open_export, export_id)
    except StepUpNeeded:
        return RedirectResponse(urls.confirm(urls.SETTINGS_DATA), status_code=303)
    except NotAuthenticated:
        return RedirectResponse(urls.sign_in(urls.SETTINGS_DATA), status_code=303)
    return RedirectResponse(found.url, status_code=303, headers={"Cache-Control": "no-store"})
