"""Jobs of mail; each is safe to repeat."""

from __future__ import annotations

from uuid import UUID

from lms_app.services import notification
from workers.door import run


def send_mail(mail_id: str) -> None:
    """Send one mail, unless it is over or in other hands."""
    run(notification.send_mail, UUID(mail_id))
