"""Signing in, up and out: native forms, answered by a redirect and the session cookie."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import uuid4

import structlog
from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse

from lms_app import composition
from lms_app.api.caller import call, from_own_pages
from lms_app.api.entering import entered
from lms_app.api.limits import Limited
from lms_app.api.sign_up_mark import keep_mark, read_mark
from lms_app.core import urls
from lms_app.core.config import settings
from lms_app.core.errors import DomainError, PortUnavailable, RateLimited
from lms_app.core.session_cookie import (
    FORM_COOKIE,
    LANGUAGE_COOKIE,
    read_cookie,
    session_cookie,
)
from lms_app.core.use_case import UseCase
from lms_app.services import auth

log = structlog.get_logger()
# Guesses are counted at the door, in Redis; this keeps a flood from getting there.
FORMS_PER_MINUTE = 1200
router = APIRouter(
    dependencies=[Depends(from_own_pages), Depends(Limited("forms", FORMS_PER_MINUTE))],
    include_in_schema=False,
)

FORM_SECONDS = 120
COOKIE_BYTES = 3800
# Beyond these, passwords are not queued for hashing (a hash is about 0.1 s of one core).
WAITING_AT_MOST = 64
Text = Annotated[str, Form(max_length=2000)]


_waiting = 0


async def _hashing(request: Request, use_case: UseCase[Any], **kwargs: Any) -> Any:
    """Enter the door in the threads that hash; refuse when too many wait for them."""
    global _waiting  # noqa: PLW0603  (one count of this process; only the event loop touches it)
    if _waiting >= WAITING_AT_MOST:
        raise RateLimited(5)
    _waiting += 1
    try:
        return await call(request, use_case, threads=composition.hashing_threads(), **kwargs)
    finally:
        _waiting -= 1


@router.post(urls.API_SIGN_IN)
async def sign_in(
    request: Request, email: Text = "", password: Text = "", next: Text = urls.HOME
) -> RedirectResponse:
    """Check the password; back to the form with a reason, or on to where the visitor wanted."""
    target = urls.own_path(next)
    try:
        signed_in = await _hashing(request, auth.sign_in, email=email, password=password)
    except (DomainError, PortUnavailable) as error:
        return _back(urls.SIGN_IN, target, error, email=email)
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
        mark = await _hashing(
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
        return _back(urls.SIGN_UP, target, error, **({} if is_young else typed))
    response = RedirectResponse(
        f"{urls.SIGN_UP_SENT}?{urlencode({'next': target})}", status_code=303
    )
    keep_mark(response, mark)
    response.delete_cookie(FORM_COOKIE, path="/")
    response.headers["Cache-Control"] = "no-store"
    return response


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


def _back(page: str, target: str, error: Exception, **typed: str) -> RedirectResponse:
    """Return to the form. What was typed (never the password) travels in a cookie of two minutes
    and not in the address, which logs keep."""
    query = urlencode({**_reason(error), "next": target})
    response = RedirectResponse(f"{page}?{query}", status_code=303)
    response.set_cookie(
        FORM_COOKIE,
        _in_a_cookie(typed),
        max_age=FORM_SECONDS,
        path="/",
        secure=session_cookie(settings().site_url).secure,
        httponly=True,
        samesite="lax",
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _in_a_cookie(typed: dict[str, str]) -> str:
    """All that was typed, unless a browser would not keep a cookie of that size."""
    for characters in (2000, 254, 80):
        kept = urlencode({name: value[:characters] for name, value in typed.items()})
        if len(kept) <= COOKIE_BYTES:
            break
    return kept


def _reason(error: Exception) -> dict[str, str]:
    """What the form's page needs to put the refusal into words."""
    if not isinstance(error, DomainError):
        reference = uuid4().hex[:8]
        log.warning("port_unavailable", port=getattr(error, "port", ""), reference=reference)
        return {"error": "error.unavailable", "field": "", "reference": reference}
    reason = {"error": error.key, "field": next(iter(error.fields), "")}
    if isinstance(error, RateLimited):
        reason["seconds"] = str(error.retry_after_seconds)
    if "count" in error.params:
        reason["count"] = str(error.params["count"])
    return reason
