"""Certificates: the caller's own, anybody's by its number, and what a signed text is worth."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from pydantic import BaseModel, Field

from lms_app.api.v1.bodies import Body
from lms_app.api.v1.caller import call
from lms_app.api.v1.cursors import Listed
from lms_app.api.v1.documented import open_to_all, signed_in
from lms_app.services import certificate

router = APIRouter(tags=["certificates"])
Code = Annotated[str, Path(max_length=60)]


class OwnCertificate(BaseModel):
    """A completed course and its certificate; `code` is empty while there is none. `is_outdated`:
    a new one would have another name or title."""

    course_id: str
    course_title: str
    course_slug: str
    completed_on: str
    code: str
    issued_on: str
    name: str
    is_outdated: bool


class Certificate(BaseModel):
    """A certificate as anybody may see it; `status` is valid or revoked, `jws` what it says,
    signed. The words are empty once its person has gone."""

    code: str
    status: str
    issued_on: str
    name: str
    course_title: str
    instructor_name: str
    language: str
    lesson_count: int
    duration_seconds: int
    completed_on: str
    issuer: str
    revoked_on: str
    reason: str
    kid: str
    jws: str


class SignedText(Body):
    """A certificate as a compact JWS."""

    signed: Annotated[str, Field(max_length=20_000)]


class Verified(BaseModel):
    """`status` is valid, revoked or forged; `content` is what the text says, if it is genuine."""

    status: str
    content: dict[str, Any]
    revoked_on: str


@router.get("/me/certificates", response_model=Listed[OwnCertificate], **signed_in())
async def list_own(request: Request) -> Any:
    """Return the caller's completed courses and certificates, the latest first, 500 at most
    (`enrollment:read`)."""
    return {"items": await call(request, certificate.list_own_certificates)}


@router.get(
    "/certificates/{code}", response_model=Certificate, **open_to_all(404, may_sign_in=True)
)
async def read(request: Request, code: Code) -> Any:
    """Return a certificate by its number, however it is written."""
    return await call(request, certificate.get_certificate, code)


@router.post("/certificates/verify", response_model=Verified, **open_to_all(may_sign_in=True))
async def verify(request: Request, body: SignedText) -> Any:
    """Say whether a signed text is a certificate of this site, word for word, and still valid."""
    return await call(request, certificate.verify_certificate, body.signed)
