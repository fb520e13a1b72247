"""Native forms and their answers: back with a reason, or on with a redirect."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import urlencode

import structlog
from fastapi import Form, Request
from fastapi.responses import RedirectResponse

from lms_app.api.caller import call
from lms_app.api.lines import hashing
from lms_app.core import correlation
from lms_app.core.config import settings
from lms_app.core.errors import DomainError, RateLimited
from lms_app.core.session_cookie import FORM_COOKIE, session_cookie
from lms_app.core.use_case import UseCase

log = structlog.get_logger()
# Guesses are counted at the door, in Redis; this keeps a flood from getting there.
FORMS_PER_MINUTE = 1200
FORM_SECONDS = 120
COOKIE_BYTES = 3800
Text = Annotated[str, Form(max_length=2000)]


async def hashed(request: Request, use_case: UseCase[Any], **kwargs: Any) -> Any:
    """Enter the door in the threads that hash; raises `RateLimited` when too many wait for them."""
    async with hashing.turn() as threads:
        return await call(request, use_case, threads=threads, **kwargs)


def back(page: str, target: str, error: Exception, **typed: str) -> RedirectResponse:
    """Return to the form. What was typed (never the password) travels in a cookie of two minutes
    and not in the address, which logs keep."""
    query = urlencode({**reason_of(error), "next": target})
    return with_typed(RedirectResponse(f"{page}?{query}", status_code=303), **typed)


def with_typed(response: RedirectResponse, **typed: str) -> RedirectResponse:
    """Let what was typed travel to the next form."""
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


def reason_of(error: Exception) -> dict[str, str]:
    """What the form's page needs to put the refusal into words."""
    if not isinstance(error, DomainError):
        reference = correlation.reference()
        log.warning("port_unavailable", port=getattr(error, "port", ""), reference=reference)
        return {"error": "error.unavailable", "field": "", "reference": reference}
    reason = {"error": error.key, "field": next(iter(error.fields), "")}
    if isinstance(error, RateLimited):
        reason["seconds"] = str(error.retry_after_seconds)
    if "count" in error.params:
        reason["count"] = str(error.params["count"])
    return reason
