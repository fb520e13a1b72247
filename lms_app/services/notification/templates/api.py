"""Mails about the API: a token used twice, a key that was made."""

from __future__ import annotations

from lms_app.services.notification.template import MailTemplate

TEMPLATES = (
    MailTemplate(
        "refresh_reused",
        example={"name": "하나", "program": "margin-cli · Linux"},
        link="/settings/security",
        facts=("program",),
        has_note=True,
    ),
    MailTemplate(
        "api_key_created",
        example={"name": "하나", "api_key": "Backup (margin_a1b2c3…)"},
        link="/settings/api",
        facts=("api_key",),
        has_note=True,
    ),
)
