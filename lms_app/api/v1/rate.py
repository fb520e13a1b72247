"""How often an address may call, and how it is told (draft-ietf-httpapi-ratelimit-headers).

Counted in Redis for all processes. While Redis is away reading stays open; what takes a password
or a token is closed, because guessing must stay limited.
"""

from __future__ import annotations

from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from lms_app import composition
from lms_app.api.caller import client_ip
from lms_app.api.v1.problems import problem
from lms_app.core import urls
from lms_app.core.addresses import counted
from lms_app.core.errors import PortUnavailable
from lms_app.ports.rate_limiter import Allowance


@dataclass(frozen=True)
class RatePolicy:
    """So many calls of one address within a window; `is_closed` when they cannot be counted."""

    name: str
    calls: int
    seconds: int
    is_closed: bool = False


CALLS = RatePolicy("calls", 1200, 60)
SIGN_IN = RatePolicy("sign-in", 120, 60, is_closed=True)


def policy_of(path: str) -> RatePolicy:
    """Return the policy of an address of the API."""
    return SIGN_IN if path.startswith(f"{urls.API_V1}/auth/") else CALLS


class RateLimits:
    """ASGI middleware: 429 for who calls too often, and headers that say how much is left."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        policy = policy_of(request.url.path)
        left: Allowance | None = None
        try:
            left = await run_in_threadpool(
                composition.implementations().limits.allowance,
                f"api:{policy.name}:{counted(client_ip(request))}",
                policy.calls,
                policy.seconds,
            )
        except PortUnavailable:
            if policy.is_closed:
                left = Allowance(is_allowed=False, remaining=0, reset_seconds=30)
        app = self._app if left is None or left.is_allowed else _too_often(request, left)
        await app(scope, receive, _with_headers(send, policy, left))


def _too_often(request: Request, left: Allowance) -> ASGIApp:
    seconds = max(1, left.reset_seconds)
    answer = problem(request, 429, "error.rate_limited", params={"seconds": seconds})
    answer.headers["Retry-After"] = str(seconds)
    return answer


def _with_headers(send: Send, policy: RatePolicy, left: Allowance | None) -> Send:
    headers = [(b"cache-control", b"no-store")]
    if left is not None:
        limit = f'"{policy.name}";q={policy.calls};w={policy.seconds}'
        rest = f'"{policy.name}";r={left.remaining};t={left.reset_seconds}'
        headers += [(b"ratelimit-policy", limit.encode()), (b"ratelimit", rest.encode())]

    async def answer(message: Message) -> None:
        if message["type"] == "http.response.start":
            given = {name.lower() for name, _ in message["headers"]}
            more = [(name, value) for name, value in headers if name not in given]
            message["headers"] = [*message["headers"], *more]
        await send(message)

    return answer
