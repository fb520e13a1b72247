"""Certificates: issued when a course is completed, signed, checked by anybody, revoked."""

from lms_app.services.certificate.issuing import (
    NotEarned,
    claim_certificate,
    issue_certificate,
    reissue_certificate,
)
from lms_app.services.certificate.keys import list_certificate_keys, rotate_certificate_key
from lms_app.services.certificate.reading import (
    get_certificate,
    list_own_certificates,
    verify_certificate,
)
from lms_app.services.certificate.revoking import (
    get_revocations,
    revoke_of_enrollment,
    revoke_of_person,
)
from lms_app.services.certificate.sheets import get_certificate_pdf
from lms_app.services.certificate.views import CertificateView, OwnCertificate, Verified

__all__ = [
    "CertificateView",
    "NotEarned",
    "OwnCertificate",
    "Verified",
    "claim_certificate",
    "get_certificate",
    "get_certificate_pdf",
    "get_revocations",
    "issue_certificate",
    "list_certificate_keys",
    "list_own_certificates",
    "reissue_certificate",
    "revoke_of_enrollment",
    "revoke_of_person",
    "rotate_certificate_key",
    "verify_certificate",
]
