"""The public keys of access tokens, at the address where programs look for them."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request
from fastapi.responses import JSONResponse

from lms_app.api.caller import call
from lms_app.api.limits import Limited
from lms_app.core import urls
from lms_app.services import auth

router = APIRouter(include_in_schema=False)
KEYS_PER_MINUTE = 600
KEPT = {"Cache-Control": "public, max-age=60"}


@router.get(urls.JWKS, dependencies=[Depends(Limited("jwks", KEYS_PER_MINUTE))])
async def public_keys(request: Request) -> JSONResponse:
    """A JSON Web Key Set of every key that is believed."""
    return JSONResponse({"keys": await call(request, auth.list_public_keys)}, headers=KEPT)
