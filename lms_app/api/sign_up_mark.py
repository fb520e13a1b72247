"""The mark of the browser that signed up, so that it need not give its password again."""

from __future__ import annotations

from fastapi import Request, Response

from lms_app.core.config import settings
from lms_app.core.session_cookie import SIGN_UP_COOKIE, named_cookie, read_cookie
from lms_app.services.auth.email_links import VERIFY_SECONDS


def read_mark(request: Request) -> str:
    """Return the mark this browser brings, or nothing."""
    name = named_cookie(settings().site_url, SIGN_UP_COOKIE).name
    return read_cookie(request.headers.get("cookie", ""), name)


def keep_mark(response: Response, mark: str) -> None:
    """Have the browser keep its mark as long as the link works."""
    cookie = named_cookie(settings().site_url, SIGN_UP_COOKIE)
    response.set_cookie(
        cookie.name,
        mark,
        max_age=VERIFY_SECONDS,
        path="/",
        secure=cookie.secure,
        httponly=True,
        samesite="lax",
    )


def forget_mark(response: Response) -> None:
    """Take the mark away; it has served."""
    cookie = named_cookie(settings().site_url, SIGN_UP_COOKIE)
    response.delete_cookie(
        cookie.name, path="/", secure=cookie.secure, httponly=True, samesite="lax"
    )
