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
        "new_students", example={"name": "하나", "count": "3"}, link="/instructor", has_note=True
    ),
    MailTemplate(
        "course_taken_down",
        example={
            "name": "하나",
            "course": "처음 만나는 지도",
            "course_id": "00000000-0000-0000-0000-000000000000",
            "reason": "영상에 다른 사람의 음악이 들어 있어요.",
        },
        link="/instructor/courses/{course_id}",
        facts=("course", "reason"),
        has_note=True,
    ),
    MailTemplate(
        "course_allowed",
        example={
            "name": "하나",
            "course": "처음 만나는 지도",
            "course_id": "00000000-0000-0000-0000-000000000000",
            "reason": "고친 영상을 확인했어요.",
        },
        link="/instructor/courses/{course_id}",
        facts=("course", "reason"),
    ),
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
