"""The second step of signing in, and proving once more who is there: native forms, answered by a
redirect and the session's new cookie."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse

from lms_app.api.caller import call, from_own_pages
from lms_app.api.entering import entered
from lms_app.api.forms import FORMS_PER_MINUTE, Text, back, hashed
from lms_app.api.limits import Limited
from lms_app.core import urls
from lms_app.core.errors import DomainError, NotAuthenticated, PortUnavailable
from lms_app.services import auth

router = APIRouter(
    dependencies=[Depends(from_own_pages), Depends(Limited("forms", FORMS_PER_MINUTE))],
    include_in_schema=False,
)


@router.post(urls.API_SECOND_STEP)
async def second_step(
    request: Request, code: Text = "", next: Text = urls.HOME
) -> RedirectResponse:
    """Take the second step by a code; back to it with a reason, to the start when it is over."""
    target = urls.own_path(next)
    try:
        signed_in = await call(request, auth.take_second_step, code=code)
    except auth.SecondStepOver as error:
        return back(urls.SIGN_IN, target, error)
    except (DomainError, PortUnavailable) as error:
        return back(urls.SECOND_STEP, target, error)
    return entered(target, signed_in)


@router.post(urls.API_PROOF + "/password")
async def prove_by_password(
    request: Request, password: Text = "", next: Text = urls.HOME
) -> RedirectResponse:
    """Prove by the password who is there, and go back to what asked for it."""
    target = urls.own_path(next)
    try:
        signed_in = await hashed(request, auth.prove_by_password, password=password)
    except (DomainError, PortUnavailable) as error:
        return not_proved(target, error)
    return entered(target, signed_in)


@router.post(urls.API_PROOF + "/code")
async def prove_by_code(
    request: Request, code: Text = "", next: Text = urls.HOME
) -> RedirectResponse:
    """Prove by a code who is there, and go back to what asked for it."""
    target = urls.own_path(next)
    try:
        signed_in = await call(request, auth.prove_by_code, code=code)
    except (DomainError, PortUnavailable) as error:
        return not_proved(target, error)
    return entered(target, signed_in)


def not_proved(target: str, error: Exception) -> RedirectResponse:
    """Back to the proof with a reason; whose session is over signs in."""
    page = urls.SIGN_IN if isinstance(error, NotAuthenticated) else urls.CONFIRM
    return back(page, target, error)
