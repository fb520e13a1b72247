"""Mails about what somebody may do here: teaching, roles."""

from __future__ import annotations

from lms_app.services.notification.template import MailTemplate

_REASON = "소개에 만들고 싶은 강의를 한 줄만 더해 주세요."

TEMPLATES = (
    MailTemplate("instructor_approved", example={"name": "하나"}, link="/instructor"),
    MailTemplate(
        "instructor_refused",
        example={"name": "하나", "reason": _REASON},
        link="/instructor/start",
        facts=("reason",),
    ),
    MailTemplate(
        "account_suspended",
        example={"name": "하나", "reason": "강의 영상을 밖에 올렸어요.", "token": "a-link"},
        link="/suspended?token={token}",
        facts=("reason",),
        has_note=True,
    ),
    MailTemplate("account_restored", example={"name": "하나"}, link="/login"),
    MailTemplate(
        "role_given",
        example={"name": "하나", "role": "강사", "reason": "함께 운영하기로 했어요."},
        facts=("role", "reason"),
        has_note=True,
    ),
    MailTemplate(
        "role_taken",
        example={"name": "하나", "role": "강사", "reason": "활동을 마쳤어요."},
        facts=("role", "reason"),
        has_note=True,
    ),
)
