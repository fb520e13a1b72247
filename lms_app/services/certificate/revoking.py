"""Revoking: in the transaction of what ends a certificate, and a signed list that anybody may keep."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from lms_app.core import clock
from lms_app.core.actor import Actor
from lms_app.core.config import settings
from lms_app.core.errors import NotFound
from lms_app.core.permissions import Permission
from lms_app.core.use_case import query
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import Certificate, Revocation
from lms_app.services.certificate.codes import written
from lms_app.services.certificate.keys import current_signer
from lms_app.services.certificate.signing import REVOCATIONS_TYPE, sign

# How long the list may be believed without being asked for anew.
LIST_HOURS = 24


def revoke(uow: UnitOfWork, reason: Revocation, *conditions: Any) -> None:
    """End every valid certificate of these, in the caller's transaction."""
    uow.session.execute(
        sa.update(Certificate)
        .where(Certificate.revoked_at.is_(None), *conditions)  # type: ignore[union-attr]
        .values(revoked_at=clock.now(), revoked_reason=reason)
    )


def revoke_of_enrollment(uow: UnitOfWork, enrollment_id: UUID) -> None:
    """End the certificate of an enrollment that is taken away; the caller holds it."""
    revoke(uow, Revocation.enrollment, Certificate.enrollment_id == enrollment_id)


def revoke_of_person(uow: UnitOfWork, user_id: UUID) -> None:
    """End the certificates of somebody who leaves; the caller holds their account."""
    revoke(uow, Revocation.erased, Certificate.user_id == user_id)


@query(Permission.public)
def get_revocations(uow: UnitOfWork, actor: Actor) -> str:
    """Return the list of every revoked certificate, signed (compact JWS): code and date of each.

    Raises `NotFound` while nothing was ever issued.
    """
    signer = current_signer(uow)
    if signer is None:
        raise NotFound
    rows = uow.session.execute(
        sa.select(Certificate.public_id, Certificate.revoked_at)  # type: ignore[call-overload]
        .where(Certificate.revoked_at.is_not(None))  # type: ignore[union-attr]
        .order_by(Certificate.revoked_at)
    )
    now = clock.now()
    content = {
        "iss": settings().site_url,
        "iat": int(now.timestamp()),
        "exp": int((now + timedelta(hours=LIST_HOURS)).timestamp()),
        "revoked": {written(row.public_id): row.revoked_at.date().isoformat() for row in rows},
    }
    return sign(signer, content, REVOCATIONS_TYPE)
