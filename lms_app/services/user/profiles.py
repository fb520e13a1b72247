"""Opening and editing the public face of somebody who teaches."""

from __future__ import annotations

import re

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import select

from lms_app.core.actor import Actor
from lms_app.core.errors import Conflict, InvalidInput
from lms_app.core.events import InstructorProfileChanged
from lms_app.core.form_checks import FormChecks
from lms_app.core.permissions import Permission, Role
from lms_app.core.text import clean_line, clean_text, ensure_unchanged, slugify
from lms_app.core.use_case import command, query
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import InstructorProfile, InstructorStatus, RoleGrant, User
from lms_app.services.user.views import OwnInstructorProfile, ProfileTexts

_HANDLE = re.compile(r"^[a-z0-9](?:[a-z0-9-]{1,38})[a-z0-9]$")


class HandleTaken(Conflict):
    """Another instructor has this handle."""

    def __init__(self) -> None:
        super().__init__("error.handle_taken", fields={"handle": "error.handle_taken"})


def clean_handle(value: str) -> str:
    """Return a handle of 3 to 40 characters a-z, 0-9 and inner hyphens."""
    handle = clean_line(value, "handle", maximum=40).lower()
    if not _HANDLE.match(handle):
        raise InvalidInput("error.handle", fields={"handle": "error.handle"})
    return handle


def _clean_texts(handle: str, headline: str, bio_md: str) -> ProfileTexts:
    checks = FormChecks()
    texts = ProfileTexts(
        handle=checks(clean_handle, handle),
        headline=checks(clean_line, headline, "headline", maximum=120),
        bio_md=checks(clean_text, bio_md, "bio_md", maximum=5000),
    )
    checks.settle()
    return texts


@query(Permission.account_read)
def get_own_instructor_profile(uow: UnitOfWork, actor: Actor) -> OwnInstructorProfile:
    """Return the caller's instructor profile, or a proposal when there is none yet."""
    row = uow.session.execute(
        sa.select(User.display_name, InstructorProfile)
        .outerjoin(InstructorProfile, InstructorProfile.user_id == User.id)
        .where(User.id == actor.person)
    ).one()
    name, profile = row
    if profile is None:
        proposal = slugify(name, "")
        return OwnInstructorProfile(
            exists=False,
            display_name=name,
            handle=proposal if _HANDLE.match(proposal) else f"i-{actor.person.hex[:8]}",
            headline="",
            bio_md="",
            status="",
        )
    return OwnInstructorProfile(
        exists=True,
        display_name=name,
        handle=profile.handle,
        headline=profile.headline,
        bio_md=profile.bio_md,
        status=profile.status.value,
    )


@command(Permission.instructor_apply)
def open_instructor_profile(
    uow: UnitOfWork, actor: Actor, *, handle: str, headline: str, bio_md: str = ""
) -> None:
    """Make the caller an instructor. Approval by an admin comes with its setting."""
    texts = _clean_texts(handle, headline, bio_md)
    profile = InstructorProfile(
        user_id=actor.person,
        handle=texts.handle,
        headline=texts.headline,
        bio_md=texts.bio_md,
        status=InstructorStatus.approved,
    )
    if uow.session.exec(
        select(InstructorProfile.id).where(InstructorProfile.user_id == actor.person)
    ).first():
        raise Conflict("error.instructor_already")
    added = uow.session.execute(
        insert(InstructorProfile)
        .values(**profile.model_dump())
        .on_conflict_do_nothing()
        .returning(InstructorProfile.id)
    ).scalar()
    if added is None:
        raise HandleTaken
    uow.session.execute(
        insert(RoleGrant)
        .values(**RoleGrant(user_id=actor.person, role=Role.instructor).model_dump())
        .on_conflict_do_nothing()
    )


@command(Permission.course_edit)
def update_instructor_profile(
    uow: UnitOfWork,
    actor: Actor,
    *,
    handle: str,
    headline: str,
    bio_md: str,
    before: ProfileTexts | None = None,
) -> None:
    """Change the caller's public profile; `Conflict` when it is not as they saw it `before`."""
    wanted = _clean_texts(handle, headline, bio_md)
    profile = uow.session.exec(
        select(InstructorProfile).where(InstructorProfile.user_id == actor.person).with_for_update()
    ).one()
    found = ProfileTexts(profile.handle, profile.headline, profile.bio_md)
    ensure_unchanged(found, before, wanted)
    taken = uow.session.exec(
        select(InstructorProfile.id).where(
            InstructorProfile.handle == wanted.handle, InstructorProfile.user_id != actor.person
        )
    ).first()
    if taken:
        raise HandleTaken
    profile.handle, profile.headline, profile.bio_md = (
        wanted.handle,
        wanted.headline,
        wanted.bio_md,
    )
    uow.add(profile)
    uow.emit(InstructorProfileChanged(user_id=actor.person))
