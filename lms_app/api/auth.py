"""Signing in, up and out: native forms, answered by a redirect and the session cookie."""

from __future__ import annotations

from urllib.parse import urlencode

import structlog
from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse

from lms_app.api.caller import call, from_own_pages
from lms_app.api.entering import entered
from lms_app.api.forms import FORMS_PER_MINUTE, Text, back, hashed
from lms_app.api.limits import Limited
from lms_app.api.sign_up_mark import keep_mark, read_mark
from lms_app.core import urls
from lms_app.core.config import settings
from lms_app.core.errors import DomainError, PortUnavailable
from lms_app.core.session_cookie import (
    FORM_COOKIE,
    LANGUAGE_COOKIE,
    read_cookie,
    session_cookie,
)
from lms_app.services import auth

log = structlog.get_logger()
router = APIRouter(
    dependencies=[Depends(from_own_pages), Depends(Limited("forms", FORMS_PER_MINUTE))],
    include_in_schema=False,
)


@router.post(urls.API_SIGN_IN)
async def sign_in(
    request: Request, email: Text = "", password: Text = "", next: Text = urls.HOME
) -> RedirectResponse:
    """Check the password; back to the form with a reason, or on to where the visitor wanted."""
    target = urls.own_path(next)
    try:
        signed_in = await hashed(request, auth.sign_in, email=email, password=password)
    except (DomainError, PortUnavailable) as error:
        return back(urls.SIGN_IN, target, error, email=email)
    return entered(target, signed_in)


@router.post(urls.API_SIGN_UP)
async def sign_up(
    request: Request,
    email: Text = "",
    password: Text = "",
    display_name: Text = "",
    birth_date: Text = "",
    terms: Text = "",
    privacy: Text = "",
    marketing: Text = "",
    next: Text = urls.HOME,
) -> RedirectResponse:
    """Ask for an account; on to the page that says to look into the mail, whoever asks."""
    target = urls.own_path(next)
    try:
        mark = await hashed(
            request,
            auth.sign_up,
            email=email,
            password=password,
            display_name=display_name,
            birth_date=birth_date,
            consents=auth.Consents(bool(terms), bool(privacy), bool(marketing)),
            language=read_cookie(request.headers.get("cookie", ""), LANGUAGE_COOKIE),
            next_path=target,
            browser=read_mark(request),
        )
    except (DomainError, PortUnavailable) as error:
        typed = {"email": email, "name": display_name, "born": birth_date}
        typed |= {"terms": terms, "privacy": privacy, "marketing": marketing}
        # Of somebody too young nothing is kept, not even in their own browser.
        is_young = getattr(error, "key", "") == "error.too_young"
        return back(urls.SIGN_UP, target, error, **({} if is_young else typed))
    response = RedirectResponse(
        f"{urls.SIGN_UP_SENT}?{urlencode({'next': target})}", status_code=303
    )
    keep_mark(response, mark)
    response.delete_cookie(FORM_COOKIE, path="/")
    response.headers["Cache-Control"] = "no-store"
    return response


@router.post(urls.API_SIGN_OUT)
async def sign_out(request: Request, next: Text = urls.HOME) -> RedirectResponse:
    """End the session here and now; open sockets of it are refused from the next event on."""
    await call(request, auth.sign_out)
    cookie = session_cookie(settings().site_url)
    response = RedirectResponse(urls.own_path(next), status_code=303)
    response.delete_cookie(
        cookie.name, path="/", secure=cookie.secure, httponly=True, samesite="lax"
    )
    response.headers["Clear-Site-Data"] = '"cache"'
    return response
