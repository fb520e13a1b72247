"""Who sent a request to the API: a token or a key in a header, never a cookie.

A page of another site can make a browser send our cookies, but no header of its own; so nothing
here needs a defense against forged requests.
"""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from threading import Lock
from typing import Any, TypeVar

from cachetools import TTLCache
from fastapi import Request

from lms_app import composition
from lms_app.api.caller import client_ip
from lms_app.core.actor import Credential
from lms_app.core.errors import DomainError, NotAuthenticated, PortUnavailable
from lms_app.core.use_case import UseCase
from lms_app.services import auth

R = TypeVar("R")
LONGEST_BEARER = 4096
TOUCH_SECONDS = 600
_touched: TTLCache[bytes, bool] = TTLCache(20_000, TOUCH_SECONDS)
_lock = Lock()


def credential(request: Request, *, is_anonymous: bool = False) -> Credential:
    """Return what the request presents. Raises `NotAuthenticated` for what is no credential."""
    bearer = "" if is_anonymous else _bearer(request)
    return Credential(
        ip=client_ip(request),
        user_agent=request.headers.get("user-agent", "")[:300],
        bearer=bearer,
    )


def _bearer(request: Request) -> str:
    """Read `Authorization: Bearer ...` or `X-API-Key: ...`; both at once is one too many."""
    given = request.headers.getlist("authorization")
    keys = request.headers.getlist("x-api-key")
    if not given and not keys:
        return ""
    if len(given) + len(keys) != 1:
        raise NotAuthenticated("error.bearer")
    value = keys[0].strip() if keys else ""
    if given:
        scheme, _, value = given[0].strip().partition(" ")
        if scheme.lower() != "bearer":
            raise NotAuthenticated("error.bearer")
    value = value.strip()
    if not value or len(value) > LONGEST_BEARER or not value.isascii():
        raise NotAuthenticated("error.bearer")
    return value


async def call(
    request: Request,
    use_case: UseCase[R],
    *args: Any,
    threads: ThreadPoolExecutor | None = None,
    **kwargs: Any,
) -> R:
    """Enter the one door in a thread, as whoever sent the request."""
    presented = credential(request)
    result = await composition.in_thread(
        composition.call, use_case, *args, credential=presented, threads=threads, **kwargs
    )
    if presented.bearer and _is_first(presented.bearer):
        with suppress(DomainError, PortUnavailable):  # signed out just now; the answer stands
            await composition.in_thread(composition.call, auth.touch_client, credential=presented)
    return result


async def call_as_nobody(
    request: Request,
    use_case: UseCase[R],
    *args: Any,
    threads: ThreadPoolExecutor | None = None,
    **kwargs: Any,
) -> R:
    """Enter the door without a credential: signing in asks for none and heeds none."""
    return await composition.in_thread(
        composition.call,
        use_case,
        *args,
        credential=credential(request, is_anonymous=True),
        threads=threads,
        **kwargs,
    )


async def call_as_waiting(
    request: Request, use_case: UseCase[R], *, handle: str, **kwargs: Any
) -> R:
    """Enter the door as a sign-in that waits for its second step, named by its handle."""
    presented = replace(credential(request, is_anonymous=True), session_token=handle)
    return await composition.in_thread(composition.call, use_case, credential=presented, **kwargs)


def _is_first(bearer: str) -> bool:
    """Tell whether this process has not noted the use of this bearer within ten minutes."""
    mark = hashlib.sha256(bearer.encode()).digest()
    with _lock:
        if mark in _touched:
            return False
        _touched[mark] = True
        return True
