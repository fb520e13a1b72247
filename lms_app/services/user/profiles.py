"""A person's own profile: name, handle, words and links. The picture is in `avatars.py`."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import select

from lms_app.core import urls
from lms_app.core.actor import Actor
from lms_app.core.errors import InvalidInput
from lms_app.core.events import InstructorProfileChanged
from lms_app.core.markdown import render_markdown
from lms_app.core.permissions import Permission
from lms_app.core.text import clean_line, clean_text
from lms_app.core.use_case import command, query
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import InstructorProfile, User, UserProfile
from lms_app.services.user.handles import clean_handle, ensure_free, keep_former, propose_handle
from lms_app.services.user.links import clean_links
from lms_app.services.user.views import OwnProfile

NAME_LENGTH = 80
HEADLINE_LENGTH = 120
BIO_LENGTH = 5000


@query(Permission.account_read)
def get_own_profile(uow: UnitOfWork, actor: Actor) -> OwnProfile:
    """Return the caller's profile with everything that can be changed. 1 query."""
    row = uow.session.execute(
        sa.select(User.display_name, UserProfile, InstructorProfile.id.label("teaches"))  # type: ignore[attr-defined]
        .outerjoin(UserProfile, UserProfile.user_id == User.id)
        .outerjoin(InstructorProfile, InstructorProfile.user_id == User.id)
        .where(User.id == actor.person)
    ).one()
    profile = row.UserProfile or UserProfile(user_id=actor.person)
    return OwnProfile(
        display_name=row.display_name,
        handle=profile.handle or "",
        proposed_handle=propose_handle(row.display_name, actor.person),
        headline=profile.headline,
        bio_md=profile.bio_md,
        bio_html=render_markdown(profile.bio_md),
        links=list(profile.links or []),
        avatar_url=urls.avatar(profile.avatar),
        teaches=row.teaches is not None,
    )


@command(Permission.account_edit)
def update_own_profile(
    uow: UnitOfWork,
    actor: Actor,
    *,
    display_name: str | None = None,
    handle: str | None = None,
    headline: str | None = None,
    bio_md: str | None = None,
    links: Sequence[str] | None = None,
) -> None:
    """Change what is given of the caller's profile; None leaves a part as it is.

    Raises `InvalidInput` and `HandleTaken` with the field. Who teaches keeps a handle.
    """
    if display_name is not None:
        name = clean_line(display_name, "display_name", maximum=NAME_LENGTH)
        change_name(uow, actor.person, name)
    profile = hold_profile(uow, actor.person)
    if handle is not None:
        before, profile.handle = profile.handle, _wanted_handle(uow, actor.person, handle)
        if teaches(uow, actor.person):
            keep_former(uow, actor.person, before, profile.handle)
    if headline is not None:
        profile.headline = clean_line(headline, "headline", minimum=0, maximum=HEADLINE_LENGTH)
    if bio_md is not None:
        profile.bio_md = clean_text(bio_md, "bio_md", maximum=BIO_LENGTH)
    if links is not None:
        profile.links = clean_links(links)
    uow.add(profile)
    note_change(uow, actor.person)


def change_name(uow: UnitOfWork, user_id: UUID, name: str) -> None:
    """Give a person another name in the caller's transaction."""
    uow.session.execute(sa.update(User).where(User.id == user_id).values(display_name=name))


def hold_profile(uow: UnitOfWork, user_id: UUID) -> UserProfile:
    """Return a person's profile, made now if they had none, held until the transaction ends."""
    fresh = UserProfile(user_id=user_id).model_dump()
    uow.session.execute(insert(UserProfile).values(**fresh).on_conflict_do_nothing())
    held = select(UserProfile).where(UserProfile.user_id == user_id).with_for_update()
    return uow.session.exec(held).one()


def note_change(uow: UnitOfWork, user_id: UUID) -> None:
    """Tell the public pages when they show this person."""
    if teaches(uow, user_id):
        uow.emit(InstructorProfileChanged(user_id=user_id))


def teaches(uow: UnitOfWork, user_id: UUID) -> bool:
    """Say whether the person teaches or has taught."""
    known = sa.select(InstructorProfile.id).where(InstructorProfile.user_id == user_id)  # type: ignore[call-overload]
    return uow.session.execute(known).first() is not None


def _wanted_handle(uow: UnitOfWork, user_id: UUID, typed: str) -> str | None:
    if not typed.strip():
        if teaches(uow, user_id):
            raise InvalidInput("error.handle_kept", fields={"handle": "error.handle_kept"})
        return None
    handle = clean_handle(typed)
    ensure_free(uow, handle, user_id)
    return handle
