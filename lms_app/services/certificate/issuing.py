"""Issuing: a completed course becomes a signed certificate, once.

Its words are those of the moment; who is called otherwise since asks for another, which takes the
place of the first. Whoever issues and whoever takes the course away hold the same enrollment, so
that no certificate outlives it.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import select

from lms_app.core import clock
from lms_app.core.actor import Actor
from lms_app.core.config import settings
from lms_app.core.errors import Conflict, NotFound
from lms_app.core.events import CertificateIssued
from lms_app.core.permissions import Permission
from lms_app.core.use_case import command
from lms_app.db import queries
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import (
    Category,
    Certificate,
    Course,
    Enrollment,
    EnrollmentStatus,
    Revocation,
    User,
    UserStatus,
)
from lms_app.services.certificate.codes import new_code, read, written
from lms_app.services.certificate.keys import signer_in
from lms_app.services.certificate.revoking import revoke
from lms_app.services.certificate.signing import sign

VERSION = 1


class NotEarned(Conflict):
    """The course is not completed, or was taken away since."""

    def __init__(self) -> None:
        super().__init__("error.certificate_not_earned")


@command(Permission.system_maintain)
def issue_certificate(uow: UnitOfWork, actor: Actor, enrollment_id: UUID) -> str:
    """Issue the certificate of a completed course; return its code. Twice is once.

    Raises `NotEarned` for a course that is not completed or was taken away.
    """
    return _issue(uow, _hold(uow, enrollment_id))


@command(Permission.progress_write)
def claim_certificate(uow: UnitOfWork, actor: Actor, course_id: UUID) -> str:
    """Issue the caller's certificate of a course they have completed, if it is not there yet;
    return its code. Raises `NotFound` and `NotEarned`."""
    found = uow.session.execute(
        sa.select(Enrollment.id).where(  # type: ignore[call-overload]
            Enrollment.user_id == actor.person, Enrollment.course_id == course_id
        )
    ).scalar()
    if found is None:
        raise NotFound
    return _issue(uow, _hold(uow, found))


@command(Permission.progress_write)
def reissue_certificate(uow: UnitOfWork, actor: Actor, code: str) -> str:
    """Give the caller a certificate with the name they have now; return the new one's code.

    The former one is revoked. With nothing to change, it stays and its code is returned.
    """
    found = uow.session.exec(
        select(Certificate).where(
            Certificate.public_id == read(code), Certificate.user_id == actor.person
        )
    ).first()
    if found is None:
        raise NotFound
    enrollment = _hold(uow, found.enrollment_id)
    present = _valid(uow, enrollment.id)
    if present is not None:
        words = _words(uow, enrollment)
        if all(present.snapshot.get(name) == words[name] for name in ("name", "course")):
            return written(present.public_id)
        revoke(uow, Revocation.reissued, Certificate.id == present.id)
    return _issue(uow, enrollment)


def _hold(uow: UnitOfWork, enrollment_id: UUID) -> Enrollment:
    """Lock the person, then the enrollment: neither an erasure nor a refund passes by."""
    user_id = queries.get_or_404(uow, Enrollment, enrollment_id).user_id
    status = uow.session.execute(
        sa.select(User.status).where(User.id == user_id).with_for_update(read=True)  # type: ignore[call-overload]
    ).scalar_one()
    if status is UserStatus.erased:
        raise NotFound
    return queries.get_or_404(uow, Enrollment, enrollment_id, lock=True)


def _valid(uow: UnitOfWork, enrollment_id: UUID) -> Certificate | None:
    return uow.session.exec(
        select(Certificate).where(
            Certificate.enrollment_id == enrollment_id,
            Certificate.revoked_at.is_(None),  # type: ignore[union-attr]
        )
    ).first()


def _issue(uow: UnitOfWork, enrollment: Enrollment) -> str:
    if enrollment.status is not EnrollmentStatus.completed:
        raise NotEarned
    present = _valid(uow, enrollment.id)
    if present is not None:
        return written(present.public_id)
    now, code, signer = clock.now(), new_code(), signer_in(uow)
    snapshot = {
        "v": VERSION,
        "id": written(code),
        "iss": settings().site_url,
        "issued_at": now.isoformat(timespec="seconds"),
        **_words(uow, enrollment),
    }
    made = Certificate(
        public_id=code,
        user_id=enrollment.user_id,
        enrollment_id=enrollment.id,
        snapshot=snapshot,
        jws=sign(signer, snapshot),
        kid=signer.kid,
        issued_at=now,
    )
    uow.add(made)
    uow.emit(CertificateIssued(certificate_id=made.id))
    return written(code)


def _words(uow: UnitOfWork, enrollment: Enrollment) -> dict[str, Any]:
    """Return what the certificate says of person and course, as they are now."""
    teacher = sa.orm.aliased(User)
    row = uow.session.execute(
        sa.select(
            User.display_name,
            Course.title,
            Course.slug,
            Course.language,
            Course.lesson_count,
            Course.duration_seconds,
            Category.slug.label("category"),  # type: ignore[attr-defined]
            teacher.display_name.label("instructor"),  # type: ignore[attr-defined]
        )
        .select_from(Course)
        .join(teacher, teacher.id == Course.owner_id)
        .join(Category, Category.id == Course.category_id)
        .join(User, User.id == enrollment.user_id)
        .where(Course.id == enrollment.course_id)
    ).one()
    return {
        "name": row.display_name,
        "course": row.title,
        "course_slug": row.slug,
        "category": row.category,
        "instructor": row.instructor,
        "language": row.language,
        "lesson_count": row.lesson_count,
        "duration_seconds": row.duration_seconds,
        "completed_at": (enrollment.completed_at or clock.now()).isoformat(timespec="seconds"),
    }
