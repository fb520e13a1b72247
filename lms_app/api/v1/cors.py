"""Which pages of other sites may call the API: those of the named origins, never with cookies."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response

from lms_app.api.v1.problems import problem

EXPOSED = ["RateLimit", "RateLimit-Policy", "Retry-After", "WWW-Authenticate"]
ASKED_AGAIN_SECONDS = 600


def allow_origins(app: FastAPI, origins: tuple[str, ...]) -> None:
    """Let these origins call; without any, a page of another site reads nothing."""
    if origins:
        app.add_middleware(
            _Cors,
            allow_origins=list(origins),
            allow_credentials=False,
            allow_methods=["GET", "POST", "PATCH", "DELETE"],
            allow_headers=["Authorization", "Content-Type", "X-API-Key", "Idempotency-Key"],
            expose_headers=EXPOSED,
            max_age=ASKED_AGAIN_SECONDS,
        )


class _Cors(CORSMiddleware):
    """Says no in the one shape that the API's errors have."""

    def preflight_response(self, request_headers: Headers) -> Response:
        answer = super().preflight_response(request_headers)
        if answer.status_code == 200:
            return answer
        asked = Request({"type": "http", "method": "OPTIONS", "headers": request_headers.raw})
        return problem(asked, 403, "error.foreign_origin")
