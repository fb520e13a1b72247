"""Mail kept in the database, for sites without a mail server; `/dev/inbox` shows it."""

from __future__ import annotations

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.engine import Engine

from lms_app.adapters.mail_message import build_message
from lms_app.core.text import one_line
from lms_app.db.unit_of_work import begin
from lms_app.models import LocalMail
from lms_app.ports.mailer import Mail

_SENDER = "Margin <no-reply@localhost>"


class LocalInboxMailer:
    """`Mailer` into the table `local_mail`; the same mail lies there once."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def send(self, mail: Mail) -> None:
        """See the port. What no mail server would take is refused here too."""
        build_message(mail, _SENDER)
        row = LocalMail(
            id=mail.id,
            to_address=mail.to,
            subject=one_line(mail.subject),
            body_text=mail.text,
            body_html=mail.html,
        )
        with begin(self._engine, read_only=False) as uow:
            uow.session.execute(
                insert(LocalMail).values(**row.model_dump()).on_conflict_do_nothing()
            )
