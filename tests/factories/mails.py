"""Reading the mail that the site has sent."""

from __future__ import annotations

import re

import sqlalchemy as sa

from lms_app import composition
from lms_app.services import notification
from tests.factories.people import as_system
from workers import mail as mail_jobs


def deliver() -> None:
    """Send everything that waits, as the worker does."""
    with composition.implementations().engine.connect() as connection:
        ids = connection.execute(
            sa.text("SELECT id FROM mail_message WHERE status = 'waiting' ORDER BY created_at")
        ).scalars()
        waiting = [str(found) for found in ids]
    for mail_id in waiting:
        mail_jobs.send_mail(mail_id)


def mails_to(address: str) -> list[notification.InboxMail]:
    """Deliver, and return what came to an address, newest first."""
    deliver()
    rows = as_system(notification.list_local_mails, to=address).rows
    from uuid import UUID

    return [as_system(notification.get_local_mail, UUID(row.id)) for row in rows]


def token_to(address: str) -> str:
    """Return the token of the link in the newest mail to an address."""
    found = re.search(r"[?&]token=([\w-]+)", mails_to(address)[0].text)
    assert found, "no link"
    return found[1]
