"""Puts the API together: its resources, and what surrounds each of their answers."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI

from lms_app.api.v1 import (
    account,
    captions,
    certificates,
    courses,
    curriculum,
    documented,
    keys,
    learning,
    notes,
    problems,
    sessions,
    sign_in,
    teaching,
    uploads,
)
from lms_app.api.v1.cors import allow_origins
from lms_app.api.v1.rate import RateLimits
from lms_app.core import urls
from lms_app.core.config import settings

VERSION = "1.0.0"
SUMMARY = "Courses, learning and teaching on a Margin site, for programs."
PARTS = (
    sign_in,
    account,
    sessions,
    keys,
    courses,
    teaching,
    curriculum,
    learning,
    certificates,
    notes,
    uploads,
    captions,
)


def build_v1() -> FastAPI:
    """Return the application below `/api/v1`."""
    app = FastAPI(
        title="Margin API",
        version=VERSION,
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
        servers=[{"url": urls.API_V1}],
        root_path_in_servers=False,
        redirect_slashes=False,
    )
    problems.install(app)
    for part in PARTS:
        app.include_router(part.router)
    allow_origins(app, settings().api_cors_origins)
    app.add_middleware(RateLimits)

    def contract() -> dict[str, Any]:
        return documented.describe(app, SUMMARY)

    app.openapi = contract  # type: ignore[method-assign]
    return app
