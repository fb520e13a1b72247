"""The language a program asks for (RFC 9110, Accept-Language); pages have a cookie for that."""

from __future__ import annotations

from starlette.requests import Request

from lms_app import i18n
from lms_app.core.config import settings


def accepted_language(request: Request) -> str:
    """Return the best of our languages for the request, else the site's."""
    best, weight = settings().language, 0.0
    for part in request.headers.get("accept-language", "")[:500].split(","):
        name, _, rest = part.strip().partition(";")
        wanted = name.strip().lower().split("-")[0]
        asked = _weight(rest)
        if wanted in i18n.LANGUAGES and asked > weight:
            best, weight = wanted, asked
    return best


def _weight(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name.strip().lower() != "q":
        return 1.0
    try:
        found = float(value)
    except ValueError:
        return 0.0
    return found if 0 <= found <= 1 else 0.0
