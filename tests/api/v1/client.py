"""Programs that call the API, as somebody or as nobody."""

from __future__ import annotations

from functools import cache
from typing import Any
from uuid import UUID

from fastapi import FastAPI
from fastapi.testclient import TestClient

from lms_app import composition
from lms_app.api.app import build_api
from lms_app.core.actor import ANONYMOUS, Credential
from lms_app.core.config import settings
from lms_app.core.permissions import Permission
from lms_app.core.urls import API_V1
from lms_app.core.use_case import workflow
from lms_app.models import SessionKind
from lms_app.services import auth
from lms_app.services.auth.api_sessions import open_tokens
from lms_app.services.auth.api_views import Tokens
from lms_app.services.auth.signing_keys import current_key
from tests.factories.people import PASSWORD, Person, as_system


@workflow(Permission.system_maintain)
def tokens_for(ctx, actor, *, user_id: UUID, user_agent: str = "program/1") -> Tokens:
    """Sign somebody in to the API without spending a hash."""
    caller = type(ANONYMOUS)(credential=Credential(ip="192.0.2.9", user_agent=user_agent))
    opened = ctx.call_as_system(
        auth.start_session, user_id=user_id, caller=caller, new_hash=None, kind=SessionKind.api
    )
    return open_tokens(ctx, opened.token)


@workflow(Permission.system_maintain)
def reveal_key(ctx, actor):
    """The key pair that signs now, private half and all."""
    return current_key(ctx)


def tokens_of(who: Person) -> Tokens:
    return as_system(tokens_for, user_id=who.id)


def key_of(who: Person, *scopes: str) -> str:
    return who.call(auth.create_api_key, name="k", scopes=scopes, expires_in_days=30).key


def with_password(email: str) -> None:
    """An account that signs in with `PASSWORD`."""
    hashed = composition.implementations().passwords.hash(PASSWORD)
    as_system(auth.create_person, email=email, display_name="Sam", password_hash=hashed)


@cache
def application() -> FastAPI:
    """The routes, put together once: that takes longer than most of these tests."""
    return build_api()


class Program:
    """An HTTP client below `/api/v1`."""

    def __init__(self, bearer: str = "", **headers: str) -> None:
        if bearer:
            headers["authorization"] = f"Bearer {bearer}"
        self._http = TestClient(
            application(),
            base_url=settings().site_url,
            headers={"user-agent": "program/1", "accept-language": "en", **headers},
            raise_server_exceptions=False,
        )

    def __call__(self, method: str, path: str, **kwargs: Any):
        return self._http.request(method, API_V1 + path, **kwargs)

    def get(self, path: str, **kwargs: Any):
        return self("GET", path, **kwargs)

    def post(self, path: str, body: Any = None, **kwargs: Any):
        return self("POST", path, json=body, **kwargs)


def program(who: Person | None = None) -> Program:
    return Program(tokens_of(who).access_token if who else "")


def with_key(who: Person, *scopes: str) -> Program:
    return Program(**{"x-api-key": key_of(who, *scopes)})
