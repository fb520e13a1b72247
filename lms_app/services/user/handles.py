"""Handles: what the address of a public profile may be called, and who has which."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from lms_app.core import clock
from lms_app.core.errors import Conflict, InvalidInput
from lms_app.core.text import clean_line, slugify
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import FormerHandle, UserProfile

MAXIMUM = 40
# How long a handle that somebody gave up leads to them, and how many of one person do.
KEPT_DAYS = 180
KEPT_AT_MOST = 3
_HANDLE = re.compile(r"^[a-z0-9](?:[a-z0-9-]{1,38})[a-z0-9]$")
# Words of the site and of those who run it: a person called like them would be taken for them.
RESERVED = frozenset(
    """
    about account accounts admin administrator administrators api app apps auth billing blog
    careers cart categories category certificate certificates checkout confirm contact cookie
    cookies copyright course courses dashboard dev docs error errors everyone explore faq feed
    feedback forbidden forgot guest guide help home host instructor instructors invite jobs learn
    legal login logout mail margin me media moderator moderators my-courses new news nobody
    notification notifications null official operator order orders owner password payment payments
    payout payouts policy press preview pricing privacy profile profiles refund refunds register
    report reports reset review reviews robots root sales search security server service session
    settings shop sign-in sign-out sign-up signin signout signup site sitemap staff status store
    student students support system teach teacher teachers team terms test undefined upload uploads
    user users verify webhook webhooks webmaster www
    """.split()
)


class HandleTaken(Conflict):
    """Somebody else has this handle."""

    def __init__(self) -> None:
        super().__init__("error.handle_taken", fields={"handle": "error.handle_taken"})


def clean_handle(value: str) -> str:
    """Return a handle, folded: 3 to 40 characters a-z, 0-9 and inner hyphens, no word of ours."""
    handle = clean_line(value, "handle", maximum=MAXIMUM).casefold()
    if not _HANDLE.match(handle):
        raise InvalidInput("error.handle", fields={"handle": "error.handle"})
    # Hyphens do not make another word of it: ad-min is read as admin.
    if handle in RESERVED or handle.replace("-", "") in RESERVED:
        raise InvalidInput("error.handle_reserved", fields={"handle": "error.handle_reserved"})
    return handle


def propose_handle(name: str, user_id: UUID) -> str:
    """Return a handle that somebody of this name might want; it may be taken."""
    proposal = slugify(name, "")[:MAXIMUM].strip("-")
    if _HANDLE.match(proposal) and proposal.replace("-", "") not in RESERVED:
        return proposal
    return f"i-{user_id.hex[:8]}"


def ensure_free(uow: UnitOfWork, handle: str, user_id: UUID) -> None:
    """Raise `HandleTaken` when the handle is another's; the unique key decides about races."""
    taken = sa.select(UserProfile.user_id).where(  # type: ignore[call-overload]
        UserProfile.handle == handle, UserProfile.user_id != user_id
    )
    kept = sa.select(FormerHandle.user_id).where(  # type: ignore[call-overload]
        FormerHandle.handle == handle,
        FormerHandle.user_id != user_id,
        FormerHandle.kept_until > clock.now(),
    )
    if uow.session.execute(sa.union_all(taken, kept)).first():
        raise HandleTaken


def keep_former(uow: UnitOfWork, user_id: UUID, before: str | None, now: str | None) -> None:
    """Let a public handle that was just given up lead to its person for a while."""
    own = FormerHandle.user_id == user_id
    uow.session.execute(sa.delete(FormerHandle).where(own, FormerHandle.handle == now))  # type: ignore[arg-type]
    if not before or before == now:
        return
    until = clock.now() + timedelta(days=KEPT_DAYS)
    row = FormerHandle(handle=before, user_id=user_id, kept_until=until)
    values = row.model_dump()
    uow.session.execute(
        insert(FormerHandle)
        .values(**values)
        .on_conflict_do_update(index_elements=["handle"], set_=values)
    )
    newest = (
        sa.select(FormerHandle.handle)  # type: ignore[call-overload]
        .where(own)
        .order_by(FormerHandle.kept_until.desc(), FormerHandle.handle)  # type: ignore[attr-defined]
        .limit(KEPT_AT_MOST)
    )
    uow.session.execute(
        sa.delete(FormerHandle).where(own, FormerHandle.handle.not_in(newest))  # type: ignore[arg-type, attr-defined]
    )
