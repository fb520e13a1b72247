"""Posting a mail: a row of the transaction that makes it true."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from lms_app.core import clock
from lms_app.core.events import MailPosted
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import MailMessage
from lms_app.services.notification.templates import TEMPLATES

# A job that gets lost on its way is asked for again after this long.
ASK_AGAIN_SECONDS = 60


def post_mail(
    uow: UnitOfWork,
    *,
    template: str,
    user_id: UUID | None,
    to: str,
    language: str,
    key: str,
    params: Mapping[str, str],
    expires_in_seconds: int,
) -> None:
    """Have a mail sent once this transaction is committed; once a `key`, however often posted.

    `key` names the occasion (`<template>:<id of what happened>`, at most 200 characters). It is
    not sent once it has expired. `language` empty: the site's. `params` may hold a token: they lie
    sealed, and only until the mail is over. Who has no address (`to` empty: none was told by their
    provider, or its owner took it) gets none.
    """
    TEMPLATES[template].ensure_fits(params)
    if not to:
        return
    now = clock.now()
    row = MailMessage(
        key=key,
        template=template,
        user_id=user_id,
        to_address=to,
        language=language,
        next_try_at=now + timedelta(seconds=ASK_AGAIN_SECONDS),
        expires_at=now + timedelta(seconds=expires_in_seconds),
    )
    row.params_sealed = uow.keys.seal_key(
        json.dumps(dict(params)).encode(), sealing_context(row.id)
    )
    uow.flush()
    added = uow.session.execute(
        insert(MailMessage)
        .values(**row.model_dump())
        .on_conflict_do_nothing(index_elements=["key"])
        .returning(MailMessage.id)
    ).scalar()
    if added is not None:
        uow.emit(MailPosted(mail_id=row.id))


def sealing_context(mail_id: UUID) -> str:
    """What a mail's parameters are sealed for: they open for no other mail."""
    return f"mail {mail_id}"
