"""Accounts of the demo: instructors, learners, and the three that can sign in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from lms_app.core import clock
from lms_app.core.actor import Actor
from lms_app.core.permissions import Permission, Role
from lms_app.core.use_case import command
from lms_app.db.unit_of_work import UnitOfWork
from lms_app.models import ApplicationStatus, InstructorApplication
from lms_app.services import auth
from lms_app.services.user import email_key, make_instructor, update_own_profile

from .school import ApplicantPlan, InstructorPlan


@dataclass(frozen=True)
class Person:
    """Somebody to be there since `joined_at`. Without a hash they cannot sign in."""

    email: str
    name: str
    joined_at: datetime
    password_hash: str | None = None
    roles: tuple[Role, ...] = ()
    teaches: InstructorPlan | None = None


@command(Permission.seed_write)
def add_people(uow: UnitOfWork, actor: Actor, people: Sequence[Person]) -> list[UUID]:
    """Create who is not there yet; return everybody's id in the given order."""
    return [_add(uow, actor, person) for person in people]


def _add(uow: UnitOfWork, actor: Actor, person: Person) -> UUID:
    if known := auth.find_password_hash(uow, actor, email_key(person.email)):
        return known[0]
    with clock.frozen(lambda: person.joined_at):
        user_id = UUID(
            auth.create_person(
                uow,
                actor,
                email=person.email,
                display_name=person.name,
                password_hash=person.password_hash,
                roles=person.roles,
            )
        )
        if plan := person.teaches:
            update_own_profile(
                uow,
                Actor(user_id=user_id, roles=frozenset({Role.student})),
                handle=plan.handle,
                headline=plan.headline,
                bio_md=plan.bio,
                links=plan.links,
            )
            make_instructor(uow, user_id)
    return user_id


@command(Permission.seed_write)
def add_applicants(
    uow: UnitOfWork, actor: Actor, plans: Sequence[ApplicantPlan], now: datetime
) -> None:
    """Have people ask to teach, whatever the site's setting; one was refused before."""
    for plan in plans:
        asked_at = now - timedelta(days=plan.days_ago)
        person = Person(f"{plan.handle}@margin.example", plan.name, asked_at - timedelta(days=9))
        if auth.find_password_hash(uow, actor, email_key(person.email)):
            continue
        user_id = _add(uow, actor, person)
        update_own_profile(
            uow,
            Actor(user_id=user_id, roles=frozenset({Role.student})),
            handle=plan.handle,
            headline=plan.headline,
            bio_md=plan.bio,
            links=plan.links,
        )
        if plan.refused:
            before = asked_at - timedelta(days=4)
            uow.add(
                InstructorApplication(
                    user_id=user_id,
                    status=ApplicationStatus.refused,
                    reason=plan.refused,
                    created_at=before,
                    decided_at=before + timedelta(days=1),
                )
            )
        uow.add(
            InstructorApplication(
                user_id=user_id, message=plan.message.strip(), created_at=asked_at
            )
        )
