"""What somebody agreed to, and news: given and withdrawn with one click each.

The ledger only grows: an answer is a row, a change of mind another one (PIPA Art. 22, GDPR Art. 7).
"""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa

from lms_app.core.actor import Actor
from lms_app.core.permissions import Permission
from lms_app.core.use_case import command
from lms_app.db import queries
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import Consent, User
from lms_app.services.auth import consent_record, write_consents
from lms_app.services.privacy.views import ConsentRow

NEWS = "marketing"
_ORDER = ("terms", "privacy", "age", NEWS)


def latest_consents(uow: UnitOfWork, user_id: UUID) -> list[ConsentRow]:
    """Return the last answer to each document. 1 query."""
    statement = (
        sa.select(Consent.document, Consent.version, Consent.is_given, Consent.at)  # type: ignore[call-overload]
        .distinct(Consent.document)
        .where(Consent.user_id == user_id)
        .order_by(Consent.document, Consent.at.desc(), Consent.created_at.desc())  # type: ignore[attr-defined]
    )
    found = {
        row.document: ConsentRow(row.document, row.version, row.is_given, row.at.isoformat())
        for row in uow.session.execute(statement)
    }
    return [found[name] for name in _ORDER if name in found]


def wants_news(consents: list[ConsentRow]) -> bool:
    """Say whether somebody takes news: by a clear yes only."""
    return any(row.document == NEWS and row.is_given for row in consents)


@command(Permission.account_edit)
def choose_news(uow: UnitOfWork, actor: Actor, *, wanted: bool) -> None:
    """Take news by mail, or no longer; the same answer again is no new one."""
    user = queries.get_or_404(uow, User, actor.person, lock=True)
    if wants_news(latest_consents(uow, user.id)) is wanted:
        return
    record = consent_record(NEWS, is_given=wanted, language=user.language or "")
    write_consents(uow, user.id, [record], ip=actor.credential.ip)
