"""Signing in, up and out: native forms, answered by a redirect and the session cookie."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse

from lms_app.api.caller import call, from_own_pages
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
from lms_app.services.auth.sessions import SESSION_DAYS

router = APIRouter(dependencies=[Depends(from_own_pages)], include_in_schema=False)

FORM_SECONDS = 120
Text = Annotated[str, Form(max_length=2000)]


@router.post(urls.API_SIGN_IN)
async def sign_in(
    request: Request, email: Text = "", password: Text = "", next: Text = urls.HOME
) -> RedirectResponse:
    """Check the password; back to the form with a reason, or on to where the visitor wanted."""
    target = urls.own_path(next)
    try:
        signed_in = await call(request, auth.sign_in, email=email, password=password)
    except (DomainError, PortUnavailable) as error:
        return _back(urls.SIGN_IN, target, error, email=email)
    return _enter(target, signed_in.token)


@router.post(urls.API_SIGN_UP)
async def sign_up(
    request: Request,
    email: Text = "",
    password: Text = "",
    display_name: Text = "",
    next: Text = urls.HOME,
) -> RedirectResponse:
    """Create the account and its first session."""
    target = urls.own_path(next)
    language = read_cookie(request.headers.get("cookie", ""), LANGUAGE_COOKIE)
    try:
        signed_in = await call(
            request,
            auth.sign_up,
            email=email,
            password=password,
            display_name=display_name,
            language=language,
        )
    except (DomainError, PortUnavailable) as error:
        return _back(urls.SIGN_UP, target, error, email=email, name=display_name)
    return _enter(target, signed_in.token)


@router.post(urls.API_SIGN_OUT)
async def sign_out(request: Request) -> RedirectResponse:
    """End the session here and now; open sockets of it are refused from the next event on."""
    await call(request, auth.sign_out)
    cookie = session_cookie(settings().site_url)
    response = RedirectResponse(urls.HOME, status_code=303)
    response.delete_cookie(
        cookie.name, path="/", secure=cookie.secure, httponly=True, samesite="lax"
    )
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def _enter(target: str, token: str) -> RedirectResponse:
    cookie = session_cookie(settings().site_url)
    response = RedirectResponse(target, status_code=303)
    response.set_cookie(
        cookie.name,
        token,
        max_age=SESSION_DAYS * 86_400,
        path="/",
        secure=cookie.secure,
        httponly=True,
        samesite="lax",
    )
    response.delete_cookie(FORM_COOKIE, path="/")
    response.headers["Cache-Control"] = "no-store"
    return response


def _back(page: str, target: str, error: Exception, **typed: str) -> RedirectResponse:
    """Return to the form. What was typed (never the password) travels in a cookie of two minutes
    and not in the address, which logs keep."""
    key = error.key if isinstance(error, DomainError) else "error.unavailable"
    fields = list(error.fields) if isinstance(error, DomainError) else []
    query = urlencode({"error": key, "field": fields[0] if fields else "", "next": target})
    response = RedirectResponse(f"{page}?{query}", status_code=303)
    response.set_cookie(
        FORM_COOKIE,
        urlencode({name: value[:254] for name, value in typed.items()}),
        max_age=FORM_SECONDS,
        path="/",
        secure=session_cookie(settings().site_url).secure,
        httponly=True,
        samesite="lax",
    )
    response.headers["Cache-Control"] = "no-store"
    return response
