"""Telling people something: mail, posted in the transaction that gives the reason."""

from lms_app.services.notification.inbox import (
    InboxMail,
    InboxRow,
    LocalInbox,
    get_local_mail,
    list_local_mails,
)
from lms_app.services.notification.outgoing import purge_mails, requeue_mails
from lms_app.services.notification.posting import post_mail
from lms_app.services.notification.rendering import RenderedMail, render_mail
from lms_app.services.notification.sending import send_mail
from lms_app.services.notification.template import MailTemplate
from lms_app.services.notification.templates import TEMPLATES

__all__ = [
    "TEMPLATES",
    "InboxMail",
    "InboxRow",
    "LocalInbox",
    "MailTemplate",
    "RenderedMail",
    "get_local_mail",
    "list_local_mails",
    "post_mail",
    "purge_mails",
    "render_mail",
    "requeue_mails",
    "send_mail",
]
