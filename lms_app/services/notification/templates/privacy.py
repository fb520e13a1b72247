"""Mails about somebody's own data."""

from __future__ import annotations

from lms_app.services.notification.template import MailTemplate

TEMPLATES = (
    MailTemplate(
        "export_ready",
        example={"name": "하나", "hours": "24"},
        link="/settings/data",
        has_note=True,
    ),
    MailTemplate(
        "deletion_scheduled",
        example={"name": "하나", "day": "2026-12-01"},
        link="/settings/data",
        facts=("day",),
        has_note=True,
    ),
    MailTemplate(
        "suspended_data",
        example={"name": "하나", "what": "데이터 사본이 준비됐어요", "token": "a-link"},
        link="/suspended?token={token}",
        facts=("what",),
    ),
    MailTemplate(
        "deletion_refused",
        example={"name": "하나", "why": "공개한 강의에 수강생이 있어요."},
        link="/settings/data",
        facts=("why",),
    ),
)
