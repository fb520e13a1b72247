"""To an identity provider and back, by navigation: `form-action 'self'` stops a form that would be
answered by a redirect away, so the way there is a link."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Annotated, Any
from urllib.parse import urlencode, urlsplit

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import RedirectResponse

from lms_app.api.caller import call, from_own_pages
from lms_app.api.entering import entered
from lms_app.api.forms import back, reason_of
from lms_app.api.limits import Limited
from lms_app.api.lines import Line
from lms_app.api.problems import language
from lms_app.core import urls
from lms_app.core.config import settings
from lms_app.core.errors import (
    DomainError,
    Forbidden,
    NotAuthenticated,
    PortUnavailable,
    StepUpNeeded,
)
from lms_app.core.session_cookie import named_cookie, read_cookie
from lms_app.core.use_case import UseCase
from lms_app.services import auth
from lms_app.services.auth.consents import Consents
from lms_app.services.auth.oauth import NEWCOMER_SECONDS
from lms_app.services.auth.oauth_flow import FLOW_SECONDS, FlowRefused

router = APIRouter(dependencies=[Depends(Limited("oauth", 600))], include_in_schema=False)
# A slow provider keeps these waiting, and nobody who is not on the way to one.
AT_ONCE = 8
WAITING_AT_MOST = 32
BROWSER_COOKIE = "oauth"
NEWCOMER_COOKIE = "newcomer"
Text = Annotated[str, Query(max_length=4096)]
Field = Annotated[str, Form(max_length=2000)]


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(AT_ONCE, thread_name_prefix="providers")


_line = Line(_threads, WAITING_AT_MOST)


async def _ask(request: Request, use_case: UseCase[Any], **kwargs: Any) -> Any:
    """Enter the door in the threads that may wait for providers."""
    async with _line.turn() as threads:
        return await call(request, use_case, threads=threads, **kwargs)


@router.get(urls.API_OAUTH + "/{provider}/start", dependencies=[Depends(from_own_pages)])
async def start(
    request: Request, provider: str, intent: Text = "sign_in", next: Text = urls.HOME
) -> RedirectResponse:
    """Send the browser to the provider, with the mark that it must bring back."""
    target = urls.own_path(next)
    try:
        if intent != "sign_in":
            _from_a_page_of_ours(request)
        departure = await _ask(
            request,
            auth.begin_oauth,
            provider=provider[:40],
            intent=intent[:20],
            next_path=target,
            browser=_cookie(request, BROWSER_COOKIE),
            language=language(request),
        )
    except (DomainError, PortUnavailable) as error:
        return _refused(error, target, at=_begun_at(intent, target))
    response = RedirectResponse(departure.url, status_code=303)
    _set_cookie(response, BROWSER_COOKIE, departure.browser, FLOW_SECONDS)
    return _unkept(response)


@router.get(urls.API_OAUTH + "/{provider}/callback")
async def callback(
    request: Request,
    provider: str,
    state: Text = "",
    code: Text = "",
    iss: Annotated[str | None, Query(max_length=2000)] = None,
    error: Text = "",
) -> RedirectResponse:
    """Take what the provider says: sign in, link, confirm, or ask somebody new for the rest."""
    try:
        outcome = await _ask(
            request,
            auth.finish_oauth,
            provider=provider[:40],
            state=state,
            browser=_cookie(request, BROWSER_COOKIE),
            code=code,
            issuer=iss,
            error=error,
        )
    except (DomainError, PortUnavailable) as refusal:
        return _refused(refusal, urls.HOME, at=urls.SIGN_IN)
    if outcome.refusal is not None:
        at = _begun_at(outcome.intent, outcome.next_path)
        return _refused(outcome.refusal, outcome.next_path, at=at)
    if outcome.signed_in is not None:
        return entered(outcome.next_path, outcome.signed_in)
    if outcome.newcomer:
        address = f"{urls.SIGN_UP_COMPLETE}?{urlencode({'next': outcome.next_path})}"
        response = RedirectResponse(address, status_code=303)
        _set_cookie(response, NEWCOMER_COOKIE, outcome.newcomer, NEWCOMER_SECONDS)
        return _unkept(response)
    return _unkept(RedirectResponse(outcome.next_path, status_code=303))


@router.post(urls.API_OAUTH_COMPLETE, dependencies=[Depends(from_own_pages)])
async def complete(
    request: Request,
    display_name: Field = "",
    email: Field = "",
    birth_date: Field = "",
    terms: Field = "",
    privacy: Field = "",
    marketing: Field = "",
) -> RedirectResponse:
    """Make the account of somebody a provider vouched for; back to the form with a reason."""
    try:
        made = await _ask(
            request,
            auth.sign_up_with_oauth,
            newcomer=_cookie(request, NEWCOMER_COOKIE),
            display_name=display_name,
            email=email,
            birth_date=birth_date,
            consents=Consents(bool(terms), bool(privacy), bool(marketing)),
            language=language(request),
        )
    except FlowRefused as error:
        return _refused(error, urls.HOME, at=urls.SIGN_UP)
    except (DomainError, PortUnavailable) as error:
        typed = {"email": email, "name": display_name, "born": birth_date}
        typed |= {"terms": terms, "privacy": privacy, "marketing": marketing}
        # Of somebody too young nothing is kept, not even in their own browser.
        is_young = getattr(error, "key", "") == "error.too_young"
        if not is_young:
            return back(urls.SIGN_UP_COMPLETE, urls.HOME, error, **typed)
        response = back(urls.SIGN_UP, urls.HOME, error)
        _forget(response, NEWCOMER_COOKIE)
        return response
    response = entered(made.next_path, made.signed_in)
    _forget(response, NEWCOMER_COOKIE)
    return response


def _from_a_page_of_ours(request: Request) -> None:
    """Linking and confirming begin on a page of this site, never by an address from elsewhere."""
    site = request.headers.get("sec-fetch-site", "")
    referrer = urlsplit(request.headers.get("referer", ""))
    if site != "same-origin" and f"{referrer.scheme}://{referrer.netloc}" != settings().site_origin:
        raise Forbidden("error.foreign_origin")


def _begun_at(intent: str, next_path: str) -> str:
    """The page that is told when a way to a provider came to nothing."""
    return {"link": next_path, "confirm": urls.CONFIRM}.get(intent, urls.SIGN_IN)


def _refused(error: Exception, target: str, *, at: str) -> RedirectResponse:
    if isinstance(error, StepUpNeeded):
        return _unkept(RedirectResponse(urls.confirm(target), status_code=303))
    if isinstance(error, NotAuthenticated):
        return _unkept(RedirectResponse(urls.sign_in(target), status_code=303))
    more = {**reason_of(error), "next": target}
    return _unkept(RedirectResponse(f"{at.partition('?')[0]}?{urlencode(more)}", status_code=303))


def _cookie(request: Request, base: str) -> str:
    return read_cookie(
        request.headers.get("cookie", ""), named_cookie(settings().site_url, base).name
    )


def _set_cookie(response: RedirectResponse, base: str, value: str, seconds: int) -> None:
    cookie = named_cookie(settings().site_url, base)
    response.set_cookie(
        cookie.name,
        value,
        max_age=seconds,
        path="/",
        secure=cookie.secure,
        httponly=True,
        samesite="lax",
    )


def _forget(response: RedirectResponse, base: str) -> None:
    cookie = named_cookie(settings().site_url, base)
    response.delete_cookie(
        cookie.name, path="/", secure=cookie.secure, httponly=True, samesite="lax"
    )


def _unkept(response: RedirectResponse) -> RedirectResponse:
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
