"""Certificates as files: the PDF, the signed text, its drawings; and what they are checked with."""

from __future__ import annotations

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse

from lms_app.api.caller import call
from lms_app.api.limits import Limited
from lms_app.core import urls
from lms_app.core.config import settings
from lms_app.services import certificate
from lms_app.services.certificate.sheets import qr_svg
from lms_app.services.course.cover_art import panel_svg

router = APIRouter(include_in_schema=False)
FILES_PER_MINUTE = 300
PDFS_PER_MINUTE = 60
KEYS_PER_MINUTE = 600
# As long may a revoked one be taken for valid by who asks a cache.
_KEPT = {"Cache-Control": "public, max-age=300"}
_ASKED = {"Cache-Control": "no-cache, private", "X-Robots-Tag": "noindex"}
_JOSE = "application/jose"
_files = Depends(Limited("certificate", FILES_PER_MINUTE))


@router.get(urls.CERTIFICATE_KEYS, dependencies=[Depends(Limited("jwks", KEYS_PER_MINUTE))])
async def keys(request: Request) -> JSONResponse:
    """A JSON Web Key Set of every key that certificates were ever signed with."""
    found = await call(request, certificate.list_certificate_keys)
    return JSONResponse({"keys": found}, headers=_KEPT)


@router.get(urls.CERTIFICATE_REVOCATIONS, dependencies=[Depends(Limited("jwks", KEYS_PER_MINUTE))])
async def revocations(request: Request) -> Response:
    """The list of certificates that are no longer valid, signed (compact JWS)."""
    signed = await call(request, certificate.get_revocations)
    return Response(signed, media_type=_JOSE, headers=_KEPT)


@router.get(
    "/certificates/{code}/certificate.pdf",
    dependencies=[Depends(Limited("certificate-pdf", PDFS_PER_MINUTE))],
)
async def pdf(request: Request, code: str) -> Response:
    """A valid certificate as PDF/A in the visitor's language."""
    language = str(request.scope.get("margin.language") or settings().language)
    made = await call(request, certificate.get_certificate_pdf, code, language=language)
    headers = {**_ASKED, "Content-Disposition": f'attachment; filename="{_name(code)}.pdf"'}
    return Response(made, media_type="application/pdf", headers=headers)


@router.get("/certificates/{code}/certificate.jwt", dependencies=[_files])
async def signed(request: Request, code: str) -> Response:
    """What the site says and its signature, to be checked without the site (compact JWS)."""
    found = await call(request, certificate.get_certificate, code)
    headers = {**_ASKED, "Content-Disposition": f'attachment; filename="{_name(code)}.jwt"'}
    return Response(found.jws, media_type=_JOSE, headers=headers)


@router.get("/certificates/{code}/panel.svg", dependencies=[_files])
async def panel(request: Request, code: str) -> Response:
    """The drawing of the course, upright; a plain one once its words are gone."""
    found = await call(request, certificate.get_certificate, code)
    return _drawing(panel_svg(found.course_slug or found.code, found.category_slug))


@router.get("/certificates/{code}/qr.svg", dependencies=[_files])
async def qr(request: Request, code: str) -> Response:
    """The certificate's address as a QR code."""
    found = await call(request, certificate.get_certificate, code)
    return _drawing(qr_svg(settings().site_url + urls.certificate(found.code)))


def _drawing(svg: str) -> Response:
    return Response(svg, media_type="image/svg+xml", headers=_KEPT)


def _name(code: str) -> str:
    kept = "".join(c for c in code if c.isascii() and (c.isalnum() or c == "-"))
    return f"certificate-{kept[:32]}"
