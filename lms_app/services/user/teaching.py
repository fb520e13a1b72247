"""Becoming somebody who teaches: asking, and the answer.

Without INSTRUCTOR_APPROVAL an application is its own answer, except after a refusal: whoever was
refused, or had teaching taken away, is looked at by a person.
"""

from __future__ import annotations

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import select

from lms_app.core import clock
from lms_app.core.actor import Actor
from lms_app.core.config import settings
from lms_app.core.errors import Conflict
from lms_app.core.form_checks import FormChecks
from lms_app.core.permissions import Permission, Role
from lms_app.core.text import clean_line, clean_text
from lms_app.core.use_case import command, query
from lms_app.db import queries
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import (
    ApplicationStatus,
    InstructorApplication,
    InstructorProfile,
    RoleGrant,
    User,
    UserProfile,
)
from lms_app.services.user.auditing import record
from lms_app.services.user.handles import (
    HandleTaken,
    clean_handle,
    ensure_free,
    keep_former,
    propose_handle,
)
from lms_app.services.user.profiles import BIO_LENGTH, HEADLINE_LENGTH, hold_profile, teaches
from lms_app.services.user.telling import tell
from lms_app.services.user.verified import ensure_verified
from lms_app.services.user.views import TeachingStanding

MESSAGE_LENGTH = 2000


@query(Permission.account_read)
def get_teaching(uow: UnitOfWork, actor: Actor) -> TeachingStanding:
    """Return what the caller is to teaching: nothing, waiting, refused or an instructor."""
    row = uow.session.execute(
        sa.select(User.display_name, UserProfile)  # type: ignore[call-overload]
        .outerjoin(UserProfile, UserProfile.user_id == User.id)
        .where(User.id == actor.person)
    ).one()
    profile = row.UserProfile or UserProfile(user_id=actor.person)
    latest = _latest(uow, actor.person)
    state = latest.status.value if latest else ""
    if Role.instructor in actor.roles:
        state = ApplicationStatus.approved.value
    elif state == ApplicationStatus.approved:
        state = ""
    return TeachingStanding(
        state=state,
        display_name=row.display_name,
        handle=profile.handle or propose_handle(row.display_name, actor.person),
        headline=profile.headline,
        bio_md=profile.bio_md,
        message=latest.message if latest else "",
        reason=latest.reason if latest and state == ApplicationStatus.refused else "",
        applied_at=latest.created_at.isoformat() if latest else "",
        is_reviewed=_needs_decision(latest),
    )


@command(Permission.instructor_apply)
def apply_to_teach(
    uow: UnitOfWork,
    actor: Actor,
    *,
    handle: str,
    headline: str,
    bio_md: str = "",
    message: str = "",
) -> bool:
    """Ask to teach; returns whether the caller may at once.

    Raises `InvalidInput` and `HandleTaken` with the field, `Conflict` for who teaches or waits.
    """
    ensure_verified(uow, actor)
    # One at a time, also of one person's two tabs: everything below reads what is true now.
    queries.lock_rows(uow, User, User.id == actor.person)
    latest = _latest(uow, actor.person)
    if _has_role(uow, actor.person, Role.instructor):
        raise Conflict("error.instructor_already")
    if latest is not None and latest.status is ApplicationStatus.pending:
        raise Conflict("error.application_waits")
    text = _keep_texts(uow, actor.person, handle, headline, bio_md, message)
    waits = _needs_decision(latest)
    application = InstructorApplication(
        user_id=actor.person,
        status=ApplicationStatus.pending if waits else ApplicationStatus.approved,
        message=text,
        decided_at=None if waits else clock.now(),
    )
    uow.add(application)
    if not waits:
        make_instructor(uow, actor.person)
    return not waits


@command(Permission.instructor_decide, step_up=True)
def approve_application(uow: UnitOfWork, actor: Actor, application_id: UUID) -> None:
    """Let an applicant teach; they are told."""
    application = _decide(uow, actor, application_id, ApplicationStatus.approved, "")
    make_instructor(uow, application.user_id)
    tell(uow, application.user_id, "instructor_approved", application_id)


