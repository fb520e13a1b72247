"""Tokens: signing in, going on, ending; and the keys that tokens are checked with."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from lms_app.api.lines import hashing
from lms_app.api.v1.bodies import Body
from lms_app.api.v1.caller import call, call_as_nobody, call_as_waiting
from lms_app.api.v1.documented import open_to_all, signed_in
from lms_app.services import auth

router = APIRouter(tags=["tokens"])
Secret = Annotated[str, Field(max_length=2000)]


class SignIn(Body):
    """An account's address and password."""

    email: Annotated[str, Field(max_length=254)]
    password: Secret


class SecondFactor(Body):
    """The handle of a sign-in that waits, and a code of the app or a recovery code."""

    handle: Annotated[str, Field(max_length=64)]
    code: Annotated[str, Field(max_length=64)]


class Refresh(Body):
    """The refresh token that was told last."""

    refresh_token: Annotated[str, Field(max_length=64)]


class TokenPair(BaseModel):
    """What to call with, and what to get the next pair with."""

    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105
    access_token: str
    expires_in_seconds: int
    refresh_token: str
    refresh_expires_in_seconds: int


class PublicKeys(BaseModel):
    """A JSON Web Key Set (RFC 7517)."""

    keys: list[dict[str, Any]]


@router.post("/auth/sign-in", response_model=TokenPair, **open_to_all(401))
async def sign_in(request: Request, body: SignIn) -> Any:
    """Open a session for a program.

    An account with a second factor is answered 401 with the code
    `error.second_factor_required` and a `handle` that names the sign-in for ten minutes.
    """
    async with hashing.turn() as threads:
        return await call_as_nobody(
            request,
            auth.sign_in_client,
            email=body.email,
            password=body.password,
            threads=threads,
        )


@router.post("/auth/second-factor", response_model=TokenPair, **open_to_all(401))
async def second_factor(request: Request, body: SecondFactor) -> Any:
    """Take the second step of a sign-in; the fifth wrong code ends it."""
    return await call_as_waiting(
        request, auth.finish_sign_in_client, handle=body.handle, code=body.code
    )


@router.post("/auth/refresh", response_model=TokenPair, **open_to_all(401))
async def refresh(request: Request, body: Refresh) -> Any:
    """Change a refresh token for a new pair; each works once.

    A second use ends the session, except that the same client gets the same refresh token again
    within ten seconds, in case its answer was lost.
    """
    return await call_as_nobody(request, auth.refresh_client, refresh_token=body.refresh_token)


@router.post("/auth/sign-out", status_code=204, **signed_in(with_keys=False))
async def sign_out(request: Request) -> Response:
    """End the session whose access token is sent, with its refresh token."""
    await call(request, auth.sign_out_client)
    return Response(status_code=204)


@router.get("/jwks", response_model=PublicKeys, **open_to_all())
async def jwks(request: Request) -> Any:
    """Return the public keys that access tokens are signed with."""
    return {"keys": await call_as_nobody(request, auth.list_public_keys)}
