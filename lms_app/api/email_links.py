"""What links in mails lead to, and the forms that ask for them. Nothing acts on a mere GET."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse

from lms_app.api.caller import call, from_own_pages
from lms_app.api.entering import entered
from lms_app.api.forms import FORMS_PER_MINUTE, Text, back, hashed, reason_of, with_typed
from lms_app.api.limits import Limited
from lms_app.api.sign_up_mark import forget_mark, read_mark
from lms_app.core import urls
from lms_app.core.errors import DomainError, NotAuthenticated, PortUnavailable
from lms_app.core.session_cookie import FORM_COOKIE
from lms_app.services import auth

router = APIRouter(
    dependencies=[Depends(from_own_pages), Depends(Limited("forms", FORMS_PER_MINUTE))],
    include_in_schema=False,
)
Token = Annotated[str, Form(max_length=200)]


@router.post(urls.API_VERIFY)
async def verify(request: Request, token: Token = "", password: Text = "") -> RedirectResponse:
    """Use a link: a new account is opened and its person signed in, or an address is confirmed.

    Who has to sign in first comes back to the link's page.
    """
    try:
        done = await hashed(
            request,
            auth.confirm_email,
            token=token,
            browser=read_mark(request),
            password=password,
        )
    except NotAuthenticated:
        return _to(urls.sign_in(f"{urls.VERIFY}?{urlencode({'token': token})}"))
    except (DomainError, PortUnavailable) as error:
        return _again(urls.VERIFY, token, error)
    if done.signed_in is None:
        return _to(f"{urls.VERIFY}?{urlencode({'done': done.kind})}")
    response = entered(urls.own_path(done.next_path), done.signed_in)
    forget_mark(response)
    return response


@router.post(urls.API_RESEND)
async def resend(request: Request, next: Text = urls.HOME) -> RedirectResponse:
    """Send this browser's sign-up link again; the answer is the same if it has none."""
    target = urls.own_path(next)
    try:
        await call(request, auth.resend_sign_up, browser=read_mark(request))
    except (DomainError, PortUnavailable) as error:
        return back(urls.SIGN_UP_SENT, target, error)
    return _to(f"{urls.SIGN_UP_SENT}?{urlencode({'again': 1, 'next': target})}")


@router.post(urls.API_FORGOT)
async def forgot(request: Request, email: Text = "") -> RedirectResponse:
    """Mail a link to choose a new password; the answer is the same for every address."""
    try:
        await call(request, auth.request_reset, email=email)
    except (DomainError, PortUnavailable) as error:
        return back(urls.FORGOT, urls.HOME, error, email=email)
    response = _to(f"{urls.FORGOT}?sent=1")
    response.delete_cookie(FORM_COOKIE, path="/")
    return response


@router.post(urls.API_FORGOT_FORM)
async def forgot_form(email: Text = "") -> RedirectResponse:
    """On to the form for a new password, with the address that was typed at the sign-in."""
    return with_typed(_to(urls.FORGOT), forgotten=email)


@router.post(urls.API_RESET)
async def reset(request: Request, token: Token = "", password: Text = "") -> RedirectResponse:
    """Choose a new password by a link, and on to the sign-in page."""
    try:
        await hashed(request, auth.reset_password, token=token, password=password)
    except (DomainError, PortUnavailable) as error:
        return _again(urls.RESET, token, error)
    return _to(f"{urls.SIGN_IN}?notice=reset")


def _again(page: str, token: str, error: Exception) -> RedirectResponse:
    """Back to the page of the link, with its reason."""
    return _to(f"{page}?{urlencode({'token': token, **reason_of(error)})}")


def _to(address: str) -> RedirectResponse:
    return RedirectResponse(address, status_code=303, headers={"Cache-Control": "no-store"})
