"""The first administrator, made by who runs the machine, and their way back in.

Every other one is made by an administrator (`services/user/roles.py`). No page, route or program
leads here: the command line alone holds the permission.
"""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from lms_app.core.actor import Actor
from lms_app.core.errors import Conflict, NotFound
from lms_app.core.permissions import Permission, Role
from lms_app.core.text import clean_line
from lms_app.core.use_case import command, query, workflow
from lms_app.db import audit
from lms_app.db.audit import NONE, SET
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import (
    EmailPurpose,
    OAuthIdentity,
    Passkey,
    RoleGrant,
    TotpFactor,
    User,
    UserStatus,
)
from lms_app.services.auth.codes import drop_recovery_codes
from lms_app.services.auth.email_links import make_link
from lms_app.services.auth.passwords import check_new_password
from lms_app.services.auth.registration import create_user
from lms_app.services.auth.security_record import record_change
from lms_app.services.context import Context
from lms_app.services.user import email_key, mask_email, normalise_email

# Any number; whoever makes the first administrator holds this lock, so that two at once make one.
_LOCK = 0x61646D696E


class AdminExists(Conflict):
    """Somebody administers this site already; `email` is masked, for terminals keep what they show."""

    def __init__(self, email: str) -> None:
        super().__init__("error.admin_exists", email=mask_email(email))


@workflow(Permission.system_maintain)
def create_admin(
    ctx: Context, actor: Actor, *, email: str, password: str, display_name: str
) -> str:
    """Create the first administrator (command line only); return the account's id.

    Possible again once no administrator is left who could sign in. Raises `AdminExists`,
    `EmailTaken`, `InvalidInput` with fields.
    """
    ctx.call(ensure_no_admin, providers=tuple(ctx.providers))
    address = normalise_email(email)
    name = clean_line(display_name, "display_name", maximum=80)
    hashed = ctx.passwords.hash(check_new_password(password, email=address, name=name))
    return ctx.call(
        create_first_admin,
        email=address,
        display_name=name,
        password_hash=hashed,
        providers=tuple(ctx.providers),
    )


@workflow(Permission.system_maintain)
def check_no_admin(ctx: Context, actor: Actor) -> None:
    """Raise `AdminExists` before anybody is asked for a password in vain."""
    ctx.call(ensure_no_admin, providers=tuple(ctx.providers))


@query(Permission.system_maintain)
def ensure_no_admin(uow: UnitOfWork, actor: Actor, *, providers: Collection[str]) -> None:
    """Raise `AdminExists` while an administrator could sign in. 1 query.

    One who is suspended, or has neither password nor passkey nor an account at a provider that
    this site still knows, could not.
    """
    passkey = sa.select(Passkey.id).where(Passkey.user_id == User.id)  # type: ignore[call-overload]
    identity = sa.select(OAuthIdentity.id).where(  # type: ignore[call-overload]
        OAuthIdentity.user_id == User.id,
        OAuthIdentity.provider.in_(providers),  # type: ignore[attr-defined]
    )
    found = uow.session.execute(
        sa.select(User.email)  # type: ignore[call-overload]
        .join(RoleGrant, RoleGrant.user_id == User.id)
        .where(
            RoleGrant.role == Role.admin,
            User.status == UserStatus.active,
            sa.or_(User.password_hash.is_not(None), passkey.exists(), identity.exists()),  # type: ignore[union-attr]
        )
        .order_by(User.created_at)
        .limit(1)
    ).first()
    if found is not None:
        raise AdminExists(found.email)


@command(Permission.system_maintain)
def create_first_admin(
    uow: UnitOfWork,
    actor: Actor,
    *,
    email: str,
    display_name: str,
    password_hash: str,
    providers: Collection[str],
) -> str:
    """Do what `create_admin` asks for; of two at once the second is refused."""
    uow.session.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
    ensure_no_admin(uow, actor, providers=providers)
    user_id = create_user(
        uow,
        email=email,
        display_name=display_name,
        password_hash=password_hash,
        roles=(Role.admin, Role.instructor),
    )
    roles = {role.value: (False, True) for role in (Role.admin, Role.instructor)}
    audit.record(uow, actor, "role:first_admin", user_id, changes=roles)
    return str(user_id)


@command(Permission.system_maintain)
def let_admin_in(
    uow: UnitOfWork, actor: Actor, *, email: str, forget_second_factor: bool = False
) -> str:
    """Return the token of a link by which an administrator chooses a new password (30 minutes).

    For one who lost the old one on a site whose mails do not arrive; with `forget_second_factor`
    also for one who lost phone and recovery codes. They are told of that by mail. Raises
    `NotFound` when no active administrator has this address.
    """
    user = uow.session.execute(
        sa.select(User)
        .join(RoleGrant, RoleGrant.user_id == User.id)  # type: ignore[arg-type]
        .where(
            User.email_key == email_key(email),  # type: ignore[arg-type]
            User.status == UserStatus.active,  # type: ignore[arg-type]
            RoleGrant.role == Role.admin,  # type: ignore[arg-type]
        )
        .with_for_update(of=User)
    ).scalar()
    if user is None:
        raise NotFound("error.no_such_admin")
    if forget_second_factor:
        for owned in (TotpFactor, Passkey):
            uow.session.execute(sa.delete(owned).where(owned.user_id == user.id))  # type: ignore[attr-defined]
        drop_recovery_codes(uow, user.id)
        record_change(uow, actor, "all_off", user_id=user.id)
    audit.record(uow, actor, "auth:admin_link", user.id, changes={"reset_link": (NONE, SET)})
    return make_link(uow, user.id, user.email_key, EmailPurpose.reset)