@command(Permission.instructor_decide, step_up=True)
def refuse_application(uow: UnitOfWork, actor: Actor, application_id: UUID, *, reason: str) -> None:
    """Refuse an applicant with a reason, which they read; they may apply again."""
    text = clean_line(reason, "reason", maximum=500)
    application = _decide(uow, actor, application_id, ApplicationStatus.refused, text)
    tell(uow, application.user_id, "instructor_refused", application_id, reason=text)


def make_instructor(uow: UnitOfWork, user_id: UUID) -> None:
    """Give the role and what comes with it in the caller's transaction: counts, a handle."""
    grant = RoleGrant(user_id=user_id, role=Role.instructor)
    counts = InstructorProfile(user_id=user_id)
    for table, row in ((RoleGrant, grant), (InstructorProfile, counts)):
        uow.session.execute(insert(table).values(**row.model_dump()).on_conflict_do_nothing())
    profile = hold_profile(uow, user_id)
    if not profile.handle:
        profile.handle = _free_handle(uow, user_id)
        uow.add(profile)


def note_refusal(uow: UnitOfWork, actor: Actor, user_id: UUID, reason: str) -> None:
    """Teaching was taken away: whoever asks again is looked at, whatever the site's setting."""
    waiting = _latest(uow, user_id)
    if waiting is None or waiting.status is not ApplicationStatus.pending:
        waiting = InstructorApplication(user_id=user_id)
    waiting.status, waiting.reason = ApplicationStatus.refused, reason
    waiting.decided_by, waiting.decided_at = actor.user_id, clock.now()
    uow.add(waiting)


def _decide(
    uow: UnitOfWork,
    actor: Actor,
    application_id: UUID,
    status: ApplicationStatus,
    reason: str,
) -> InstructorApplication:
    application = queries.get_or_404(uow, InstructorApplication, application_id, lock=True)
    if application.status is not ApplicationStatus.pending:
        raise Conflict("error.application_decided")
    if application.user_id == actor.user_id:
        raise Conflict("error.decide_self")
    application.status, application.reason = status, reason
    application.decided_by, application.decided_at = actor.user_id, clock.now()
    uow.add(application)
    record(
        uow,
        actor,
        "instructor:approve" if status is ApplicationStatus.approved else "instructor:refuse",
        application.user_id,
        reason=reason,
        changes={"application": [ApplicationStatus.pending.value, status.value]},
    )
    return application


def _keep_texts(
    uow: UnitOfWork, user_id: UUID, handle: str, headline: str, bio_md: str, message: str
) -> str:
    """Put what the applicant says of themselves into their profile; return the message."""
    checks = FormChecks()
    wanted = checks(clean_handle, handle)
    line = checks(clean_line, headline, "headline", maximum=HEADLINE_LENGTH)
    bio = checks(clean_text, bio_md, "bio_md", maximum=BIO_LENGTH)
    text = checks(clean_text, message, "message", maximum=MESSAGE_LENGTH)
    checks.settle()
    ensure_free(uow, wanted, user_id)
    profile = hold_profile(uow, user_id)
    if teaches(uow, user_id):
        keep_former(uow, user_id, profile.handle, wanted)
    profile.handle, profile.headline, profile.bio_md = wanted, line, bio
    uow.add(profile)
    return text


def _latest(uow: UnitOfWork, user_id: UUID) -> InstructorApplication | None:
    return uow.session.exec(
        select(InstructorApplication)
        .where(InstructorApplication.user_id == user_id)
        .order_by(InstructorApplication.created_at.desc())  # type: ignore[attr-defined]
        .limit(1)
    ).first()


def _needs_decision(latest: InstructorApplication | None) -> bool:
    was_refused = latest is not None and latest.status is ApplicationStatus.refused
    return settings().instructor_approval or was_refused


def _has_role(uow: UnitOfWork, user_id: UUID, role: Role) -> bool:
    held = sa.select(RoleGrant.id).where(RoleGrant.user_id == user_id, RoleGrant.role == role)  # type: ignore[call-overload]
    return uow.session.execute(held).first() is not None


def _free_handle(uow: UnitOfWork, user_id: UUID) -> str:
    name = uow.session.execute(
        sa.select(User.display_name).where(User.id == user_id)  # type: ignore[call-overload]
    ).scalar_one()
    wanted = propose_handle(name, user_id)
    try:
        ensure_free(uow, wanted, user_id)
    except HandleTaken:
        return f"i-{user_id.hex[:12]}"
    return wanted
