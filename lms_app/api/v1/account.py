"""The person whom a token or key stands for."""

from __future__ import annotations

from typing import Any, Literal

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from lms_app.api.v1.caller import call
from lms_app.api.v1.documented import signed_in
from lms_app.services import auth

router = APIRouter(tags=["account"])


class Account(BaseModel):
    """An account; `scopes` is null for an access token, which reaches everywhere its roles do."""

    id: str
    display_name: str
    email: str
    language: Literal["ko", "en", ""] = Field(description="Empty: the site's own.")
    roles: list[str]
    scopes: list[str] | None
    created_at: str


@router.get("/me", response_model=Account, **signed_in())
async def me(request: Request) -> Any:
    """Return the caller's account. Needs the scope `account:read`."""
    return await call(request, auth.get_account)
