"""API keys, managed with an access token: a key makes no keys."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from lms_app.api.v1.bodies import Body
from lms_app.api.v1.caller import call
from lms_app.api.v1.cursors import Listed
from lms_app.api.v1.documented import signed_in
from lms_app.services import auth

router = APIRouter(prefix="/keys", tags=["keys"])
Scope = Annotated[str, Field(max_length=40, examples=["enrollment:read"])]


class NewKey(Body):
    """A key's name, what it may do, and for how long."""

    name: Annotated[str, Field(max_length=200)]
    scopes: Annotated[list[Scope], Field(max_length=20)]
    expires_in_days: Annotated[int, Field(strict=True, ge=1, le=366)] = 90


class Key(BaseModel):
    """A key without its secret; times in ISO 8601, `last_used_at` empty while it never was."""

    id: str
    name: str
    prefix: str
    scopes: list[str]
    created_at: str
    expires_at: str
    last_used_at: str
    is_expired: bool


class CreatedKey(BaseModel):
    """A new key: `key` is told this once."""

    key: str
    row: Key


@router.get("", response_model=Listed[Key], **signed_in(with_keys=False))
async def list_keys(request: Request) -> Any:
    """Return the caller's keys that were not revoked, the newest first; there are at most 20."""
    return {"items": await call(request, auth.list_api_keys)}


@router.post("", response_model=CreatedKey, status_code=201, **signed_in(409, with_keys=False))
async def create_key(request: Request, body: NewKey) -> Any:
    """Make a key. Its scopes are at most what the caller may do.

    It takes a session that was signed in to within the last five minutes (403
    `error.step_up_needed` otherwise).
    """
    return await call(
        request,
        auth.create_api_key,
        name=body.name,
        scopes=body.scopes,
        expires_in_days=body.expires_in_days,
    )


@router.delete("/{key_id}", status_code=204, **signed_in(404, with_keys=False))
async def revoke_key(request: Request, key_id: UUID) -> Response:
    """End a key at once."""
    await call(request, auth.revoke_api_key, key_id)
    return Response(status_code=204)
