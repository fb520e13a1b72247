"""The public page of somebody who teaches, and their courses on it."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa

from lms_app.core import clock, urls
from lms_app.core.actor import Actor
from lms_app.core.errors import NotFound
from lms_app.core.markdown import render_markdown
from lms_app.core.permissions import Permission, Role
from lms_app.core.use_case import query
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import (
    Course,
    CourseStatus,
    FormerHandle,
    InstructorProfile,
    RoleGrant,
    User,
    UserProfile,
    UserStatus,
)
from lms_app.services.course.cards import select_cards, to_card
from lms_app.services.course.views import CourseCard
from lms_app.services.user import shown_link

# Nobody here teaches more; who does is found in the catalogue by name.
MOST_COURSES = 60
MAX_ADDRESSES = 20_000

# A page there is for whoever teaches, and for who has taught while something of theirs is
# published, as long as their account is in use.
_TEACHES = sa.exists().where(
    RoleGrant.user_id == User.id,
    RoleGrant.role == Role.instructor,
)
_HAS_PAGE = (
    UserProfile.handle.is_not(None),  # type: ignore[union-attr]
    User.status == UserStatus.active,
    sa.or_(_TEACHES, InstructorProfile.published_course_count > 0),
)
_PAGE = (
    sa.select(User.id, User.display_name, UserProfile, InstructorProfile)  # type: ignore[call-overload]
    .join(UserProfile, UserProfile.user_id == User.id)
    .join(InstructorProfile, InstructorProfile.user_id == User.id)
    .where(*_HAS_PAGE, UserProfile.handle == sa.bindparam("handle"))
)
_FORMER = (
    sa.select(UserProfile.handle)  # type: ignore[call-overload]
    .join(FormerHandle, FormerHandle.user_id == UserProfile.user_id)
    .where(
        FormerHandle.handle == sa.bindparam("handle"),
        FormerHandle.kept_until > sa.bindparam("now"),
    )
)
_COURSES = (
    select_cards()
    .where(
        Course.owner_id == sa.bindparam("owner_id"),
        Course.status == CourseStatus.published,
    )
    .order_by(Course.enrollment_count.desc(), Course.id)  # type: ignore[attr-defined]
    .limit(MOST_COURSES)
)


@dataclass(frozen=True)
class ProfileLink:
    """A link of a profile and how it is written."""

    url: str
    text: str


@dataclass(frozen=True)
class InstructorPage:
    """Somebody who teaches, as everybody sees them: nothing here is private."""

    user_id: str
    name: str
    handle: str
    headline: str
    bio_html: str
    links: list[ProfileLink]
    avatar_url: str
    course_count: int
    student_count: int
    since_year: int
    courses: list[CourseCard]


@query(Permission.public)
def get_instructor(uow: UnitOfWork, actor: Actor, handle: str) -> InstructorPage:
    """Return the page of this handle, or of who had it until lately, else `NotFound`. 2 queries."""
    wanted = handle.casefold()[:40]
    row = uow.session.execute(_PAGE, {"handle": wanted}).first()
    if row is None:
        now = uow.session.execute(_FORMER, {"handle": wanted, "now": clock.now()}).scalar()
        row = uow.session.execute(_PAGE, {"handle": now}).first() if now else None
    if row is None:
        raise NotFound
    profile, counts = row.UserProfile, row.InstructorProfile
    courses = uow.session.execute(_COURSES, {"owner_id": row.id}).all()
    return InstructorPage(
        user_id=str(row.id),
        name=row.display_name,
        handle=profile.handle,
        headline=profile.headline,
        bio_html=render_markdown(profile.bio_md),
        links=[ProfileLink(url=link, text=shown_link(link)) for link in profile.links],
        avatar_url=urls.avatar(profile.avatar),
        course_count=counts.published_course_count,
        student_count=counts.student_count,
        since_year=counts.created_at.year,
        courses=[to_card(course) for course in courses],
    )


@query(Permission.public)
def list_instructor_addresses(uow: UnitOfWork, actor: Actor) -> list[tuple[str, str]]:
    """Return handle and day of the last change of who has published something, 20,000 at most."""
    rows = uow.session.execute(
        sa.select(UserProfile.handle, UserProfile.updated_at)  # type: ignore[call-overload]
        .join(User, User.id == UserProfile.user_id)
        .join(InstructorProfile, InstructorProfile.user_id == User.id)
        .where(*_HAS_PAGE, InstructorProfile.published_course_count > 0)
        .order_by(InstructorProfile.student_count.desc(), UserProfile.handle)
        .limit(MAX_ADDRESSES)
    )
    return [(row.handle, row.updated_at.date().isoformat()) for row in rows]
