"""Mails about how an account is protected."""

from __future__ import annotations

from lms_app.services.notification.template import MailTemplate

_PAGE = "/settings/security"

TEMPLATES = (
    MailTemplate(
        "new_device",
        example={"name": "하나", "device": "Chrome · Windows", "address": "203.0.113.7"},
        link=_PAGE,
        facts=("device", "address"),
        has_note=True,
    ),
    MailTemplate(
        "second_factor_changed",
        example={"name": "하나", "change": "인증 앱을 켰어요"},
        link=_PAGE,
        facts=("change",),
        has_note=True,
    ),
)
