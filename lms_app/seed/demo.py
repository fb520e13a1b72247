"""The demo school, built through the services: people, courses, and nine months of learning.

Takes a few seconds. Steps that were finished are never repeated, an interrupted one goes on where
it stopped; whatever people changed since stays.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

import structlog

from lms_app.composition import call, implementations
from lms_app.core import clock
from lms_app.core.actor import SystemCredential
from lms_app.core.permissions import Role
from lms_app.core.use_case import UseCase
from lms_app.services import course as courses
from lms_app.services import enrollment

from . import history, markers
from .courses import add_course, published_at
from .logins import Login, demo_logins
from .people import Person, add_applicants, add_people
from .school import CoursePlan, School, load_school

_ME = SystemCredential("seed")
_DEMO_TEACHER = "han-jiwoo"
_BATCH = 100
R = TypeVar("R")
log = structlog.get_logger()


@dataclass(frozen=True)
class _Past:
    """What the demo student did: lessons done, share of the next one played, days ago."""

    slug: str
    done: int
    stopped_at: float
    enrolled_days_ago: float
    last_days_ago: float


_STUDENT_PAST = (
    _Past("react-19-deep", 24, 0.6, 58, 0.1),
    _Past("sound-design-sine", 20, 0.35, 90, 0.9),
    _Past("hangul-on-screen", 4, 0.5, 12, 1.8),
    _Past("sql-for-planners", 12, 0.25, 40, 4),
    _Past("small-talk-big-ideas", 7, 0.7, 33, 6),
    _Past("rust-memory", 2, 0, 20, 9),
    _Past("film-basics", 0, 0, 3, 3),
    _Past("first-probability", 16, 0, 120, 75),
    _Past("meetings-without-minutes", 5, 0, 28, 21),
)


def build_school() -> None:
    """Fill an installation with the demo school, once."""
    if _do(markers.is_done, markers.SCHOOL_BUILT):
        return
    started = clock.now()
    school = load_school()
    teachers, student_id = _add_staff(school, started)
    _do(add_applicants, school.applicants, started)
    for plan in school.courses:
        _do(add_course, plan, teachers[plan.instructor], started)
    offered = [_offered(school, plan, started) for plan in school.courses if not plan.is_draft]
    _add_own_past(offered, student_id, started)
    learners = _add_learners(school, started)
    others = history.TOTAL_ENROLLMENTS - len(_STUDENT_PAST)
    _do(enrollment.import_enrollments, history.invent(learners, offered, started, others))
    _do(markers.mark_done, markers.SCHOOL_BUILT)
    log.info("demo_school_built", seconds=round((clock.now() - started).total_seconds(), 1))


def _do(use_case: UseCase[R], *args: object) -> R:
    return call(use_case, *args, credential=_ME)


def _add_staff(school: School, now: datetime) -> tuple[dict[str, UUID], UUID]:
    """Add the instructors and the demo logins; return ids by handle, and the student's."""
    logins = demo_logins(implementations().settings.data_dir)
    founded = now - timedelta(days=history.MONTHS_DAYS + 30)
    people = [
        Person(
            email=_email(logins, plan.handle),
            name=plan.name,
            joined_at=founded + timedelta(days=index),
            password_hash=_hash(logins, "instructor") if plan.handle == _DEMO_TEACHER else None,
            teaches=plan,
        )
        for index, plan in enumerate(school.instructors)
    ]
    student, admin = logins["student"], logins["admin"]
    people += [
        Person(student.email, "윤하늘", now - timedelta(days=124), _hash(logins, "student")),
        Person(admin.email, "마진 운영팀", founded, _hash(logins, "admin"), (Role.admin,)),
    ]
    ids = _do(add_people, people)
    handles = [plan.handle for plan in school.instructors]
    return dict(zip(handles, ids, strict=False)), ids[len(handles)]


def _email(logins: dict[str, Login], handle: str) -> str:
    return logins["instructor"].email if handle == _DEMO_TEACHER else f"{handle}@margin.example"


def _hash(logins: dict[str, Login], kind: str) -> str:
    return implementations().passwords.hash(logins[kind].password)


def _add_learners(school: School, now: datetime) -> list[history.Learner]:
    days = history.joined_days_ago(len(school.learner_names))
    joined = [now - timedelta(days=ago) for ago in days]
    people = [
        Person(f"learner{number:03}@margin.example", name, at)
        for number, (name, at) in enumerate(zip(school.learner_names, joined, strict=True), 1)
    ]
    learners: list[history.Learner] = []
    for batch in _batches(people):
        ids = _do(add_people, batch)
        learners += [
            history.Learner(user_id, _language(person.name), person.joined_at)
            for user_id, person in zip(ids, batch, strict=True)
        ]
    return learners


def _language(name: str) -> str:
    return "ko" if any("가" <= letter <= "힣" for letter in name) else "en"


def _batches(people: list[Person]) -> Iterable[list[Person]]:
    return (people[at : at + _BATCH] for at in range(0, len(people), _BATCH))


def _offered(school: School, plan: CoursePlan, now: datetime) -> history.Offered:
    detail = _do(courses.get_course, plan.slug)
    seconds = {clip.key: round(clip.spec.seconds) for clip in school.clips}
    planned = {lesson.title: seconds.get(lesson.clip, 0) for lesson in plan.lessons}
    rows = [row for section in detail.sections for row in section.lessons]
    return history.Offered(
        course_id=UUID(detail.card.id),
        slug=plan.slug,
        language=plan.language,
        popularity=plan.popularity,
        published_at=published_at(plan, now),
        lessons=tuple(history.Taught(UUID(row.id), planned.get(row.title, 0)) for row in rows),
    )


def _add_own_past(offered: list[history.Offered], student_id: UUID, now: datetime) -> None:
    by_slug = {course.slug: course for course in offered}
    own = [
        history.past_enrollment(
            student_id,
            by_slug[past.slug],
            now - timedelta(days=past.enrolled_days_ago),
            now - timedelta(days=past.last_days_ago),
            done=past.done,
            stopped_at=past.stopped_at,
        )
        for past in _STUDENT_PAST
    ]
    _do(enrollment.import_enrollments, own)
