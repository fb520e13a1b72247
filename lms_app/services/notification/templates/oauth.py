"""Mails about accounts of other services that sign somebody in."""

from __future__ import annotations

from lms_app.services.notification.template import MailTemplate

TEMPLATES = tuple(
    MailTemplate(
        name,
        example={"name": "하나", "provider": "Google"},
        link="/settings/security",
        has_note=True,
    )
    for name in ("account_linked", "account_unlinked")
)
