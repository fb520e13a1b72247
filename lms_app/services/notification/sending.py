"""Sending one mail: claim, hand over outside any transaction, mark."""

from __future__ import annotations

import json
from uuid import UUID

from lms_app.core.actor import Actor
from lms_app.core.errors import PortUnavailable
from lms_app.core.permissions import Permission
from lms_app.core.use_case import workflow
from lms_app.ports.key_vault import KeyUnreadable
from lms_app.ports.mailer import Mail, MailRefused
from lms_app.services.context import Context
from lms_app.services.notification.outgoing import (
    MailClaim,
    claim_mail,
    give_up_mail,
    mark_mail_sent,
    postpone_mail,
)
from lms_app.services.notification.posting import sealing_context
from lms_app.services.notification.rendering import render_mail


@workflow(Permission.system_maintain)
def send_mail(ctx: Context, actor: Actor, mail_id: UUID) -> bool:
    """Hand the mail over if it is this job's to send; True when it was.

    A worker that dies between hand-over and mark has it sent again, under the same Message-ID:
    mailboxes can tell. Everything else happens once.
    """
    claim = ctx.call(claim_mail, mail_id)
    if claim is None:
        return False
    try:
        mail = _written(ctx, claim)
    except (KeyUnreadable, KeyError, ValueError) as error:
        ctx.call(give_up_mail, claim, reason=f"cannot be written: {type(error).__name__}")
        return False
    try:
        ctx.mailer.send(mail)
    except MailRefused as error:
        ctx.call(give_up_mail, claim, reason=f"refused: {error}")
        return False
    except PortUnavailable as error:
        ctx.call(postpone_mail, claim, reason=str(error))
        return False
    ctx.call(mark_mail_sent, claim)
    return True


def _written(ctx: Context, claim: MailClaim) -> Mail:
    opened = ctx.keys.open_key(claim.params_sealed, sealing_context(claim.id))
    language = claim.language or ctx.settings.language
    rendered = render_mail(
        claim.template, language, json.loads(opened), site_url=ctx.settings.site_url
    )
    return Mail(
        id=claim.id,
        to=claim.to_address,
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
    )
