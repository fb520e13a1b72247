"""Jobs of learning; each is safe to repeat."""

from __future__ import annotations

from uuid import UUID

from lms_app.services import enrollment
from workers.door import run


def recount_completed(course_id: str) -> None:
    """Count completed lessons anew after a lesson was removed."""
    run(enrollment.recount_completed, UUID(course_id))
