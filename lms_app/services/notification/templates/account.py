"""Mails about an account's address and password.

Those that anybody can have sent to any address carry no word of theirs, not even a name: they
would be a way to send one's own text to strangers.
"""

from __future__ import annotations

from lms_app.services.notification.template import MailTemplate

_SHOWN = "a-link-of-the-preview"

TEMPLATES = (
    MailTemplate(
        "sign_up_confirm",
        example={"token": _SHOWN},
        link="/verify?token={token}",
        has_note=True,
    ),
    MailTemplate("sign_up_known", example={"name": "하나"}, link="/forgot", has_note=True),
    MailTemplate(
        "email_verify",
        example={"token": _SHOWN},
        link="/verify?token={token}",
        has_note=True,
    ),
    MailTemplate(
        "password_reset",
        example={"name": "하나", "token": _SHOWN},
        link="/reset?token={token}",
        has_note=True,
    ),
    MailTemplate("password_changed", example={"name": "하나"}, link="/forgot", has_note=True),
    MailTemplate(
        "email_change_confirm",
        example={"token": _SHOWN},
        link="/verify?token={token}",
        has_note=True,
    ),
    MailTemplate(
        "email_change_notice",
        example={"name": "하나", "email": "h•••@example.com"},
        facts=("email",),
        has_note=True,
    ),
    MailTemplate(
        "email_changed",
        example={"name": "하나", "email": "h•••@example.com"},
        facts=("email",),
        has_note=True,
    ),
)
