"""What an admin reads about one person, and who waits to teach."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from lms_app.core import urls
from lms_app.core.actor import Actor
from lms_app.core.markdown import render_markdown
from lms_app.core.pagination import Page, PageRequest
from lms_app.core.permissions import Permission
from lms_app.core.use_case import query
from lms_app.db import queries
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import (
    ApplicationStatus,
    AuditEntry,
    Course,
    Enrollment,
    InstructorApplication,
    InstructorProfile,
    LoginSession,
    RoleGrant,
    User,
    UserProfile,
    UserStatus,
)
from lms_app.services.course import ProfileLink
from lms_app.services.reporting.admin import mask_email
from lms_app.services.user import shown_link

ACTS_SHOWN = 20


@dataclass(frozen=True)
class ApplicationRow:
    """Somebody's application to teach. `earlier_count`: how many of theirs were refused before."""

    id: str
    user_id: str
    display_name: str
    avatar_url: str
    email_masked: str
    handle: str
    headline: str
    bio_html: str
    links: list[ProfileLink]
    message: str
    status: str
    reason: str
    decided_by: str
    decided_at: str
    applied_at: str
    joined_at: str
    earlier_count: int


@dataclass(frozen=True)
class Act:
    """What was done about an account. `changed` names what: a role, or the status.

    `by`: a person (without a name once erased), the system (who runs the machine), or unknown.
    """

    id: str
    action: str
    changed: str
    reason: str
    actor_name: str
    by: str
    at: str


@dataclass(frozen=True)
class PersonFile:
    """One account as admins see it; the address is masked."""

    id: str
    display_name: str
    avatar_url: str
    email_masked: str
    status: str
    roles: list[str]
    profile_href: str
    headline: str
    created_at: str
    last_seen_at: str
    session_count: int
    enrollment_count: int
    course_count: int
    published_count: int
    is_self: bool
    is_last_admin: bool
    acts: list[Act]


@query(Permission.instructor_decide)
def list_applications(
    uow: UnitOfWork,
    actor: Actor,
    *,
    status: str = "pending",
    request: PageRequest = PageRequest(size=20),
) -> Page[ApplicationRow]:
    """Return applications; those that wait the oldest first, others the latest first. 2 queries."""
    wanted = status if status in ApplicationStatus.__members__ else "pending"
    before, decider = aliased(InstructorApplication), aliased(User)
    earlier = (
        sa.select(sa.func.count())
        .where(
            before.user_id == InstructorApplication.user_id,
            before.status == ApplicationStatus.refused,
            before.created_at < InstructorApplication.created_at,
        )
        .correlate(InstructorApplication)
        .scalar_subquery()
    )
    at: Any = InstructorApplication.created_at
    statement = (
        sa.select(  # type: ignore[call-overload]
            InstructorApplication,
            User,
            UserProfile,
            decider.display_name.label("decided_by"),  # type: ignore[attr-defined]
            earlier.label("earlier"),
        )
        .join(User, User.id == InstructorApplication.user_id)
        .outerjoin(UserProfile, UserProfile.user_id == User.id)
        .outerjoin(decider, decider.id == InstructorApplication.decided_by)
        .where(InstructorApplication.status == ApplicationStatus(wanted))
        .order_by(at if wanted == "pending" else at.desc(), InstructorApplication.id)
    )
    page = queries.paginate(uow, statement, request)
    rows = [_application(row) for row in page.rows]
    return Page(rows, page.total, page.number, page.size)


def _application(row: Any) -> ApplicationRow:
    application, person = row.InstructorApplication, row.User
    profile = row.UserProfile or UserProfile(user_id=person.id)
    decided_at = application.decided_at
    return ApplicationRow(
        id=str(application.id),
        user_id=str(person.id),
        display_name=person.display_name,
        avatar_url=urls.avatar(profile.avatar),
        email_masked=mask_email(person.email),
        handle=profile.handle or "",
        headline=profile.headline,
        bio_html=render_markdown(profile.bio_md),
        links=[ProfileLink(link, shown_link(link)) for link in profile.links or []],
        message=application.message,
        status=application.status.value,
        reason=application.reason,
        decided_by=row.decided_by or "",
        decided_at=decided_at.isoformat() if decided_at else "",
        applied_at=application.created_at.isoformat(),
        joined_at=person.created_at.isoformat(),
        earlier_count=row.earlier,
    )


