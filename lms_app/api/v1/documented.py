"""What an operation says of itself in the contract: who may call it and how it refuses."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from lms_app.api.v1.problems import MEDIA_TYPE, Problem

BEARER, API_KEY = "bearerAuth", "apiKey"
_SCHEMES = {
    BEARER: {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "An access token of `POST /auth/sign-in` or `POST /auth/refresh`.",
    },
    API_KEY: {
        "type": "apiKey",
        "in": "header",
        "name": "X-API-Key",
        "description": "A key of `POST /keys` or of the page /settings/api.",
    },
}
# 400: no JSON; 429, 500 and 503 may happen to every call.
_ALWAYS = (400, 413, 415, 422, 429, 500, 503)
_HEADERS: dict[str, Any] = {
    "RateLimit-Policy": {
        "description": 'How many calls a window holds: `"name";q=calls;w=seconds`.',
        "schema": {"type": "string"},
    },
    "RateLimit": {
        "description": 'What is left of it: `"name";r=calls;t=seconds`.',
        "schema": {"type": "string"},
    },
}
_AGAIN = {"description": "In how many seconds to come again.", "schema": {"type": "string"}}
_SCHEME = {"description": "How to say who is calling.", "schema": {"type": "string"}}
_MORE_HEADERS = {
    "401": {"WWW-Authenticate": _SCHEME},
    "429": {"Retry-After": _AGAIN},
    "503": {"Retry-After": _AGAIN},
}


def refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the `responses` of an operation: these refusals beside those of every operation."""
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        status: {
            "description": HTTPStatus(status).phrase,
            "content": {MEDIA_TYPE: {"schema": schema}},
        }
        for status in sorted({*_ALWAYS, *statuses})
    }


def open_to_all(*statuses: int, may_sign_in: bool = False) -> dict[str, Any]:
    """Describe an operation that asks for no credential (but heeds one when `may_sign_in`)."""
    schemes: list[dict[str, list[str]]] = [{}]
    if may_sign_in:
        schemes += [{BEARER: []}, {API_KEY: []}]
        statuses = (401, *statuses)
    return {"responses": refusals(*statuses), "openapi_extra": {"security": schemes}}


def signed_in(*statuses: int, with_keys: bool = True) -> dict[str, Any]:
    """Describe an operation for somebody: with an access token, or `with_keys` also a key."""
    schemes: list[dict[str, list[str]]] = [{BEARER: []}]
    if with_keys:
        schemes.append({API_KEY: []})
    return {"responses": refusals(401, 403, *statuses), "openapi_extra": {"security": schemes}}


def describe(app: FastAPI, summary: str) -> dict[str, Any]:
    """Return the whole contract (OpenAPI 3.1), made once."""
    if app.openapi_schema is None:
        found = get_openapi(
            title=app.title,
            version=app.version,
            summary=summary,
            routes=app.routes,
            servers=app.servers,
        )
        parts = found.setdefault("components", {})
        schemas = parts.setdefault("schemas", {})
        schemas["Problem"] = Problem.model_json_schema()
        for name in ("HTTPValidationError", "ValidationError"):
            schemas.pop(name, None)
        parts["securitySchemes"] = _SCHEMES
        for status, answer in _answers(found["paths"].values()):
            answer.setdefault("headers", {}).update(_HEADERS, **_MORE_HEADERS.get(status, {}))
        app.openapi_schema = found
    return app.openapi_schema


def _answers(paths: Iterable[dict[str, Any]]) -> Iterable[tuple[str, dict[str, Any]]]:
    for path in paths:
        for operation in path.values():
            yield from operation["responses"].items()
