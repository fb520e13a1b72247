"""Mail over SMTP, by the standard library."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage

from lms_app.adapters.mail_message import build_message
from lms_app.core.errors import PortUnavailable
from lms_app.core.smtp import SmtpSettings
from lms_app.ports.mailer import Mail, MailRefused

# RFC 5321: 4xx asks for another try, 5xx is final. 5xx at the door is about us, not the mail.
_FINAL = 500


class SmtpMailer:
    """`Mailer` with one connection a mail: few are sent, and none holds a socket while it waits."""

    def __init__(self, config: SmtpSettings) -> None:
        self._config = config

    def send(self, mail: Mail) -> None:
        """See the port."""
        message = build_message(mail, self._config.sender)
        try:
            with self._connected() as server:
                self._hand_over(server, message)
        except (smtplib.SMTPException, OSError) as error:
            raise PortUnavailable("mailer", type(error).__name__) from error

    def greet(self) -> None:
        """Sign in and leave (`doctor`). Raises `PortUnavailable`."""
        try:
            with self._connected() as server:
                server.noop()
        except (smtplib.SMTPException, OSError) as error:
            raise PortUnavailable("mailer", type(error).__name__) from error

    def _hand_over(self, server: smtplib.SMTP, message: EmailMessage) -> None:
        try:
            server.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _ in error.recipients.values()]
            if codes and min(codes) >= _FINAL:
                raise MailRefused(f"recipient {codes[0]}") from error
            raise
        except smtplib.SMTPDataError as error:
            if error.smtp_code >= _FINAL:
                raise MailRefused(f"content {error.smtp_code}") from error
            raise
        except smtplib.SMTPNotSupportedError as error:  # an address beyond ASCII, without SMTPUTF8
            raise MailRefused("address not supported") from error

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        config = self._config
        trusted = ssl.create_default_context()
        if config.security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                config.host, config.port, timeout=config.timeout_seconds, context=trusted
            )
        else:
            server = smtplib.SMTP(config.host, config.port, timeout=config.timeout_seconds)
        try:
            if config.security == "starttls":
                server.starttls(context=trusted)
            if config.username:
                server.login(config.username, config.password)
            yield server
        finally:
            _leave(server)


def _leave(server: smtplib.SMTP) -> None:
    """Say good-bye if it can be heard: the mail is handed over already, or has failed for its own
    reason."""
    try:
        server.quit()
    except (smtplib.SMTPException, OSError):
        server.close()
