"""The sheet of a certificate: the words of its snapshot, and its address as a QR code."""

from __future__ import annotations

import io
from datetime import datetime
from urllib.parse import urlsplit

import segno

from lms_app import i18n
from lms_app.core import urls
from lms_app.core.actor import Actor
from lms_app.core.config import settings
from lms_app.core.errors import NotFound
from lms_app.core.permissions import Permission
from lms_app.core.use_case import workflow
from lms_app.ports.certificate_renderer import CertificateSheet
from lms_app.services.certificate.reading import get_certificate
from lms_app.services.certificate.views import CertificateView
from lms_app.services.context import Context
from lms_app.services.course import panel_svg


class NoLongerValid(NotFound):
    """It was revoked: there is no sheet of it any more."""

    def __init__(self) -> None:
        super().__init__("error.certificate_revoked")


@workflow(Permission.public, only_reads=True)
def get_certificate_pdf(ctx: Context, actor: Actor, code: str, *, language: str) -> bytes:
    """Return a valid certificate as PDF/A, its labels in `language`; raises `NotFound`."""
    found = ctx.call(get_certificate, code)
    if found.status != "valid":
        raise NoLongerValid
    return ctx.certificates.render(sheet_of(found, language))


def sheet_of(found: CertificateView, language: str) -> CertificateSheet:
    """Return what stands on the sheet of a certificate."""

    def say(key: str, **params: object) -> str:
        return i18n.lookup(key, language, **params)

    address = settings().site_url + urls.certificate(found.code)
    parts = urlsplit(address)
    facts = [
        (say("certificate.instructor"), found.instructor_name),
        (
            say("certificate.completed_on"),
            i18n.date(datetime.fromisoformat(found.completed_on), language),
        ),
    ]
    if found.duration_seconds:
        facts.append((say("certificate.length"), i18n.duration(found.duration_seconds, language)))
    return CertificateSheet(
        language=language,
        heading=say("certificate.heading"),
        name=found.name,
        statement=say("certificate.statement", count=found.lesson_count),
        course_title=found.course_title,
        facts=tuple(facts),
        code=found.code,
        address=parts.netloc + parts.path,
        check=say("certificate.check"),
        art_svg=panel_svg(found.course_slug, found.category_slug),
        qr_svg=qr_svg(address),
        signed=found.jws,
        issued_at=datetime.fromisoformat(found.issued_on),
    )


def qr_svg(address: str) -> str:
    """Return an address as a QR code that may lose a seventh of itself."""
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawn, kind="svg", border=0, scale=4, xmldecl=False, dark="#141720"
    )
    return drawn.getvalue().decode()
