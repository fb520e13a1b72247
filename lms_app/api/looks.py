"""Language and theme of who just signed in, for the browser they did it with."""

from __future__ import annotations

from starlette.responses import Response

from lms_app.core.config import settings
from lms_app.core.session_cookie import LANGUAGE_COOKIE, THEME_COOKIE, session_cookie
from lms_app.services.auth.views import SignedIn

_YEAR = 365 * 86_400
# The first page takes the theme over into the browser's own memory and forgets the cookie.
_HANDOVER_SECONDS = 600


def keep_looks(response: Response, signed_in: SignedIn) -> None:
    """Let the page that follows be as the person chose, on its first paint already."""
    chosen = [
        (LANGUAGE_COOKIE, signed_in.language, _YEAR),
        (THEME_COOKIE, signed_in.theme, _HANDOVER_SECONDS),
    ]
    for name, value, seconds in chosen:
        if value:
            response.set_cookie(
                name,
                value,
                max_age=seconds,
                path="/",
                secure=session_cookie(settings().site_url).secure,
                samesite="lax",
            )
