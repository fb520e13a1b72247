"""Assembles the HTTP routes; Reflex is mounted beneath them."""

from __future__ import annotations

from fastapi import FastAPI

from lms_app import composition
from lms_app.api import (
    account,
    audit,
    auth,
    captions,
    certificates,
    chapters,
    dev_mail,
    email_links,
    impersonation,
    jwks,
    notes,
    oauth,
    passkeys,
    playback,
    preview,
    problems,
    second_step,
    site,
    uploads,
)
from lms_app.api.avatars import router as avatars
from lms_app.api.body_limit import BodyLimit
from lms_app.api.object_store import build_object_store_router
from lms_app.api.v1.app import build_v1
from lms_app.api.v1.mounting import WholeMount
from lms_app.core import urls


def build_api() -> FastAPI:
    """Return the application that answers everything but pages and events."""
    app = FastAPI(title="Margin", docs_url=None, redoc_url=None, openapi_url=None)
    problems.install(app)
    app.add_middleware(BodyLimit)
    for part in (
        account,
        audit,
        auth,
        passkeys,
        second_step,
        impersonation,
        oauth,
        uploads,
        playback,
        notes,
        preview,
        captions,
        chapters,
        site,
        jwks,
        certificates,
        dev_mail,
        email_links,
    ):
        app.include_router(part.router)
    app.include_router(avatars)
    app.router.routes.append(WholeMount(urls.API_V1, build_v1()))
    store = composition.served_store()
    if store is not None:
        app.include_router(build_object_store_router(store), prefix=urls.STORE)
    return app
