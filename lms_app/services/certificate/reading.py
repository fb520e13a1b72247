"""Reading certificates: anybody by its code, its person all of theirs, programs by the signature."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from joserfc.jwk import OKPKey
from sqlmodel import select

from lms_app.core.actor import Actor
from lms_app.core.errors import NotFound
from lms_app.core.permissions import Permission
from lms_app.core.use_case import query
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import (
    Category,
    Certificate,
    Course,
    Enrollment,
    EnrollmentStatus,
    User,
)
from lms_app.services.certificate.codes import read, written
from lms_app.services.certificate.keys import list_certificate_keys
from lms_app.services.certificate.signing import opened
from lms_app.services.certificate.views import CertificateView, OwnCertificate, Verified

MOST = 500
MOST_SIGNED = 20_000


@query(Permission.public)
def get_certificate(uow: UnitOfWork, actor: Actor, code: str) -> CertificateView:
    """Return a certificate by its code, however it is written; `NotFound` when there is none.

    1 query; nothing but what the certificate says of its person.
    """
    found = uow.session.exec(select(Certificate).where(Certificate.public_id == read(code))).first()
    if found is None:
        raise NotFound
    said = found.snapshot
    return CertificateView(
        code=written(found.public_id),
        status="revoked" if found.revoked_at else "valid",
        issued_on=found.issued_at.isoformat(),
        name=said.get("name", ""),
        course_title=said.get("course", ""),
        course_slug=said.get("course_slug", ""),
        category_slug=said.get("category", ""),
        instructor_name=said.get("instructor", ""),
        language=said.get("language", "ko"),
        lesson_count=said.get("lesson_count", 0),
        duration_seconds=said.get("duration_seconds", 0),
        completed_on=said.get("completed_at", ""),
        issuer=said.get("iss", ""),
        revoked_on=found.revoked_at.isoformat() if found.revoked_at else "",
        reason=found.revoked_reason.value if found.revoked_at else "",
        kid=found.kid,
        jws=found.jws,
    )


@query(Permission.enrollment_read)
def list_own_certificates(uow: UnitOfWork, actor: Actor) -> list[OwnCertificate]:
    """Return the caller's completed courses with their certificates, the latest first. 1 query."""
    rows = uow.session.execute(
        sa.select(
            Enrollment.completed_at,
            Course.id,
            Course.title,
            Course.slug,
            Course.language,
            Category.slug.label("category"),  # type: ignore[attr-defined]
            User.display_name,
            Certificate.public_id,
            Certificate.issued_at,
            Certificate.snapshot,
        )
        .join(Course, Course.id == Enrollment.course_id)
        .join(Category, Category.id == Course.category_id)
        .join(User, User.id == Enrollment.user_id)
        .outerjoin(
            Certificate,
            sa.and_(
                Certificate.enrollment_id == Enrollment.id,
                Certificate.revoked_at.is_(None),  # type: ignore[union-attr]
            ),
        )
        .where(Enrollment.user_id == actor.person, Enrollment.status == EnrollmentStatus.completed)
        .order_by(Enrollment.completed_at.desc())  # type: ignore[union-attr]
        .limit(MOST)
    )
    return [_own(row) for row in rows]


def _own(row: Any) -> OwnCertificate:
    said = row.snapshot or {}
    return OwnCertificate(
        course_id=str(row.id),
        course_title=said.get("course", row.title),
        course_slug=said.get("course_slug", row.slug),
        category_slug=said.get("category", row.category),
        language=said.get("language", row.language),
        completed_on=row.completed_at.isoformat() if row.completed_at else "",
        code=written(row.public_id) if row.public_id else "",
        issued_on=row.issued_at.isoformat() if row.issued_at else "",
        name=said.get("name", row.display_name),
        is_outdated=bool(said)
        and (said.get("name"), said.get("course")) != (row.display_name, row.title),
    )


@query(Permission.public)
def verify_certificate(uow: UnitOfWork, actor: Actor, signed: str) -> Verified:
    """Say whether a signed text is a certificate of this site, word for word, and still valid."""
    if len(signed) > MOST_SIGNED:
        return Verified("forged")
    keys = {jwk["kid"]: OKPKey.import_key(jwk) for jwk in list_certificate_keys(uow, actor)}
    content = opened(signed.strip(), keys)
    if content is None:
        return Verified("forged")
    revoked_at = uow.session.execute(
        sa.select(Certificate.revoked_at).where(  # type: ignore[call-overload]
            Certificate.public_id == read(str(content.get("id", "")))
        )
    ).first()
    if revoked_at is None:  # signed by us, and nowhere any more
        return Verified("revoked", content)
    if revoked_at[0] is None:
        return Verified("valid", content)
    return Verified("revoked", content, revoked_at[0].isoformat())
