"""The answer to whoever just proved who they are: the session's cookie, and on to their page."""

from __future__ import annotations

from fastapi.responses import RedirectResponse

from lms_app.api.looks import keep_looks
from lms_app.core import urls
from lms_app.core.config import settings
from lms_app.core.session_cookie import FORM_COOKIE, session_cookie
from lms_app.services.auth.sessions import SECOND_STEP_SECONDS, SESSION_DAYS_IN_ALL
from lms_app.services.auth.views import SignedIn


def entered(target: str, signed_in: SignedIn) -> RedirectResponse:
    """Set the cookie and go to `target`, by way of the second step where one is asked for.

    The server says when a session is over; the cookie only must not be gone before.
    """
    page, seconds = target, SESSION_DAYS_IN_ALL * 86_400
    if not signed_in.is_complete:
        page, seconds = urls.second_step(target), SECOND_STEP_SECONDS
    response = RedirectResponse(page, status_code=303)
    cookie = session_cookie(settings().site_url)
    response.set_cookie(
        cookie.name,
        signed_in.token,
        max_age=seconds,
        path="/",
        secure=cookie.secure,
        httponly=True,
        samesite="lax",
    )
    keep_looks(response, signed_in)
    response.delete_cookie(FORM_COOKIE, path="/")
    response.headers["Cache-Control"] = "no-store"
    return response
