"""Errors of the API: one shape for all (RFC 9457), in the language the caller asked for."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from lms_app import i18n
from lms_app.api import problems
from lms_app.api.languages import accepted_language
from lms_app.core import correlation
from lms_app.core.errors import DomainError, PortUnavailable, RateLimited
from lms_app.services.auth import SecondFactorRequired

log = structlog.get_logger()
MEDIA_TYPE = "application/problem+json"
CHALLENGE = 'Bearer realm="margin"'
_WORDS = {404: "error.not_found", 405: "error.method", 401: "error.not_authenticated"}


class Problem(BaseModel):
    """What went wrong: `code` for programs, `detail` for people, `fields` for forms."""

    type: str = "about:blank"
    title: str = Field(examples=["Not Found"])
    status: int = Field(ge=400, le=599, examples=[404])
    code: str = Field(examples=["error.not_found"])
    detail: str = Field(examples=["We could not find it."])
    fields: dict[str, str] = Field(
        default_factory=dict, description="What is wrong with each field of the request."
    )
    handle: str | None = Field(
        default=None, description="With `error.second_factor_required`: names the sign-in."
    )


def problem(request: Request, status: int, key: str, **more: Any) -> JSONResponse:
    """Return a `Problem`; `params` fill the text's placeholders."""
    params = more.pop("params", {})
    detail = i18n.lookup(key, accepted_language(request), **params)
    answer = problems.problem(status, key, detail, **{"fields": {}, **more})
    if status == HTTPStatus.UNAUTHORIZED:
        answer.headers["WWW-Authenticate"] = CHALLENGE
    return answer


def install(app: FastAPI) -> None:
    """Map every kind of error once."""
    app.add_exception_handler(DomainError, _domain)  # type: ignore[arg-type]
    app.add_exception_handler(PortUnavailable, _unavailable)  # type: ignore[arg-type]
    app.add_exception_handler(RequestValidationError, _invalid)  # type: ignore[arg-type]
    app.add_exception_handler(HTTPException, _http)  # type: ignore[arg-type]
    app.add_exception_handler(Exception, _unexpected)


async def _domain(request: Request, error: DomainError) -> Response:
    language = accepted_language(request)
    fields = {f: i18n.lookup(k, language, **error.params_of(f)) for f, k in error.fields.items()}
    more = {"handle": error.handle} if isinstance(error, SecondFactorRequired) else {}
    answer = problem(request, error.status, error.key, params=error.params, fields=fields, **more)
    if isinstance(error, RateLimited):
        answer.headers["Retry-After"] = str(error.retry_after_seconds)
    return answer


async def _unavailable(request: Request, error: PortUnavailable) -> Response:
    reference = correlation.reference()
    log.warning("port_unavailable", port=error.port, reference=reference)
    answer = problem(request, 503, "error.unavailable", params={"reference": reference})
    answer.headers["Retry-After"] = "5"
    return answer


async def _invalid(request: Request, error: RequestValidationError) -> Response:
    """Name every field that does not fit the contract; what was sent is not repeated."""
    language = accepted_language(request)
    fields: dict[str, str] = {}
    for found in error.errors()[:50]:
        place = ".".join(str(part)[:60] for part in found["loc"][1:]) or "body"
        key = "error.text_required" if found["type"] == "missing" else "error.value"
        fields[place.encode("utf-8", "replace").decode()] = i18n.lookup(key, language)
    return problem(request, 422, "error.form", fields=fields)


async def _http(request: Request, error: HTTPException) -> Response:
    """What the framework refuses: no such address, no such method, a body that is no JSON."""
    answer = problem(request, error.status_code, _WORDS.get(error.status_code, "error.form"))
    for name, value in (error.headers or {}).items():
        answer.headers[name] = value
    return answer


async def _unexpected(request: Request, error: Exception) -> Response:
    reference = correlation.reference()
    log.error("unexpected_error", reference=reference, exc_info=error)
    return problem(request, 500, "error.unexpected", params={"reference": reference})