@query(Permission.user_read)
def get_person(uow: UnitOfWork, actor: Actor, user_id: UUID) -> PersonFile:
    """Return one account with what admins did about it, the latest first. 4 queries."""
    person = queries.get_or_404(uow, User, user_id)
    facts = uow.session.execute(_facts(user_id)).one()
    profile = facts.UserProfile or UserProfile(user_id=user_id)
    roles = sorted(str(getattr(role, "value", role)) for role in facts.roles or [])
    is_admin = "admin" in roles and person.status is UserStatus.active
    return PersonFile(
        id=str(user_id),
        display_name=person.display_name,
        avatar_url=urls.avatar(profile.avatar),
        email_masked=mask_email(person.email),
        status=person.status.value,
        roles=roles,
        profile_href=urls.instructor(profile.handle or "") if facts.teaches else "",
        headline=profile.headline,
        created_at=person.created_at.isoformat(),
        last_seen_at=facts.seen.isoformat() if facts.seen else "",
        session_count=facts.sessions,
        enrollment_count=facts.enrolled,
        course_count=facts.courses,
        published_count=facts.published or 0,
        is_self=user_id == actor.user_id,
        is_last_admin=is_admin and facts.admins == 1,
        acts=_acts(uow, user_id),
    )


def _facts(user_id: UUID) -> Any:
    def count(model: type, *conditions: Any) -> Any:
        return sa.select(sa.func.count()).select_from(model).where(*conditions).scalar_subquery()

    open_sessions = (
        LoginSession.user_id == user_id,
        LoginSession.ended_at.is_(None),  # type: ignore[union-attr]
        LoginSession.expires_at > sa.func.now(),
    )
    admins = (
        sa.select(sa.func.count())
        .select_from(RoleGrant)
        .join(User, User.id == RoleGrant.user_id)  # type: ignore[arg-type]
        .where(RoleGrant.role == "admin", User.status == UserStatus.active)  # type: ignore[arg-type]
        .scalar_subquery()
    )
    roles = sa.select(sa.func.array_agg(RoleGrant.role)).where(RoleGrant.user_id == user_id)  # type: ignore[arg-type]
    seen = sa.select(sa.func.max(LoginSession.last_seen_at)).where(LoginSession.user_id == user_id)  # type: ignore[arg-type]
    return (
        sa.select(  # type: ignore[call-overload]
            UserProfile,
            InstructorProfile.id.label("teaches"),  # type: ignore[attr-defined]
            InstructorProfile.published_course_count.label("published"),  # type: ignore[attr-defined]
            roles.scalar_subquery().label("roles"),
            seen.scalar_subquery().label("seen"),
            count(LoginSession, *open_sessions).label("sessions"),
            count(Enrollment, Enrollment.user_id == user_id).label("enrolled"),
            count(Course, Course.owner_id == user_id).label("courses"),
            admins.label("admins"),
        )
        .select_from(User)
        .outerjoin(UserProfile, UserProfile.user_id == User.id)
        .outerjoin(InstructorProfile, InstructorProfile.user_id == User.id)
        .where(User.id == user_id)
    )


def _acts(uow: UnitOfWork, user_id: UUID) -> list[Act]:
    rows = uow.session.execute(
        sa.select(AuditEntry, User.display_name)  # type: ignore[call-overload]
        .outerjoin(User, User.id == AuditEntry.actor_id)
        .where(AuditEntry.person_id == user_id)
        .order_by(AuditEntry.created_at.desc(), AuditEntry.id)  # type: ignore[attr-defined]
        .limit(ACTS_SHOWN)
    )
    return [
        Act(
            id=str(row.AuditEntry.id),
            action=row.AuditEntry.action,
            changed=next(iter(row.AuditEntry.changes), ""),
            reason=row.AuditEntry.reason,
            actor_name=row.display_name or "",
            by=row.AuditEntry.actor_kind.value,
            at=row.AuditEntry.created_at.isoformat(),
        )
        for row in rows
    ]
