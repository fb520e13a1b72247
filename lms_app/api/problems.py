"""Errors as HTTP answers: a status, a code and words; never a stack trace."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import urlencode

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response

from lms_app import i18n
from lms_app.api.languages import accepted_language
from lms_app.core import correlation, urls
from lms_app.core.config import settings
from lms_app.core.errors import DomainError, PortUnavailable, RateLimited
from lms_app.core.session_cookie import LANGUAGE_COOKIE, read_cookie

log = structlog.get_logger()


def language(request: Request) -> str:
    """Return the visitor's chosen language, else the site's; of the API what its caller asks."""
    if request.url.path.startswith(urls.API_V1 + "/"):
        return accepted_language(request)
    chosen = read_cookie(request.headers.get("cookie", ""), LANGUAGE_COOKIE)
    return chosen if chosen in i18n.LANGUAGES else settings().language


def problem(status: int, code: str, detail: str, **more: object) -> JSONResponse:
    """Return an error body (RFC 9457): type, title, status, code, detail."""
    title = HTTPStatus(status).phrase
    body = {"type": "about:blank", "title": title, "status": status, "code": code, "detail": detail}
    return JSONResponse(
        {**body, **more},
        status_code=status,
        media_type="application/problem+json",
        headers={"Cache-Control": "no-store"},
    )


_PAGE_OF = {
    urls.API_SIGN_UP: urls.SIGN_UP,
    urls.API_RESEND: urls.SIGN_UP_SENT,
    urls.API_VERIFY: urls.VERIFY,
    urls.API_FORGOT: urls.FORGOT,
    urls.API_RESET: urls.RESET,
}


def _is_form(request: Request) -> bool:
    """Tell whether a person's own browser posted a form and would show the answer as a page."""
    return request.url.path.startswith(urls.API_AUTH) and "text/html" in request.headers.get(
        "accept", ""
    )


def _back_to_form(request: Request, code: str, **more: str) -> RedirectResponse:
    page = _PAGE_OF.get(request.url.path, urls.SIGN_IN)
    return RedirectResponse(f"{page}?{urlencode({'error': code, **more})}", status_code=303)


def _seconds(error: DomainError) -> dict[str, str]:
    return {"seconds": str(error.params["seconds"])} if "seconds" in error.params else {}


def install(app: FastAPI) -> None:
    """Map every kind of error once."""

    @app.exception_handler(DomainError)
    async def domain(request: Request, error: DomainError) -> Response:
        if _is_form(request):
            return _back_to_form(request, error.key, **_seconds(error))
        lang = language(request)
        fields = {f: i18n.lookup(k, lang, **error.params_of(f)) for f, k in error.fields.items()}
        answer = problem(
            error.status, error.key, i18n.lookup(error.key, lang, **error.params), fields=fields
        )
        if isinstance(error, RateLimited):
            answer.headers["Retry-After"] = str(error.retry_after_seconds)
        return answer

    @app.exception_handler(PortUnavailable)
    async def unavailable(request: Request, error: PortUnavailable) -> Response:
        reference = correlation.reference()
        log.warning("port_unavailable", port=error.port, reference=reference)
        if _is_form(request):
            return _back_to_form(request, "error.unavailable", reference=reference)
        words = i18n.lookup("error.unavailable", language(request), reference=reference)
        answer = problem(503, "error.unavailable", words)
        answer.headers["Retry-After"] = "5"
        return answer

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, _error: RequestValidationError) -> Response:
        if _is_form(request):
            return _back_to_form(request, "error.form")
        return problem(422, "error.form", i18n.lookup("error.form", language(request)))

    @app.exception_handler(Exception)
    async def unexpected(request: Request, error: Exception) -> Response:
        reference = correlation.reference()
        log.error("unexpected_error", reference=reference, exc_info=error)
        if _is_form(request):
            return _back_to_form(request, "error.unexpected", reference=reference)
        words = i18n.lookup("error.unexpected", language(request), reference=reference)
        return problem(500, "error.unexpected", words)
