"""One mail as it goes over the wire: text and HTML, headers through the standard library only."""

from __future__ import annotations

from email.message import EmailMessage
from email.utils import format_datetime, parseaddr

from lms_app.core import clock
from lms_app.core.text import one_line
from lms_app.ports.mailer import Mail, MailRefused


def build_message(mail: Mail, sender: str) -> EmailMessage:
    """Return the message; raises `MailRefused` for what no header can hold.

    The Message-ID is the mail's own: a mailbox that gets it twice can tell.
    """
    domain = parseaddr(sender)[1].rpartition("@")[2] or "localhost"
    message = EmailMessage()
    try:
        message["From"] = sender
        message["To"] = mail.to
        message["Subject"] = one_line(mail.subject)
        message["Date"] = format_datetime(clock.now())
        message["Message-ID"] = f"<{mail.id}@{domain}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(mail.text)
        message.add_alternative(mail.html, subtype="html")
    except (ValueError, IndexError, UnicodeError) as error:
        raise MailRefused(type(error).__name__) from error
    found = message["To"].addresses
    if len(found) != 1 or not found[0].domain:
        raise MailRefused("not one address")
    return message
