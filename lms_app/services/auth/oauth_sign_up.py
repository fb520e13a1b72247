"""The first sign-in with a provider: age and consents before anything is stored."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from lms_app.core.actor import Actor
from lms_app.core.errors import Conflict
from lms_app.core.permissions import Permission
from lms_app.core.text import clean_line
from lms_app.core.use_case import command, workflow
from lms_app.db import queries
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import EmailPurpose, User, UserStatus
from lms_app.ports.identity_provider import Identity
from lms_app.services.auth.consents import Consents, check_applicant, records_of
from lms_app.services.auth.email_links import VERIFY_SECONDS, hash_link, make_link
from lms_app.services.auth.entering import start_session
from lms_app.services.auth.identities import add_identity
from lms_app.services.auth.limiting import limit
from lms_app.services.auth.mail_budget import may_mail
from lms_app.services.auth.oauth import Newcomer, open_newcomer
from lms_app.services.auth.registration import EmailTaken, register, release_address
from lms_app.services.auth.views import SignedIn
from lms_app.services.context import Context
from lms_app.services.notification import post_mail
from lms_app.services.user import email_key, normalise_email


@dataclass(frozen=True)
class OAuthAccount:
    """A fresh account, signed in; `is_mailed` when its address waits for a link."""

    signed_in: SignedIn
    next_path: str
    is_mailed: bool


@dataclass(frozen=True)
class Answers:
    """What a newcomer said of themselves, checked."""

    display_name: str
    email: str
    language: str
    consents: Consents


@workflow(Permission.public)
def sign_up_with_oauth(
    ctx: Context,
    actor: Actor,
    *,
    newcomer: str,
    display_name: str,
    email: str,
    birth_date: str,
    consents: Consents,
    language: str = "",
) -> OAuthAccount:
    """Make the account of somebody a provider vouches for, and sign them in.

    An address the provider has proven is theirs at once; any other one is asked for and becomes
    theirs by a link, so that nobody takes or blocks another's. Raises `FlowRefused`,
    `InvalidInput` with fields (nothing is stored then), `Conflict`, `RateLimited`.
    """
    limit(ctx, f"sign-up:{actor.credential.network}", 100, 3600)
    who = open_newcomer(ctx, newcomer)
    check_applicant(consents, birth_date, min_age=ctx.settings.min_age)
    answers = Answers(
        display_name=clean_line(display_name, "display_name", maximum=80),
        email=normalise_email(who.email if who.is_email_verified else email),
        language=language if language in {"ko", "en"} else ctx.settings.language,
        consents=consents,
    )
    is_mailed = not who.is_email_verified
    use_case = open_unproven_account if is_mailed else open_proven_account
    may = not is_mailed or may_mail(ctx, email_key(answers.email))
    try:
        signed_in = ctx.call_as_system(use_case, who, answers, caller=actor, may_mail=may)
    except EmailTaken as error:
        raise Conflict("error.oauth_account_exists") from error
    return OAuthAccount(signed_in, who.next_path, is_mailed)


@command(Permission.system_maintain)
def open_proven_account(
    uow: UnitOfWork, actor: Actor, who: Newcomer, answers: Answers, *, caller: Actor, may_mail: bool
) -> SignedIn:
    """Make an account whose address the provider has proven. Raises `EmailTaken`, `Conflict`."""
    return _open(uow, actor, who, answers, caller, email=answers.email)


@command(Permission.system_maintain)
def open_unproven_account(
    uow: UnitOfWork, actor: Actor, who: Newcomer, answers: Answers, *, caller: Actor, may_mail: bool
) -> SignedIn:
    """Make an account without an address, and mail a link to the one that was typed.

    Whether that one is an account's already shows nowhere but in its own inbox.
    """
    # A claim that is given up at once: nobody else ever sees it.
    claim = f"{secrets.token_hex(16)}@nobody.invalid"
    signed_in = _open(uow, actor, who, answers, caller, email=claim)
    release_address(uow, email_key(claim))
    if may_mail:
        _mail(uow, queries.get_or_404(uow, User, UUID(signed_in.user_id)), answers.email)
    return signed_in


def _open(
    uow: UnitOfWork, actor: Actor, who: Newcomer, answers: Answers, caller: Actor, *, email: str
) -> SignedIn:
    user_id = register(
        uow,
        email=email,
        display_name=answers.display_name,
        password_hash=None,
        language=answers.language,
        is_email_verified=who.is_email_verified,
        consents=records_of(answers.consents, answers.language),
        ip=caller.credential.ip,
    )
    add_identity(uow, user_id, who.provider, Identity(who.subject, who.email))
    return start_session(uow, actor, user_id=user_id, caller=caller, method=f"oauth:{who.provider}")


def _mail(uow: UnitOfWork, user: User, address: str) -> None:
    """Send the link that makes the address theirs; its owner, if there is one, hears of it instead."""
    owner = uow.session.execute(
        sa.select(User).where(
            User.email_key == email_key(address), User.email_verified_at.is_not(None)
        )
    ).scalar()
    if owner is None:
        token = make_link(uow, user.id, user.email_key, EmailPurpose.change, new_email=address)
        _post(uow, "email_verify", user, address, hash_link(token).hex(), {"token": token})
    elif owner.status is UserStatus.active:
        mark = secrets.token_hex(16)
        _post(uow, "sign_up_known", owner, owner.email, mark, {"name": owner.display_name})


def _post(
    uow: UnitOfWork, template: str, user: User, to: str, mark: str, params: dict[str, str]
) -> None:
    post_mail(
        uow,
        template=template,
        user_id=user.id,
        to=to,
        language=user.language or "",
        key=f"{template}:{mark}",
        params=params,
        expires_in_seconds=VERIFY_SECONDS,
    )
