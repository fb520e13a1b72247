"""Links of a profile: a few own places elsewhere, shown and followed, never loaded by us."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from urllib.parse import urlsplit

from lms_app.core.errors import InvalidInput

MOST_LINKS = 5
MAXIMUM = 200
_FORBIDDEN = frozenset(" \t\"'<>\\^`{}|")


def clean_links(values: Sequence[str]) -> list[str]:
    """Return at most five https addresses, empty ones left out, doubles once.

    Raises `InvalidInput` on `links` for anything else.
    """
    kept = [clean_link(value) for value in values if value.strip()]
    if len(kept) > MOST_LINKS:
        raise InvalidInput(
            "error.links_many", fields={"links": "error.links_many"}, count=MOST_LINKS
        )
    return list(dict.fromkeys(kept))


def clean_link(value: str) -> str:
    """Return an address as browsers write it: https, a host of several parts, no user, no port."""
    text = value.strip()
    if "://" not in text:
        text = f"https://{text}"
    try:
        text.encode("utf-8")
        parts = urlsplit(unicodedata.normalize("NFC", text))
        host = (parts.hostname or "").rstrip(".").encode("idna").decode()
        port = parts.port
    except (UnicodeError, ValueError) as error:
        raise _wrong() from error
    is_fine = (
        parts.scheme == "https"
        and "." in host
        and not host.replace(".", "").isdigit()
        and ":" not in host
        and port in {None, 443}
        and "@" not in parts.netloc
        and not _FORBIDDEN & set(text)
        and text.isprintable()
    )
    path = parts.path.rstrip("/") if parts.path.strip("/") else ""
    query = f"?{parts.query}" if parts.query else ""
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    whole = f"https://{host}{path}{query}{fragment}"
    if not is_fine or len(whole) > MAXIMUM:
        raise _wrong()
    return whole


def shown_link(link: str) -> str:
    """Return how a link is written for people: without its scheme, its host readable."""
    host, _, rest = link.removeprefix("https://").removeprefix("www.").partition("/")
    return f"{_readable(host)}/{rest}" if rest else _readable(host)


def _readable(host: str) -> str:
    """A host with Hangul in it as it is spoken; any other stays as computers write it, because
    letters that look like Latin ones are how addresses are forged."""
    try:
        spoken = host.encode("ascii").decode("idna")
    except UnicodeError:
        return host
    is_plain = all(c.isascii() or "\uac00" <= c <= "\ud7a3" for c in spoken)
    return spoken if is_plain else host


def _wrong() -> InvalidInput:
    return InvalidInput("error.link", fields={"links": "error.link"}, maximum=MAXIMUM)
