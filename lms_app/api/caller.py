"""Who sent a request, and whether a browser sent it from our own pages."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from fastapi import Request

from lms_app import composition
from lms_app.core.actor import Credential
from lms_app.core.config import settings
from lms_app.core.errors import Forbidden
from lms_app.core.session_cookie import ADDRESS_LENGTH, credential_from
from lms_app.core.use_case import UseCase

R = TypeVar("R")


def client_ip(request: Request) -> str:
    """Return the peer's address, or what the configured number of trusted proxies says."""
    hops = settings().trusted_proxy_hops
    if hops:
        chain = [
            x.strip() for x in ",".join(request.headers.getlist("x-forwarded-for")).split(",") if x
        ]
        if len(chain) >= hops:
            return chain[-hops][:ADDRESS_LENGTH]
    return request.client.host if request.client else ""


def credential(request: Request) -> Credential:
    """Return what the request presents."""
    return credential_from(
        settings().site_url,
        request.headers.get("cookie", ""),
        client_ip(request),
        request.headers.get("user-agent", ""),
    )


async def call(
    request: Request,
    use_case: UseCase[R],
    *args: Any,
    threads: ThreadPoolExecutor | None = None,
    **kwargs: Any,
) -> R:
    """Enter the one door in a thread, as whoever sent the request.

    The door has threads of its own: slow files of the store never wait for them, nor they for
    files. `threads` names others.
    """
    return await composition.in_thread(
        composition.call,
        use_case,
        *args,
        credential=credential(request),
        threads=threads,
        **kwargs,
    )


def from_own_pages(request: Request) -> None:
    """Refuse a state-changing request of another site (OWASP CSRF: Origin and Fetch-Metadata).

    A browser always sends one of them with a POST; a client that sends neither holds no cookies
    that somebody else could ride on.
    """
    site = request.headers.get("sec-fetch-site", "same-origin")
    origin = request.headers.get("origin")
    if site not in {"same-origin", "none"}:
        raise Forbidden("error.foreign_origin")
    if origin is not None and origin != settings().site_origin:
        raise Forbidden("error.foreign_origin")
