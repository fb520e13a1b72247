"""Names and flags of the cookies, from where the site is served."""

from __future__ import annotations

from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit

from lms_app.core.actor import Credential

LANGUAGE_COOKIE = "lang"
# Carries a theme from the sign-in to the next page, where a script of the head takes it over.
THEME_COOKIE = "theme"
# What was typed into a refused sign-in or sign-up form; lives two minutes, never a password.
FORM_COOKIE = "form"
# The mark of a browser that signed up, until its address is confirmed.
SIGN_UP_COOKIE = "signup"
# The longest there is: an IPv4 address in IPv6 notation. A proxy may hand on anything.
ADDRESS_LENGTH = 45
LOOPBACK_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True)
class SessionCookie:
    """How the session cookie is set. Browsers treat loopback as secure, so `__Host-` works there
    over http too; only plain http on another host falls back to a cookie without the prefix."""

    name: str
    secure: bool


def session_cookie(site_url: str) -> SessionCookie:
    """Return the cookie's name and flag for a site at `site_url`."""
    return named_cookie(site_url, "sid")


def named_cookie(site_url: str, base: str) -> SessionCookie:
    """Return name and flag of another cookie that no script and no other host may set."""
    parts = urlsplit(site_url)
    secure = parts.scheme == "https" or (parts.hostname or "") in LOOPBACK_HOSTS
    return SessionCookie(name=f"__Host-{base}" if secure else base, secure=secure)


def read_cookie(header: str, name: str) -> str:
    """Return one cookie of a Cookie header, or an empty string; never raises."""
    if len(header) > 16_384:
        return ""
    for part in header.split(";"):
        key, _, value = part.strip().partition("=")
        if key == name:
            try:
                parsed = SimpleCookie(f"{key}={value}").get(key)
            except CookieError:
                return ""
            return parsed.value if parsed else ""
    return ""


def credential_from(site_url: str, cookie_header: str, ip: str, user_agent: str) -> Credential:
    """Read what a caller presents; who it belongs to is decided in the transaction."""
    token = read_cookie(cookie_header, session_cookie(site_url).name)
    return Credential(session_token=token, ip=ip[:ADDRESS_LENGTH], user_agent=user_agent[:300])
