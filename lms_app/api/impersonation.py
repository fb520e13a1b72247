"""Looking at the site as somebody else, and going back: native forms, answered by a redirect and
the session's new cookie."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse

from lms_app.api.caller import call, from_own_pages
from lms_app.api.entering import entered
from lms_app.api.forms import FORMS_PER_MINUTE, Text
from lms_app.api.limits import Limited
from lms_app.core import urls
from lms_app.core.errors import DomainError, NotAuthenticated, StepUpNeeded
from lms_app.services import auth
from lms_app.services.auth.views import SignedIn

router = APIRouter(
    dependencies=[Depends(from_own_pages), Depends(Limited("forms", FORMS_PER_MINUTE))],
    include_in_schema=False,
)


@router.post(urls.API_IMPERSONATION)
async def begin(request: Request, user_id: Text = "", reason: Text = "") -> RedirectResponse:
    """Open the site as this person; back to their account with a reason when that cannot be."""
    try:
        person = UUID(user_id)
    except ValueError:
        return _to(urls.ADMIN_USERS)
    page = urls.admin_user(str(person))
    try:
        begun = await call(request, auth.begin_impersonation, person, reason=reason)
    except StepUpNeeded:
        return _to(urls.confirm(page))
    except NotAuthenticated:
        return _to(urls.sign_in(page))
    except DomainError as error:
        return _to(f"{page}?{urlencode({'error': error.key})}")
    return _shown(urls.HOME, begun)


@router.post(urls.API_IMPERSONATION + "/end")
async def end(request: Request) -> RedirectResponse:
    """Go back to the person's account as the admin who looked."""
    ended = await call(request, auth.end_impersonation)
    if ended is None:
        return _to(urls.ADMIN_USERS)
    return _shown(urls.admin_user(ended.user_id), ended)


def _shown(page: str, signed_in: SignedIn) -> RedirectResponse:
    """What was shown to one of the two is not kept for the other."""
    response = entered(page, signed_in)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def _to(page: str) -> RedirectResponse:
    return RedirectResponse(page, status_code=303, headers={"Cache-Control": "no-store"})
