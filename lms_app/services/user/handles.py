"""Handles: what the address of a public profile may be called, and who has which."""

from __future__ import annotations

import re
from uuid import UUID

import sqlalchemy as sa

from lms_app.core.errors import Conflict, InvalidInput
from lms_app.core.text import clean_line, slugify
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import UserProfile

MAXIMUM = 40
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
    if uow.session.execute(taken).first():
        raise HandleTaken
