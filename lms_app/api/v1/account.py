"""The person whom a token or key stands for."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Request
from pydantic import BaseModel, Field

from lms_app.api.v1.bodies import Body, Line, Text
from lms_app.api.v1.caller import call
from lms_app.api.v1.documented import signed_in
from lms_app.services import auth, user

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


class Profile(BaseModel):
    """How others see somebody; `handle` is empty while there is none."""

    display_name: str
    handle: str
    headline: str
    bio_md: str
    bio_html: str
    links: list[str]
    avatar_url: str


class ProfileChange(Body):
    """What is to be different; what is left out stays."""

    display_name: Line | None = None
    handle: Line | None = None
    headline: Line | None = None
    bio_md: Text | None = None
    links: Annotated[list[Line], Field(max_length=20)] | None = None


@router.get("/me/profile", response_model=Profile, **signed_in())
async def get_profile(request: Request) -> Any:
    """Return the caller's profile. Needs the scope `account:read`."""
    return await call(request, user.get_own_profile)


@router.patch("/me/profile", response_model=Profile, **signed_in(409, with_keys=False))
async def change_profile(request: Request, body: ProfileChange) -> Any:
    """Change the caller's profile; `409` when the handle is somebody else's."""
    await call(request, user.update_own_profile, **body.model_dump(exclude_none=True))
    return await call(request, user.get_own_profile)
