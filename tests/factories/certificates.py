"""Completed courses and their certificates, without an hour of watching."""

from __future__ import annotations

from uuid import UUID

from lms_app.services import certificate, course, enrollment
from tests.factories import courses
from tests.factories.courses import Made
from tests.factories.people import Person, as_system


def articles(owner: Person, title: str = "Reading maps", *, count: int = 1) -> Made:
    """A published course of articles only."""
    made = courses.draft(owner, title, lessons=0)
    for number in range(count):
        named = {"title": f"Lesson {number + 1}", "kind": "article"}
        lesson_id = UUID(owner.call(course.add_lesson, made.section_id, **named))
        owner.call(course.update_lesson, lesson_id, body_md="Words to read.")
        made.lesson_ids.append(lesson_id)
    owner.call(course.publish_course, made.id)
    return made


def complete(who: Person, made: Made) -> UUID:
    """Enroll and read everything; return the enrollment."""
    enrolled = UUID(who.call(enrollment.enroll, made.id))
    for lesson_id in made.lesson_ids:
        who.call(enrollment.complete_article, lesson_id)
    return enrolled


def issued(who: Person, made: Made) -> str:
    """The code of the certificate, as the worker issues it."""
    return as_system(certificate.issue_certificate, complete(who, made))
