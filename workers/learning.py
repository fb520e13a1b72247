"""Jobs of learning; each is safe to repeat."""

from __future__ import annotations

from uuid import UUID

from lms_app.services import certificate, course, enrollment
from workers.door import run


def recount_completed(course_id: str) -> None:
    """Count completed lessons anew after a lesson was removed or the rule was changed."""
    run(enrollment.recount_completed, UUID(course_id))


def issue_certificate(enrollment_id: str) -> None:
    """Issue the certificate of a completed course, unless it was taken away since."""
    run(certificate.issue_certificate, UUID(enrollment_id))


def rename_teacher(user_id: str) -> None:
    """Let somebody's courses be found by the name they have now."""
    run(course.rename_teacher, UUID(user_id))
