"""What an admin sees: people, courses, totals."""

from __future__ import annotations

from dataclasses import dataclass, replace

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from lms_app.core.actor import Actor
from lms_app.core.pagination import Page, PageRequest
from lms_app.core.permissions import Permission, Role
from lms_app.core.use_case import query
from lms_app.db import queries
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import (
    ApplicationStatus,
    Course,
    CourseStatus,
    Enrollment,
    InstructorApplication,
    LoginSession,
    MediaAsset,
    MediaStatus,
    RoleGrant,
    User,
    UserStatus,
)
from lms_app.services.course import OwnCourseRow, own_course_row, select_cards
from lms_app.services.user import UserList, UserRow, email_key, mask_email


@dataclass(frozen=True)
class AdminOverview:
    """Totals of the site."""

    user_count: int
    new_user_count: int
    course_count: int
    published_count: int
    enrollment_count: int
    media_waiting_count: int
    media_failed_count: int
    applications_waiting_count: int
    sees_people: bool = False


@query(Permission.admin_read)
def get_admin_overview(uow: UnitOfWork, actor: Actor) -> AdminOverview:
    """Count what the admin's first page shows. 1 query."""

    def total(model: type, *conditions: object) -> sa.ScalarSelect[int]:
        return sa.select(sa.func.count()).select_from(model).where(*conditions).scalar_subquery()  # type: ignore[arg-type]

    week = sa.func.now() - sa.text("interval '7 days'")
    row = uow.session.execute(
        sa.select(
            total(User, User.status != UserStatus.erased),
            total(User, User.created_at > week, User.status != UserStatus.erased),
            total(Course),
            total(Course, Course.status == CourseStatus.published),
            total(Enrollment),
            total(
                MediaAsset, MediaAsset.status.in_([MediaStatus.uploaded, MediaStatus.processing])
            ),  # type: ignore[attr-defined]
            total(MediaAsset, MediaAsset.status == MediaStatus.failed),
            total(InstructorApplication, InstructorApplication.status == ApplicationStatus.pending),
        )
    ).one()
    return replace(AdminOverview(*row), sees_people=actor.may(Permission.user_read))


@query(Permission.user_read)
def list_users(
    uow: UnitOfWork,
    actor: Actor,
    *,
    text: str = "",
    role: str = "",
    status: str = "",
    request: PageRequest = PageRequest(size=50),
) -> UserList:
    """Return accounts, newest first. 2 queries. Addresses are masked; who left is listed only
    when `status` asks for it."""
    roles = (
        sa.select(sa.func.array_agg(RoleGrant.role))
        .where(RoleGrant.user_id == User.id)
        .scalar_subquery()
    )
    seen = (
        sa.select(sa.func.max(LoginSession.last_seen_at))
        .where(LoginSession.user_id == User.id)
        .scalar_subquery()
    )
    enrolled = sa.select(sa.func.count()).where(Enrollment.user_id == User.id).scalar_subquery()
    teaching = sa.select(sa.func.count()).where(Course.owner_id == User.id).scalar_subquery()
    statement = sa.select(
        User,
        roles.label("roles"),
        seen.label("seen"),
        enrolled.label("enrolled"),
        teaching.label("teaching"),
    ).order_by(User.created_at.desc(), User.id)  # type: ignore[attr-defined]
    wanted = text.replace("\x00", "").strip()[:254]
    if wanted:
        pattern = queries.like_pattern(wanted)
        statement = statement.where(
            sa.or_(
                User.display_name.ilike(pattern, escape="\\"),  # type: ignore[attr-defined]
                # Whole only: who sees addresses masked must not read them letter by letter.
                User.email_key == email_key(wanted),
            )
        )
    if role in Role.__members__ and role != Role.student:
        granted = aliased(RoleGrant)
        statement = statement.where(
            sa.exists().where(granted.user_id == User.id, granted.role == Role(role))
        )
    wanted_status = User.status != UserStatus.erased
    if status in UserStatus.__members__:
        wanted_status = User.status == UserStatus(status)
    statement = statement.where(wanted_status)
    page = queries.paginate(uow, statement, request)
    return UserList(
        rows=[
            UserRow(
                id=str(user.id),
                display_name=user.display_name,
                email_masked=mask_email(user.email),
                roles=sorted(str(r.value) if isinstance(r, Role) else str(r) for r in granted_roles)
                if granted_roles
                else [],
                status=user.status.value,
                created_at=user.created_at.isoformat(),
                last_seen_at=seen_at.isoformat() if seen_at else "",
                enrollment_count=enrolled_count,
                course_count=course_count,
            )
            for user, granted_roles, seen_at, enrolled_count, course_count in page.rows
        ],
        total=page.total,
        number=page.number,
        pages=page.pages,
    )


@query(Permission.admin_read)
def list_all_courses(
    uow: UnitOfWork,
    actor: Actor,
    *,
    text: str = "",
    status: str = "",
    request: PageRequest = PageRequest(size=50),
) -> Page[OwnCourseRow]:
    """Return every course, last changed first; drafts are for administrators only. 2 queries."""
    statement = select_cards().order_by(Course.updated_at.desc(), Course.id)  # type: ignore[attr-defined]
    if not actor.is_admin and not actor.is_system:
        shown = Course.status == CourseStatus.published
        statement = statement.where(sa.or_(shown, Course.taken_down_at.is_not(None)))  # type: ignore[union-attr]
    for word in text.replace("\x00", "").split()[:6]:
        statement = statement.where(
            Course.search_text.ilike(queries.like_pattern(word[:60]), escape="\\")  # type: ignore[attr-defined]
        )
    if status in CourseStatus.__members__:
        statement = statement.where(Course.status == CourseStatus(status))
    page = queries.paginate(uow, statement, request)
    return Page([own_course_row(row) for row in page.rows], page.total, page.number, page.size)
